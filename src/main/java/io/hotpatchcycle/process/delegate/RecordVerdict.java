package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.Verdict;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Stores the verdict with the figures it was given on. */
@Component("recordVerdict")
class RecordVerdict implements JavaDelegate {

    private final Rings rings;

    RecordVerdict(Rings rings) {
        this.rings = rings;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String cycleId = Variables.CYCLE_ID.from(execution);
        String ring = Variables.RING_NAME.from(execution);
        Verdict verdict = Verdict.of(Variables.VERDICT.orNull(execution));
        String reason = Variables.VERDICT_REASON.orNull(execution);
        rings.judge(cycleId, ring, verdict, reason == null ? "The gate's table gave no reason." : reason, rings.figures(cycleId, ring));
        Variables.VERDICT.on(execution, verdict.name());
    }
}
