package io.hotpatchcycle.evidence;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Steps that the model does not explain: reached although nothing that leads there had been. A token that was moved past something
 * lands on one. Whatever the operation log tells or does not tell, each is held against the model it ran on.
 */
final class Jumps {

    private static final String INNER = "#multiInstanceBody";

    /** Elements that lead to an element, by process and element. An element that anything may start leads to itself. */
    private final Map<String, Map<String, Set<String>>> leading = new HashMap<>();

    Jumps(Collection<byte[]> models) {
        models.forEach(this::read);
    }

    /** Rows of process, element, name, time, and what should have been reached before. */
    List<List<Object>> of(List<Procedure.Step> course) {
        Map<String, Set<String>> reached = new HashMap<>();
        List<List<Object>> found = new ArrayList<>();
        for (Procedure.Step step : course) { // whatever order steps of one moment are told in
            reached.computeIfAbsent(step.process(), p -> new HashSet<>()).add(step.element().replace(INNER, ""));
        }
        for (Procedure.Step step : course) {
            Set<String> before = leading.getOrDefault(step.process(), Map.of()).get(step.element().replace(INNER, ""));
            if (before != null && before.stream().noneMatch(reached.get(step.process())::contains)) {
                found.add(Arrays.asList(step.process(), step.element(), step.name(), step.startedAt(), String.join(" ", before)));
            }
        }
        return found;
    }

    private void read(byte[] model) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler()); // the default one prints
            Document document = builder.parse(new ByteArrayInputStream(model));
            for (Element process : elements(document, "process")) {
                Map<String, Set<String>> of = leading.computeIfAbsent(process.getAttribute("id"), p -> new HashMap<>());
                elements(process, "sequenceFlow").forEach(flow -> add(of, flow.getAttribute("targetRef"), flow.getAttribute("sourceRef")));
                elements(process, "boundaryEvent").forEach(event -> add(of, event.getAttribute("id"), event.getAttribute("attachedToRef")));
            }
        } catch (ParserConfigurationException | SAXException | IOException e) {
            // a form or a table; a BPMN file that cannot be read ran nothing
        }
    }

    private static void add(Map<String, Set<String>> leading, String element, String from) {
        leading.computeIfAbsent(element, e -> new TreeSet<>()).add(from);
    }

    private static List<Element> elements(org.w3c.dom.Node within, String localName) {
        NodeList nodes = within instanceof Document d ? d.getElementsByTagNameNS("*", localName) : ((Element) within).getElementsByTagNameNS("*", localName);
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found;
    }
}
