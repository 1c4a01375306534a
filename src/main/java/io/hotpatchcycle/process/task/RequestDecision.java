package io.hotpatchcycle.process.task;

import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.approval.Question;
import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.spin.Spin;
import org.springframework.stereotype.Component;

/** When a task is created: gathers on the server what its form shows, freezes it, and notes who is asked. */
@Component("requestDecision")
class RequestDecision implements TaskListener {

    private final Approvals approvals;
    private final Cycles cycles;
    private final Pictures pictures;

    RequestDecision(Approvals approvals, Cycles cycles, Pictures pictures) {
        this.approvals = approvals;
        this.cycles = cycles;
        this.pictures = pictures;
    }

    @Override
    public void notify(DelegateTask task) {
        Asked asked = Asked.of(task);
        String cycleId = Variables.CYCLE_ID.from(task);
        String ring = asked.perRing() ? Variables.RING_NAME.from(task) : null;
        asked.cycleState().ifPresent(state -> cycles.move(cycleId, state));
        if (asked == Asked.REVIEW_RING) {
            pictures.hold(cycleId, ring, Variables.HOLD_REASON.orNull(task));
        }
        Date due = task.getDueDate();
        Instant dueAt = due == null ? null : due.toInstant();
        var shown = pictures.of(asked, cycleId, ring, dueAt);
        Set<String> groups = task.getCandidates().stream().map(IdentityLink::getGroupId).filter(g -> g != null).collect(Collectors.toSet());
        approvals.ask(new Question(cycleId, ring, asked.subject(), task.getId(), cycles.get(cycleId).planHash(), shown, groups, dueAt));
        task.setName(task.getName() + ": " + cycleId + (ring == null ? "" : ", ring " + ring));
        task.setVariableLocal("shown", Spin.JSON(shown));
        Answer.forget(task);
    }
}
