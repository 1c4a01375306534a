package io.hotpatchcycle.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;

/**
 * No model brings code of its own: no script, no class by name, no shell, no page of its own in Tasklist (it would run in the browser of
 * who approves). Refused when a model is read, whichever way it came in.
 */
final class NoCodeInModels extends AbstractBpmnParseListener {

    private static final Set<String> ELEMENTS = Set.of("scriptTask", "script", "connector");
    /** Attribute to how the refusal names it. */
    private static final Map<String, String> ATTRIBUTES = Map.of("class", "a Java class", "expression", "an expression as a step", "variableMappingClass", "a Java class",
            "formHandlerClass", "a Java class", "resource", "a script");

    @Override
    public void parseRootElement(Element root, List<ProcessDefinitionEntity> processes) {
        List<String> found = new ArrayList<>();
        look(root, "the model", found);
        if (!found.isEmpty()) {
            throw new ModelBringsCode("The model brings code: " + String.join("; ", found) + ". Steps are delegate expressions of this program, e.g. ${assessRing}.");
        }
    }

    private static void look(Element element, String within, List<String> found) {
        String at = element.attribute("id") == null ? within : "'" + element.attribute("id") + "'";
        if (ELEMENTS.contains(element.getTagName())) {
            found.add(at + " has a " + ("connector".equals(element.getTagName()) ? "connector" : "script"));
        }
        ATTRIBUTES.forEach((name, what) -> {
            if (element.attributeNS(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, name) != null || element.getUri() != null
                    && element.getUri().equals(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS.getNamespaceUri()) && element.attribute(name) != null) {
                found.add(at + " names " + what);
            }
        });
        String type = element.attributeNS(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, "type");
        if (type != null && Set.of("shell", "mail").contains(type)) {
            found.add(at + " is a " + type + " task");
        }
        String page = element.attributeNS(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, "formKey");
        if (page != null && !page.startsWith("camunda-forms:")) {
            found.add(at + " has a form that is no Camunda form");
        }
        element.elements().forEach(inner -> look(inner, at, found));
    }
}
