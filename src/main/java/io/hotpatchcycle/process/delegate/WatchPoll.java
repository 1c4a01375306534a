package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.process.Variables;
import java.time.Duration;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Says when rings are looked at next: those that passed at the shortest poll of the cycle's rings, the one under way at its own. */
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

    /** An emergency shortens the poll of the ring under way from its next look on; nothing makes it longer. */
    void shorten(DelegateExecution execution, String cycleId, String ring) {
        Duration poll = gate.poll(execution, cycleId, ring);
        if (poll.compareTo(Variables.POLL.from(execution)) < 0) {
            Variables.POLL.on(execution, poll);
        }
    }
}
