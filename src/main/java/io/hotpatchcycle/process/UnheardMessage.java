package io.hotpatchcycle.process;

import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.cycle.Shown;
import io.hotpatchcycle.process.model.PatchCycleModel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.MismatchingMessageCorrelationException;
import org.camunda.bpm.engine.impl.MessageCorrelationBuilderImpl;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.runtime.MessageCorrelationResult;
import org.camunda.bpm.engine.runtime.MessageCorrelationResultWithVariables;

/** A message to a cycle. A stop is kept with who sent it. Where nobody waits for a message, the answer says how the cycle stands: the engine's own speaks of executions. */
final class UnheardMessage extends MessageCorrelationBuilderImpl {

    private static final Map<String, String> NOTHING = Map.of(PatchCycleModel.Messages.HALT_REQUESTED, "nothing to stop",
            PatchCycleModel.Messages.EMERGENCY_REQUESTED, "nothing to speed up", PatchCycleModel.Messages.RELEASE_SUPERSEDED, "nothing to supersede");

    private final Supplier<Cycles> cycles;

    UnheardMessage(CommandExecutor executor, String message, Supplier<Cycles> cycles) {
        super(executor, message);
        this.cycles = cycles;
    }

    /** For a program that can do without: its row is there, and is met. */
    @Override
    public void correlateAll() {
        super.correlateAllWithResult();
    }

    /** Where all who wait are asked for, and REST tells who they were, none is no answer either. */
    @Override
    public List<MessageCorrelationResult> correlateAllWithResult() {
        return heard(super.correlateAllWithResult());
    }

    @Override
    public List<MessageCorrelationResultWithVariables> correlateAllWithResultAndVariables(boolean deserialize) {
        return heard(super.correlateAllWithResultAndVariables(deserialize));
    }

    private <T> List<T> heard(List<T> results) {
        if (results.isEmpty() && getBusinessKey() != null && cycles.get() != null) {
            throw new BadUserRequestException(answer(getBusinessKey(), cycles.get().find(getBusinessKey())));
        }
        return results;
    }

    @Override
    protected <T> T execute(Command<T> command) {
        try {
            return super.execute(kept(command));
        } catch (MismatchingMessageCorrelationException e) {
            String key = getBusinessKey();
            Cycles known = cycles.get();
            // REST puts the name of a class before the other kind
            throw key == null || known == null ? e : new BadUserRequestException(answer(key, known.find(key)), e);
        }
    }

    /**
     * A stop that comes as a message only is kept like any other, in one transaction with it: who sent it does not resolve it. Where nobody waits for it
     * nothing is kept.
     */
    private <T> Command<T> kept(Command<T> command) {
        return !PatchCycleModel.Messages.HALT_REQUESTED.equals(getMessageName()) ? command : context -> {
            Optional<CycleView> before = cycle(context);
            SentStop.keep(context, cycles.get(), before, payloadProcessInstanceVariables);
            T heard = command.execute(context);
            if (before.isEmpty() && cycles.get() != null) {
                // named by variables or not at all: whom it meant is known by who has heard it
                hearers(context, heard).forEach(id -> SentStop.keep(context, cycles.get(), cycles.get().find(id), payloadProcessInstanceVariables));
            }
            if (before.isPresent() && context.getAuthenticatedUserId() != null && heard instanceof Collection<?> all && all.isEmpty()) {
                throw new BadUserRequestException(answer(before.get().id(), before));
            }
            return heard;
        };
    }

    private static Set<String> hearers(CommandContext context, Object heard) {
        return (heard instanceof Collection<?> all ? all.stream() : Stream.of(heard)).filter(MessageCorrelationResult.class::isInstance)
                .map(result -> ((MessageCorrelationResult) result).getExecution()).filter(Objects::nonNull)
                .map(waiting -> context.getExecutionManager().findExecutionById(waiting.getProcessInstanceId())).filter(Objects::nonNull)
                .map(ExecutionEntity::getBusinessKey).filter(Objects::nonNull).collect(Collectors.toCollection(TreeSet::new));
    }

    private Optional<CycleView> cycle(CommandContext context) {
        String id = getBusinessKey() != null || getProcessInstanceId() == null ? getBusinessKey()
                : Optional.ofNullable(context.getExecutionManager().findExecutionById(getProcessInstanceId())).map(ExecutionEntity::getBusinessKey).orElse(null);
        return id == null || cycles.get() == null ? Optional.empty() : cycles.get().find(id);
    }

    private String answer(String id, Optional<CycleView> cycle) {
        return cycle.map(c -> c.state().ended()
                ? "Cycle " + id + " ended on " + Shown.when(c.closedAt()) + " as " + c.state() + "; there is " + NOTHING.getOrDefault(getMessageName(), "nobody to hear it") + "."
                : "Cycle " + id + " is " + c.state() + standing(c) + " and does not wait for the message '" + getMessageName() + "' now. Nothing has changed.")
                .orElse("There is no cycle '" + id + "'. GET /api/v1/cycles lists them. Nothing has changed.");
    }

    private static String standing(CycleView cycle) {
        return cycle.state() == CycleState.STOPPING || cycle.state() == CycleState.STOPPED ? ": a stop is in force already" : "";
    }
}
