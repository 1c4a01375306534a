package io.hotpatchcycle.process;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.model.PatchCycleModel;
import io.hotpatchcycle.rollout.ShortTransactions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.batch.Batch;
import org.camunda.bpm.engine.impl.RuntimeServiceImpl;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.migration.MigrationPlan;
import org.camunda.bpm.engine.migration.MigrationPlanExecutionBuilder;
import org.camunda.bpm.engine.runtime.MessageCorrelationBuilder;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.runtime.ProcessInstanceQuery;

/**
 * Moving a running cycle to another model version. Only to a set that was in use once, so that a second person approved what changes; with
 * what becomes of each step, which the engine itself does not keep, in the trail of the cycle.
 */
final class KnownMigrations extends RuntimeServiceImpl {

    private final Supplier<Records> records;
    private final Supplier<Cycles> cycles;

    /**
     * @param records asked late: the engine is built before them; gives null where there are none
     * @param cycles  likewise
     */
    KnownMigrations(Supplier<Records> records, Supplier<Cycles> cycles) {
        this.records = records;
        this.cycles = cycles;
    }

    /** What is looked up and written. */
    record Records(ModelSetRows sets, Trail trail, ShortTransactions transactions) {
    }

    /** A message that nobody waits for is answered with how the cycle stands, in our words. */
    @Override
    public MessageCorrelationBuilder createMessageCorrelation(String message) {
        return new UnheardMessage(commandExecutor, message, cycles);
    }

    @Override
    public void messageEventReceived(String message, String executionId) {
        messageEventReceived(message, executionId, null);
    }

    /** A message to the one step that waits for it, which names no cycle: a stop is kept all the same. */
    @Override
    public void messageEventReceived(String message, String executionId, Map<String, Object> variables) {
        Cycles known = cycles.get();
        if (known == null || !PatchCycleModel.Messages.HALT_REQUESTED.equals(message)) {
            super.messageEventReceived(message, executionId, variables);
            return;
        }
        commandExecutor.execute(context -> {
            ExecutionEntity waiting = executionId == null ? null : context.getExecutionManager().findExecutionById(executionId);
            String cycle = waiting == null ? null : waiting.getProcessBusinessKey();
            SentStop.keep(context, known, cycle == null ? Optional.empty() : known.find(cycle), variables);
            super.messageEventReceived(message, executionId, variables);
            return null;
        });
    }

    @Override
    public MigrationPlanExecutionBuilder newMigration(MigrationPlan plan) {
        return new Move(plan, super.newMigration(plan));
    }

    private final class Move implements MigrationPlanExecutionBuilder {

        private final MigrationPlan plan;
        private final MigrationPlanExecutionBuilder move;
        private final List<String> instances = new ArrayList<>();
        private ProcessInstanceQuery query;

        Move(MigrationPlan plan, MigrationPlanExecutionBuilder move) {
            this.plan = plan;
            this.move = move;
        }

        @Override
        public MigrationPlanExecutionBuilder processInstanceIds(List<String> ids) {
            if (ids != null) {
                instances.addAll(ids);
            }
            move.processInstanceIds(ids);
            return this;
        }

        @Override
        public MigrationPlanExecutionBuilder processInstanceIds(String... ids) {
            return processInstanceIds(ids == null ? null : List.of(ids));
        }

        @Override
        public MigrationPlanExecutionBuilder processInstanceQuery(ProcessInstanceQuery all) {
            query = all;
            move.processInstanceQuery(all);
            return this;
        }

        @Override
        public MigrationPlanExecutionBuilder skipCustomListeners() {
            move.skipCustomListeners();
            return this;
        }

        @Override
        public MigrationPlanExecutionBuilder skipIoMappings() {
            move.skipIoMappings();
            return this;
        }

        @Override
        public void execute() {
            record(() -> {
                move.execute();
                return plan;
            });
        }

        @Override
        public Batch executeAsync() {
            return record(move::executeAsync);
        }

        /** Moved and told together, or neither. */
        private <T> T record(Supplier<T> step) {
            Records found = records.get();
            if (found == null) {
                throw new BadUserRequestException("No instance is moved while the program starts. Try again. Nothing has changed.");
            }
            return found.transactions().run(() -> {
                Map<String, List<String>> byCycle = cycles();
                T done = step.get(); // whether the person may is asked here
                String set = deployment();
                if (found.sets().activatedBy(set).isEmpty()) {
                    throw new BadUserRequestException("Model set " + set + " was never in use, so nobody approved it. Have it taken into use first, then move running "
                            + "cycles to it. Nothing has changed.");
                }
                byCycle.forEach((cycle, moved) -> tell(found.trail(), cycle, moved, set));
                return done;
            });
        }

        private String deployment() {
            return commandExecutor.execute(context -> context.getProcessEngineConfiguration().getDeploymentCache()
                    .findDeployedProcessDefinitionById(plan.getTargetProcessDefinitionId()).getDeploymentId());
        }

        private Map<String, List<String>> cycles() {
            List<String> ids = new ArrayList<>(instances);
            if (query != null) {
                query.list().forEach(instance -> ids.add(instance.getId()));
            }
            Map<String, List<String>> found = new TreeMap<>();
            for (String id : ids) {
                ProcessInstance instance = createProcessInstanceQuery().processInstanceId(id).singleResult();
                if (instance != null) {
                    found.computeIfAbsent(String.valueOf(instance.getBusinessKey()), key -> new ArrayList<>()).add(id);
                }
            }
            return found;
        }

        private void tell(Trail trail, String cycle, List<String> moved, String set) {
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("instances", String.join(",", moved));
            told.put("from", plan.getSourceProcessDefinitionId());
            told.put("to", plan.getTargetProcessDefinitionId());
            told.put("modelSet", set);
            told.put("mapping", String.join("; ", plan.getInstructions().stream().map(i -> i.getSourceActivityId() + " -> " + i.getTargetActivityId()
                    + (i.isUpdateEventTrigger() ? " (timer counted anew)" : "")).toList()));
            String key = "null".equals(cycle) ? null : cycle;
            Authentication person = commandExecutor.execute(context -> context.getAuthentication());
            if (person == null || person.getUserId() == null) {
                trail.system("instance.migrated", key, null, told);
            } else {
                trail.person(person.getUserId(), "instance.migrated", key, null, told);
            }
        }
    }
}
