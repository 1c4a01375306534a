package io.hotpatchcycle.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParser;
import org.camunda.bpm.engine.impl.util.xml.Element;

/**
 * No model brings code of its own: no script, no language other than that of plain expressions, no class by name, no shell, no page of its own in
 * Tasklist (it would run in the browser of who approves). Refused when a model is read, whichever way it came in, before anything it names is loaded.
 */
final class NoCodeInModels extends BpmnParse {

    private static final String CAMUNDA = CAMUNDA_BPMN_EXTENSIONS_NS.getNamespaceUri();
    /** The engine reads the extensions of its ancestor as its own. */
    private static final Set<String> EXTENSIONS = Set.of(CAMUNDA, "http://activiti.org/bpmn");
    private static final Map<String, String> ELEMENTS = Map.of("scriptTask", "has a script", "script", "has a script", "connector", "has a connector",
            "field", "sets the inside of a step");
    /** Attribute to how the refusal names it. */
    private static final Map<String, String> ATTRIBUTES = Map.of("class", "a Java class", "expression", "an expression as a step", "variableMappingClass", "a Java class",
            "formHandlerClass", "a Java class", "resource", "a script");

    NoCodeInModels(BpmnParser parser) {
        super(parser);
    }

    @Override
    protected void parseRootElement() {
        List<String> found = new ArrayList<>();
        look(rootElement, "the model", found);
        if (!found.isEmpty()) {
            throw new ModelBringsCode("The model brings code: " + String.join("; ", found) + ". Steps are delegate expressions of this program, e.g. ${assessRing}.");
        }
        super.parseRootElement();
    }

    private static void look(Element element, String within, List<String> found) {
        String at = element.attribute("id") == null ? within : "'" + element.attribute("id") + "'";
        if (ELEMENTS.containsKey(element.getTagName())) {
            found.add(at + " " + ELEMENTS.get(element.getTagName()));
        }
        ATTRIBUTES.forEach((name, what) -> {
            if (extension(element, name) != null || EXTENSIONS.contains(String.valueOf(element.getUri())) && element.attribute(name) != null) {
                found.add(at + " names " + what);
            }
        });
        if (element.attribute("language") != null) {
            found.add(at + " has an expression in a language of its own ('" + element.attribute("language") + "')");
        }
        // the one constraint of a form field that names what tests it
        if ("constraint".equals(element.getTagName()) && "validator".equals(element.attribute("name"))) {
            found.add(at + " names what tests a field");
        }
        String type = extension(element, "type");
        if (type != null && Set.of("shell", "mail").contains(type)) {
            found.add(at + " is a " + type + " task");
        }
        String page = extension(element, "formKey");
        if (page != null && !page.startsWith("camunda-forms:")) {
            found.add(at + " has a form that is no Camunda form");
        }
        element.elements().forEach(inner -> look(inner, at, found));
    }

    /** As the engine reads it, also in the words of its ancestor. */
    private static String extension(Element element, String name) {
        return element.attributeNS(CAMUNDA_BPMN_EXTENSIONS_NS, name);
    }
}
