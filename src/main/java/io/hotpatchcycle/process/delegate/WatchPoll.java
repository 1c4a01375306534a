package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.process.Variables;
import java.time.Duration;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Says when the rings that passed are looked at next: at the shortest poll of the cycle's rings. */
@Component
class WatchPoll {

    private final GateTable gate;

    WatchPoll(GateTable gate) {
        this.gate = gate;
    }

    /** Written only when it is another one: the history keeps every time. */
    void on(DelegateExecution execution, String cycleId) {
        Duration poll = gate.poll(execution, cycleId);
        if (!poll.equals(Variables.CLOSING_POLL.orNull(execution))) {
            Variables.CLOSING_POLL.on(execution, poll);
        }
    }
}
