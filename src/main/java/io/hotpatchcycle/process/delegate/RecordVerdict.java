package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.process.model.RingRolloutModel;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.Verdict;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Stores the verdict with the figures it was given on. It is judged again from the rows: of what the token brings and what the gate says here the more severe
 * one is stored. Who is asked about the ring meanwhile is told when it is another one.
 */
@Component("recordVerdict")
class RecordVerdict implements JavaDelegate {

    private final Rings rings;
    private final Approvals approvals;
    private final GateTable gate;
    private final Trail trail;

    RecordVerdict(Rings rings, Approvals approvals, GateTable gate, Trail trail) {
        this.gate = gate;
        this.trail = trail;
        this.rings = rings;
        this.approvals = approvals;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        String ring = Variables.RING_NAME.from(execution);
        Verdict brought = Verdict.of(Variables.VERDICT.orNull(execution));
        GateTable.Judgement judged = gate.judge(execution, cycleId, ring);
        boolean milder = judged.verdict().isMoreSevereThan(brought);
        Verdict verdict = milder ? judged.verdict() : brought;
        String given = milder ? judged.reason() : Variables.VERDICT_REASON.orNull(execution);
        String reason = given == null ? "The gate's table gave no reason." : given;
        if (milder) {
            trail.system("ring.verdictNotTaken", cycleId, ring, Map.of("brought", brought.name(), "verdict", verdict.name(), "why", reason));
            Variables.VERDICT_REASON.on(execution, reason);
        }
        boolean other = rings.find(cycleId, ring).verdict() != verdict;
        rings.judge(cycleId, ring, verdict, reason, rings.figures(cycleId, ring));
        Variables.VERDICT.on(execution, verdict.name());
        if (other) {
            execution.getProcessEngineServices().getTaskService().createTaskQuery().processInstanceId(execution.getProcessInstanceId())
                    .taskDefinitionKey(RingRolloutModel.Elements.REVIEW_RING).list().forEach(task -> approvals.changed(task.getId(), verdict.name(), reason));
        }
    }
}
