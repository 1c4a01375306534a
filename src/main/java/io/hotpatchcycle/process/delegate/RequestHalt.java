package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.approval.ApprovalView;
import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.approval.Subject;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Stops the whole cycle, as the reviewer of a ring decided. Who that was, and why, says the decision. */
@Component("requestHalt")
class RequestHalt implements JavaDelegate {

    private final Cycles cycles;
    private final Approvals approvals;

    RequestHalt(Cycles cycles, Approvals approvals) {
        this.cycles = cycles;
        this.approvals = approvals;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        String ring = Variables.RING_NAME.from(execution);
        ApprovalView decided = approvals.of(cycleId).stream().filter(a -> a.subject() == Subject.RING && ring.equals(a.ring()) && a.decision() != null)
                .reduce((earlier, later) -> later).filter(a -> "HALT".equals(a.decision())).orElseThrow(() -> new IllegalStateException("Nobody decided last that ring '" + ring
                        + "' stops cycle " + cycleId + ", so nobody is noted as who asked for it. Stop the cycle on its page if that is meant; where a token was moved to "
                        + "this step, move it back."));
        cycles.halt(cycleId, decided.comment(), decided.decidedBy());
    }
}
