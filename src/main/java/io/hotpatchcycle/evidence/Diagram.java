package io.hotpatchcycle.evidence;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The drawing of a BPMN model: where each element stands, as its author placed it.
 *
 * @param process key of the process
 * @param name    its name, or the key
 */
record Diagram(String process, String name, List<Shape> shapes, List<Edge> edges) {

    /** A drawing beyond this is none a page can show. */
    private static final float LARGEST = 30_000;

    /** A rectangle; y grows downwards. */
    record Box(float x, float y, float width, float height) {
    }

    /**
     * An element.
     *
     * @param type  local name in BPMN, e.g. {@code userTask}
     * @param event what an event waits for or throws, e.g. {@code timer}; empty for none
     * @param calm  a boundary event that does not interrupt
     * @param label where its name stands; null for inside
     */
    record Shape(String id, String type, String name, String event, boolean calm, Box box, Box label) {
    }

    /** A flow; {@code label} is null where its name has no place. */
    record Edge(String type, String name, List<Float> points, Box label) {
    }

    /** Reads it; empty for a file that is no BPMN with a drawing. */
    static Optional<Diagram> of(byte[] model) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler()); // the default one prints
            Document document = builder.parse(new ByteArrayInputStream(model));
            List<Element> planes = elements(document.getDocumentElement(), "BPMNPlane");
            return planes.isEmpty() ? Optional.empty() : read(document, planes.get(0));
        } catch (ParserConfigurationException | SAXException | IOException | IllegalArgumentException e) {
            return Optional.empty(); // the file itself is in the pack
        }
    }

    private static Optional<Diagram> read(Document document, Element plane) {
        Map<String, Element> byId = new HashMap<>();
        for (Element element : elements(document.getDocumentElement(), "*")) {
            if (element.hasAttribute("id") && !element.getLocalName().startsWith("BPMN")) {
                byId.putIfAbsent(element.getAttribute("id"), element);
            }
        }
        List<Shape> shapes = new ArrayList<>();
        for (Element drawn : elements(plane, "BPMNShape")) {
            Element element = byId.get(drawn.getAttribute("bpmnElement"));
            List<Box> boxes = elements(drawn, "Bounds").stream().map(Diagram::box).toList();
            if (element != null && !boxes.isEmpty()) {
                shapes.add(new Shape(element.getAttribute("id"), element.getLocalName(), text(element), event(element),
                        "false".equals(element.getAttribute("cancelActivity")), boxes.get(0), boxes.size() > 1 ? boxes.get(1) : null));
            }
        }
        List<Edge> edges = new ArrayList<>();
        for (Element drawn : elements(plane, "BPMNEdge")) {
            Element element = byId.get(drawn.getAttribute("bpmnElement"));
            List<Float> points = new ArrayList<>();
            elements(drawn, "waypoint").forEach(p -> points.addAll(List.of(number(p, "x"), number(p, "y"))));
            if (element != null && points.size() >= 4) {
                edges.add(new Edge(element.getLocalName(), text(element), points, elements(drawn, "Bounds").stream().map(Diagram::box).findFirst().orElse(null)));
            }
        }
        Element process = byId.get(plane.getAttribute("bpmnElement"));
        return process == null || shapes.isEmpty() ? Optional.empty()
                : Optional.of(new Diagram(process.getAttribute("id"), text(process).isEmpty() ? process.getAttribute("id") : text(process), shapes, edges));
    }

    private static String text(Element element) {
        if ("textAnnotation".equals(element.getLocalName())) {
            return element.getTextContent().strip();
        }
        return element.getAttribute("name").replaceAll("\\s+", " ").strip();
    }

    private static String event(Element element) {
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            String name = child.getLocalName();
            if (name != null && name.endsWith("EventDefinition")) {
                return name.substring(0, name.length() - "EventDefinition".length());
            }
        }
        return "";
    }

    private static Box box(Element bounds) {
        return new Box(number(bounds, "x"), number(bounds, "y"), number(bounds, "width"), number(bounds, "height"));
    }

    private static float number(Element element, String attribute) {
        float value = Float.parseFloat(element.getAttribute(attribute));
        if (!(Math.abs(value) <= LARGEST)) {
            throw new IllegalArgumentException(attribute + " of " + value);
        }
        return value;
    }

    private static List<Element> elements(Element within, String localName) {
        NodeList nodes = within.getElementsByTagNameNS("*", localName);
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found;
    }

    /** What the drawing covers, names of events and flows included. */
    Box bounds() {
        float left = Float.MAX_VALUE;
        float top = Float.MAX_VALUE;
        float right = -Float.MAX_VALUE;
        float bottom = -Float.MAX_VALUE;
        List<Box> boxes = new ArrayList<>();
        for (Shape shape : shapes) {
            boxes.add(shape.box());
            boxes.add(shape.label());
        }
        for (Edge edge : edges) {
            boxes.add(edge.label());
            for (int i = 0; i < edge.points().size(); i += 2) {
                boxes.add(new Box(edge.points().get(i), edge.points().get(i + 1), 0, 0));
            }
        }
        for (Box box : boxes) {
            if (box != null) {
                left = Math.min(left, box.x());
                top = Math.min(top, box.y());
                right = Math.max(right, box.x() + box.width());
                bottom = Math.max(bottom, box.y() + box.height());
            }
        }
        return new Box(left, top, right - left, bottom - top);
    }
}
