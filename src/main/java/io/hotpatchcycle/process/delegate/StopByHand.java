package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.history.UserOperationLogEntry;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.springframework.stereotype.Component;

/**
 * A stop that was made by moving the token to it, in Cockpit or over REST: nobody asked for one, so it is kept as that of the person who moved it. The
 * engine's own log of what people do says who; it names the instance, or the model where several were moved at once.
 */
@Component
class StopByHand {

    /** The step is carried out as soon as it was begun; what was done long before did not lead here. */
    private static final Duration AT_ONCE = Duration.ofMinutes(1);

    private final Cycles cycles;

    StopByHand(Cycles cycles) {
        this.cycles = cycles;
    }

    /** Keeps the stop with who moved the token here, where none is in force. */
    void keep(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        if (cycles.get(cycleId).haltReason() == null) {
            mover(execution).ifPresent(person -> cycles.halt(cycleId, "Stopped by moving the cycle to its stop in the process engine.", person));
        }
    }

    private static Optional<String> mover(DelegateExecution execution) {
        JobEntity step = Context.getCommandContext().getCurrentJob();
        if (step == null || step.getCreateTime() == null) {
            return Optional.empty();
        }
        Date begun = step.getCreateTime();
        return execution.getProcessEngineServices().getHistoryService().createUserOperationLogQuery()
                .operationType(UserOperationLogEntry.OPERATION_TYPE_MODIFY_PROCESS_INSTANCE).processDefinitionId(execution.getProcessDefinitionId())
                .afterTimestamp(Date.from(begun.toInstant().minus(AT_ONCE))).beforeTimestamp(Date.from(begun.toInstant().plus(AT_ONCE)))
                .orderByTimestamp().desc().list().stream()
                .filter(o -> o.getUserId() != null && (o.getProcessInstanceId() == null || o.getProcessInstanceId().equals(execution.getProcessInstanceId())))
                .map(UserOperationLogEntry::getUserId).findFirst();
    }
}
