package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.process.model.RingRolloutModel;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.Verdict;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Stores the verdict with the figures it was given on. Who is asked about the ring meanwhile is told when it is another one. */
@Component("recordVerdict")
class RecordVerdict implements JavaDelegate {

    private final Rings rings;
    private final Approvals approvals;

    RecordVerdict(Rings rings, Approvals approvals) {
        this.rings = rings;
        this.approvals = approvals;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        String ring = Variables.RING_NAME.from(execution);
        Verdict verdict = Verdict.of(Variables.VERDICT.orNull(execution));
        String given = Variables.VERDICT_REASON.orNull(execution);
        String reason = given == null ? "The gate's table gave no reason." : given;
        boolean other = rings.find(cycleId, ring).verdict() != verdict;
        rings.judge(cycleId, ring, verdict, reason, rings.figures(cycleId, ring));
        Variables.VERDICT.on(execution, verdict.name());
        if (other) {
            execution.getProcessEngineServices().getTaskService().createTaskQuery().processInstanceId(execution.getProcessInstanceId())
                    .taskDefinitionKey(RingRolloutModel.Elements.REVIEW_RING).list().forEach(task -> approvals.changed(task.getId(), verdict.name(), reason));
        }
    }
}
