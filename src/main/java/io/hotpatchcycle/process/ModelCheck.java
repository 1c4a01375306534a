package io.hotpatchcycle.process;

import io.hotpatchcycle.process.model.ModelBeans;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaTaskListener;
import org.camunda.bpm.model.xml.ModelException;

/**
 * What the check of a model set finds: nothing that breaks safety, which does not hang on the models, but what somebody who approves
 * the set should know. The rules are those that the built-in models are held to.
 */
final class ModelCheck {

    private static final int KEPT_DAYS = 400;
    private static final Set<String> APPROVALS = Set.of("approveChange", "approveAfterwards", "resolveStop", "reviewRing", "approveRestart", "approveRollBack");

    private ModelCheck() {
    }

    /** Sentences, none when nothing was found. @param files of the set by name @param rings names of the rings there are, in order */
    static List<String> findings(Map<String, byte[]> files, List<String> rings) {
        List<String> found = new ArrayList<>();
        Set<String> asked = new TreeSet<>();
        files.forEach((name, content) -> {
            if (name.endsWith(".bpmn")) {
                BpmnModelInstance model = read(name, content, found);
                if (model != null) {
                    look(name, model, found);
                    all(model, UserTask.class).forEach(task -> asked.add(task.getId()));
                }
            }
        });
        tables(files, rings).forEach(fault -> found.add(fault.sentence()));
        APPROVALS.stream().filter(id -> !asked.contains(id)).sorted().forEach(id -> found.add("No file holds the task '" + id + "': nobody is asked that. "
                + "What opens a ring still looks for the answer and opens nothing without it."));
        return found;
    }

    /** What is wrong with the tables; unlike the rest it holds every cycle. */
    static List<TableFault> tables(Map<String, byte[]> files, List<String> rings) {
        List<TableFault> found = new ArrayList<>();
        files.forEach((name, content) -> {
            if (name.endsWith(".dmn")) {
                List<TableFault> its = tables(name, content, rings);
                found.addAll(its.isEmpty() ? TableCoverage.refused(name, content) : its);
            }
        });
        return found;
    }

    private static List<TableFault> tables(String name, byte[] content, List<String> rings) {
        List<TableFault> found = new ArrayList<>();
        try {
            for (TableModel table : TableModel.in(content)) {
                List<TableFault> cells = TableCells.faults(table);
                found.addAll(cells);
                if (cells.isEmpty()) {
                    found.addAll(TableCoverage.faults(table, rings));
                    if (ReasonCoverage.TABLE.equals(table.id())) {
                        found.addAll(ReasonCoverage.faults(table, content));
                    }
                }
            }
        } catch (ModelException e) {
            found.add(new TableFault(name, 0, "it cannot be read as the schema of DMN wants it: " + TableCoverage.root(e)));
        }
        return found;
    }

    private static BpmnModelInstance read(String name, byte[] content, List<String> found) {
        try {
            return Bpmn.readModelFromStream(new ByteArrayInputStream(content));
        } catch (ModelException e) {
            found.add(name + " cannot be read as the schema of BPMN wants it: " + e.getMessage());
            return null;
        }
    }

    private static void look(String name, BpmnModelInstance model, List<String> found) {
        for (Process process : all(model, Process.class)) {
            String kept = process.getCamundaHistoryTimeToLiveString();
            if (days(kept) < KEPT_DAYS) {
                found.add(name + ": the history of '" + process.getId() + "' is kept for " + (kept == null ? "an unsaid time" : "'" + kept + "'") + ", not for P"
                        + KEPT_DAYS + "D.");
            }
        }
        for (ServiceTask task : all(model, ServiceTask.class)) {
            String bean = bean(task.getCamundaDelegateExpression());
            if (!ModelBeans.DELEGATES.contains(bean)) {
                found.add(at(name, task) + " calls " + (bean.isEmpty() ? "nothing the program knows" : "'" + bean + "', which the program does not know") + ".");
            } else if (!task.isCamundaAsyncBefore() && !bean.startsWith("record")) {
                found.add(at(name, task) + " has no save point before it: an error takes back the step before as well.");
            }
        }
        for (UserTask task : all(model, UserTask.class)) {
            if (task.getCamundaCandidateGroups() == null || task.getCamundaCandidateGroups().isBlank()) {
                found.add(at(name, task) + " names no candidate group: nobody finds it in Tasklist.");
            }
            List<String> listeners = task.getExtensionElements() == null ? List.of() : task.getExtensionElements().getElementsQuery()
                    .filterByType(CamundaTaskListener.class).list().stream().map(l -> l.getCamundaEvent() + " " + bean(l.getCamundaDelegateExpression())).toList();
            if (!listeners.contains("create requestDecision") || !listeners.contains("complete recordDecision")) {
                found.add(at(name, task) + " does not both ask for and record a decision: its answer counts for nothing.");
            }
            if (all(model, BoundaryEvent.class).stream().noneMatch(e -> task.equals(e.getAttachedTo()))) {
                found.add(at(name, task) + " has no reminder and no escalation.");
            }
        }
        all(model, ExclusiveGateway.class).stream().filter(g -> g.getOutgoing().size() > 1 && g.getDefault() == null)
                .forEach(g -> found.add(at(name, g) + " has no default flow: an answer that nobody thought of stops the cycle."));
        all(model, CallActivity.class).stream().filter(c -> !"deployment".equals(c.getCamundaCalledElementBinding()))
                .forEach(c -> found.add(at(name, c) + " calls whatever version is the newest, not the one of this set."));
    }

    /** Days as the engine reads them: a number, or days in ISO form; 0 for anything else. */
    private static int days(String kept) {
        return kept != null && kept.matches("P?\\d{1,6}D?") ? Integer.parseInt(kept.replaceAll("\\D", "")) : 0;
    }

    private static String at(String file, FlowElement element) {
        return file + ": '" + (element.getName() == null ? element.getId() : element.getName()) + "'";
    }

    private static String bean(String expression) {
        return expression == null ? "" : expression.replaceAll("^\\$\\{(\\w+)}$", "$1");
    }

    private static <T extends org.camunda.bpm.model.xml.instance.ModelElementInstance> Collection<T> all(BpmnModelInstance model, Class<T> type) {
        return model.getModelElementsByType(type);
    }
}
