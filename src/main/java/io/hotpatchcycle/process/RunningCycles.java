package io.hotpatchcycle.process;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.cycle.Emergencies;
import io.hotpatchcycle.process.model.PatchCycleModel;
import io.hotpatchcycle.rollout.ShortTransactions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.VariableInstance;
import org.camunda.bpm.engine.runtime.VariableInstanceQuery;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The engine as the rest of the program sees it: stops, and what waits for whom. */
public final class RunningCycles {

    private static final int MOST_ATTEMPTS = 20;

    /** PostgreSQL, appendix A: error codes. */
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final Cycles cycles;
    private final Emergencies emergencies;
    private final RuntimeService runtime;
    private final TaskService tasks;
    private final IdentityService identity;
    private final ShortTransactions transactions;

    RunningCycles(Cycles cycles, Emergencies emergencies, RuntimeService runtime, TaskService tasks, IdentityService identity, ShortTransactions transactions) {
        this.transactions = transactions;
        this.cycles = cycles;
        this.emergencies = emergencies;
        this.runtime = runtime;
        this.tasks = tasks;
        this.identity = identity;
    }

    /**
     * Stops a cycle: first the row, committed, then the message. Where no token waits for the message, the row alone
     * holds every write, and the token meets it at its next step.
     *
     * @return false when a stop was in force already
     * @throws IllegalStateException when the cycle has ended, or is given up
     */
    public boolean halt(String cycleId, String reason, String person) {
        boolean first = transactions.run(() -> cycles.halt(cycleId, reason, person));
        AsTheProgram.run(identity, () -> untilItArrives(() -> runtime.createMessageCorrelation(PatchCycleModel.Messages.HALT_REQUESTED)
                .processInstanceBusinessKey(cycleId).correlateAll()));
        return first;
    }

    /** A job, of this node or another, may be at the same instance in this moment: whoever comes second has to try again. */
    static void untilItArrives(Runnable message) {
        for (int attempt = 1;; attempt++) {
            try {
                message.run();
                return;
            } catch (ProcessEngineException e) {
                if (attempt == MOST_ATTEMPTS || !(e instanceof OptimisticLockingException || startedBelow(e))) {
                    throw e;
                }
            }
        }
    }

    /** Whether a job has started what stands below an execution that the message ends: the engine says so of rows it adds only, the database of both. */
    private static boolean startedBelow(ProcessEngineException e) {
        return Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof SQLException sql && FOREIGN_KEY_VIOLATION.equals(sql.getSQLState()));
    }

    /**
     * Asks for an emergency: first the row, committed, then the message. Before the plan the row alone is found; while the
     * change waits it is classified anew; during the roll-out another person is asked.
     *
     * @param expedite null when the release is not to be expedited
     * @return false when it was asked for before
     * @throws IllegalStateException when the cycle has ended or is about to, or a stop is in force
     */
    public boolean requestEmergency(String cycleId, String reason, Emergencies.Expedite expedite, String person) {
        boolean first = transactions.run(() -> emergencies.request(cycleId, reason, expedite, person));
        // Asked again, it is sent again where nobody heard it: a stop may have come between the row and the message.
        if (first || emergencies.unheard(cycleId) || emergencies.undecided(cycleId) && !asking(cycleId)) {
            AsTheProgram.run(identity, () -> untilItArrives(() -> sendEmergency(cycleId)));
        }
        return first;
    }

    /** Whether the question for the emergency is open, or about to be put. */
    private boolean asking(String cycleId) {
        return tasks.createTaskQuery().processInstanceBusinessKey(cycleId).taskDefinitionKey(PatchCycleModel.Elements.APPROVE_EMERGENCY).count() > 0
                || runtime.createExecutionQuery().processInstanceBusinessKey(cycleId).activityId(PatchCycleModel.Elements.REQUEST_EMERGENCY).count() > 0;
    }

    private void sendEmergency(String cycleId) {
        runtime.createMessageCorrelation(PatchCycleModel.Messages.EMERGENCY_REQUESTED).processInstanceBusinessKey(cycleId)
                .setVariable(Variables.EMERGENCY_REQUESTED.name(), true).correlateAll();
    }

    /**
     * Has an emergency heard that was asked for while nobody waited for the message, or whose question a stop has ended: it is sent again once the step of
     * this transaction has led to where somebody waits.
     */
    public void emergencyIsHeard(String cycleId) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                AsTheProgram.run(identity, () -> untilItArrives(() -> transactions.run(() -> {
                    if ((emergencies.unheard(cycleId) || emergencies.undecided(cycleId)) && !asking(cycleId)) {
                        sendEmergency(cycleId);
                    }
                    return null;
                })));
            }
        });
    }

    /** Tells intake that a release was published, so that it reads the catalog now. */
    public void releasePublished() {
        runtime.createMessageCorrelation("hotpatch.releasePublished").correlateAll();
    }

    /** Open tasks, most urgent first. One that somebody answers in this moment is left out. */
    public List<WaitingTask> waiting() {
        List<Task> open = tasks.createTaskQuery().active().initializeFormKeys().orderByTaskPriority().desc().orderByDueDate().asc().list();
        Map<String, String> ofInstances = cyclesOf(open.stream().map(Task::getProcessInstanceId).filter(Objects::nonNull), VariableInstanceQuery::processInstanceIdIn,
                VariableInstance::getProcessInstanceId);
        // one that belongs to no instance says that too few people can decide
        Map<String, String> ofTasks = cyclesOf(open.stream().filter(t -> t.getProcessInstanceId() == null).map(Task::getId), VariableInstanceQuery::taskIdIn,
                VariableInstance::getTaskId);
        return open.stream().flatMap(task -> waitingTask(task, task.getProcessInstanceId() == null ? ofTasks.get(task.getId())
                : ofInstances.get(task.getProcessInstanceId())).stream()).toList();
    }

    /** Read from the variables themselves: the way to them through the executions breaks where a job changes these just now. */
    private Map<String, String> cyclesOf(Stream<String> ids, BiFunction<VariableInstanceQuery, String[], VariableInstanceQuery> of,
                                         Function<VariableInstance, String> owner) {
        String[] all = ids.distinct().toArray(String[]::new);
        return all.length == 0 ? Map.of() : of.apply(runtime.createVariableInstanceQuery().variableName(Variables.CYCLE_ID.name()), all).list().stream()
                .collect(Collectors.toMap(owner, variable -> (String) variable.getValue(), (one, same) -> one));
    }

    /** Number of open tasks of models: what says that too few people can decide is of none, and nobody answers it. */
    public long waitingCount() {
        return tasks.createTaskQuery().active().taskDefinitionKeyLike("%").count();
    }

    private Optional<WaitingTask> waitingTask(Task task, String cycleId) {
        List<String> groups;
        try {
            groups = tasks.getIdentityLinksForTask(task.getId()).stream().map(IdentityLink::getGroupId).filter(Objects::nonNull).distinct().sorted().toList();
        } catch (RuntimeException e) {
            // the engine follows the task to executions that may be gone by then, and says so in many ways
            if (tasks.createTaskQuery().taskId(task.getId()).count() > 0) {
                throw e;
            }
            return Optional.empty();
        }
        return Optional.of(new WaitingTask(task.getId(), task.getTaskDefinitionKey(), task.getName(), cycleId, groups, task.getAssignee(),
                task.getDueDate() == null ? null : task.getDueDate().toInstant(), task.getCreateTime().toInstant(), task.getPriority()));
    }

    /** A task that waits for a person. */
    public record WaitingTask(String id, String key, String name, String cycleId, List<String> groups, String assignee, Instant dueAt,
                              Instant createdAt, int priority) {
    }
}
