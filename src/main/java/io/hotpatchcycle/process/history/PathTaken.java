package io.hotpatchcycle.process.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.ParallelGateway;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;

/**
 * The flows a token took. History keeps the elements it reached, not the flows between them; the order of steps tells
 * which one it was: after each step, the first later step that one of its flows leads to.
 */
final class PathTaken {

    private PathTaken() {
    }

    /** @param steps in the order they occurred */
    static Set<String> flows(BpmnModelInstance model, List<HistoricActivityInstance> steps) {
        Map<String, List<Integer>> places = new HashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            places.computeIfAbsent(steps.get(i).getActivityId(), id -> new ArrayList<>()).add(i);
        }
        Set<String> taken = new TreeSet<>();
        for (int i = 0; i < steps.size(); i++) {
            HistoricActivityInstance step = steps.get(i);
            if (step.getEndTime() != null && !step.isCanceled()
                    && model.getModelElementById(step.getActivityId()) instanceof FlowNode node) {
                follow(node, places, i, taken);
            }
        }
        return taken;
    }

    private static void follow(FlowNode node, Map<String, List<Integer>> places, int after, Set<String> taken) {
        Collection<SequenceFlow> flows = node.getOutgoing();
        if (node instanceof ParallelGateway) {
            flows.forEach(flow -> taken.add(flow.getId()));
            return;
        }
        String first = null;
        int nearest = Integer.MAX_VALUE;
        for (SequenceFlow flow : flows) {
            for (int place : places.getOrDefault(flow.getTarget().getId(), List.of())) {
                if (place > after && place < nearest) {
                    nearest = place;
                    first = flow.getId();
                }
            }
        }
        if (first != null) {
            taken.add(first);
        }
    }
}
