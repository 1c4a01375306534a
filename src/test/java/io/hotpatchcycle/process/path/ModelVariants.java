package io.hotpatchcycle.process.path;

import io.hotpatchcycle.process.Models;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Association;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnDiagram;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;

/** Model sets as an admin might make them of ours, by mistake or on purpose. */
final class ModelVariants {

    private static final String PATCH_CYCLE = "processes/patch-cycle.bpmn";

    private ModelVariants() {
    }

    /** The request for the change goes straight to the preparation: nobody is asked. */
    static Models withoutApproval() {
        BpmnModelInstance model = Bpmn.readModelFromStream(new ByteArrayInputStream(Models.builtIn().files().get(PATCH_CYCLE)));
        List.copyOf(model.getModelElementsByType(BpmnDiagram.class)).forEach(ModelVariants::remove);
        List.copyOf(model.getModelElementsByType(Association.class)).forEach(ModelVariants::remove);
        FlowNode approve = model.getModelElementById("approveChange");
        Collection<BoundaryEvent> attached = new ArrayList<>(model.getModelElementsByType(BoundaryEvent.class));
        attached.removeIf(event -> !approve.equals(event.getAttachedTo()));
        List<SequenceFlow> flows = new ArrayList<>(approve.getIncoming());
        flows.addAll(approve.getOutgoing());
        attached.forEach(event -> flows.addAll(event.getOutgoing()));
        flows.forEach(ModelVariants::remove);
        attached.forEach(ModelVariants::remove);
        remove(approve);
        connect(model, "serviceTask_requestChange", "serviceTask_prepareUnits");
        return with(PATCH_CYCLE, Bpmn.convertToString(model));
    }

    private static void connect(BpmnModelInstance model, String from, String to) {
        FlowNode source = model.getModelElementById(from);
        FlowNode target = model.getModelElementById(to);
        SequenceFlow flow = model.newInstance(SequenceFlow.class);
        flow.setId("flow_straightAhead");
        source.getParentElement().addChildElement(flow);
        flow.setSource(source);
        flow.setTarget(target);
        source.getOutgoing().add(flow);
        target.getIncoming().add(flow);
    }

    private static void remove(ModelElementInstance element) {
        element.getParentElement().removeChildElement(element);
    }

    /** Our set with one text replaced in one file. */
    static Models changed(String file, String from, String to) {
        String text = new String(Models.builtIn().files().get(file), StandardCharsets.UTF_8);
        if (!text.contains(from)) {
            throw new IllegalArgumentException(file + " does not hold " + from);
        }
        return with(file, text.replaceFirst(java.util.regex.Pattern.quote(from), java.util.regex.Matcher.quoteReplacement(to)));
    }

    /** Our set with a text of one file replaced wherever it stands. */
    static Models changedEverywhere(String file, String from, String to) {
        String text = new String(Models.builtIn().files().get(file), StandardCharsets.UTF_8);
        return with(file, text.replace(from, to));
    }

    /**
     * Our set with a table that leaves something open.
     *
     * @param fault GAP: rules at the end are missing; OVERLAP: the first one stands there twice; STOPS_LATE: it stands after the one that
     *              passes; or what is replaced everywhere by what, with ~ between
     */
    static Models faulty(String table, String fault) {
        String file = "processes/" + table + ".dmn";
        String text = new String(Models.builtIn().files().get(file), StandardCharsets.UTF_8);
        String first = text.substring(text.indexOf("<rule "), text.indexOf("</rule>") + "</rule>".length());
        return switch (fault) {
            case "GAP" -> with(file, withoutLastRule(withoutLastRule(withoutLastRule(withoutLastRule(text)))));
            case "OVERLAP" -> with(file, text.replace(first, first + first.replaceAll("id=\"([^\"]+)\"", "id=\"$1_again\"")));
            case "STOPS_LATE" -> with(file, text.replace(first, "").replaceFirst("(?s)(.*PROCEED.*?</rule>)", "$1" + java.util.regex.Matcher.quoteReplacement(first)));
            default -> changedEverywhere(file, fault.split("~")[0], fault.split("~")[1]);
        };
    }

    private static String withoutLastRule(String text) {
        return text.substring(0, text.lastIndexOf("<rule ")) + text.substring(text.lastIndexOf("</rule>") + "</rule>".length());
    }

    static Models with(String file, String content) {
        Map<String, byte[]> files = new TreeMap<>(Models.builtIn().files());
        files.put(file, content.getBytes(StandardCharsets.UTF_8));
        return new Models(files);
    }

    static Models without(String file) {
        Map<String, byte[]> files = new TreeMap<>(Models.builtIn().files());
        if (files.remove(file) == null) {
            throw new IllegalArgumentException("There is no " + file);
        }
        return new Models(files);
    }
}
