package io.hotpatchcycle.process.task;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.approval.Question;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Deadline;
import io.hotpatchcycle.process.ShownVariables;
import io.hotpatchcycle.process.Variables;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** When a task is created: gathers on the server what its form shows, freezes it, and notes who is asked. */
@Component("requestDecision")
class RequestDecision implements TaskListener {

    private final Approvals approvals;
    private final Cycles cycles;
    private final Pictures pictures;
    private final WhoIsAsked whoIsAsked;
    private final Clock businessClock;

    RequestDecision(Approvals approvals, Cycles cycles, Pictures pictures, WhoIsAsked whoIsAsked, @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        this.businessClock = businessClock;
        this.whoIsAsked = whoIsAsked;
        this.approvals = approvals;
        this.cycles = cycles;
        this.pictures = pictures;
    }

    @Override
    public void notify(DelegateTask task) {
        Asked asked = Asked.of(task);
        String cycleId = asked.cycleOf(task);
        Long exemption = asked.aboutExemption() ? Variables.EXEMPTION_ID.from(task).longValue() : null;
        String ring = asked.perRing() ? Variables.RING_NAME.from(task) : null;
        asked.cycleState().ifPresent(state -> cycles.move(cycleId, state));
        if (asked == Asked.REVIEW_RING) {
            pictures.hold(cycleId, ring, Variables.HOLD_REASON.orNull(task));
        }
        Instant dueAt = dueAt(task);
        var shown = exemption != null ? pictures.ofExemption(asked, exemption) : asked == Asked.SIGN_DECISION
                ? pictures.ofDecision(Variables.RELEASE_DECISION_ID.from(task).longValue()) : pictures.of(asked, cycleId, ring, dueAt);
        Set<String> groups = whoIsAsked.settle(task, asked, cycleId, ring);
        approvals.ask(new Question(cycleId, ring, asked.subject(), task.getId(), cycleId == null ? null : cycles.get(cycleId).planHash(), shown,
                groups, dueAt, exemption, asked.aboutIn(task)));
        task.setName(task.getName().replaceAll("\\?$", "") + ": " + (exemption != null ? "exception " + exemption : cycleId != null ? cycleId : shown.get("release")) + (ring == null ? "" : ", ring " + ring));
        task.setVariablesLocal(ShownVariables.of(shown));
        Answer.forget(task);
    }

    /** A due date that was set long before the ring came to be held would be over before anybody is asked. */
    private Instant dueAt(DelegateTask task) {
        Instant now = businessClock.instant();
        Date set = task.getDueDate();
        if (set == null || !set.toInstant().isAfter(now)) {
            task.setDueDate(Date.from(now.plus(Deadline.ONE_DAY.within())));
        }
        return task.getDueDate().toInstant();
    }
}
