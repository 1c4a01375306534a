package io.hotpatchcycle.process;

import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;

/** A stop that comes as a message only. It is kept like any other, with who sent it, in one transaction with the message. */
final class SentStop {

    private static final int LONGEST = 2000;

    private SentStop() {
    }

    /** Keeps it, where a person sent it to a cycle that can be stopped: who sent it does not resolve it. */
    static void keep(CommandContext context, Cycles cycles, Optional<CycleView> cycle, Map<String, ?> sent) {
        String person = context.getAuthenticatedUserId();
        cycle.filter(c -> person != null && !c.state().ended() && !cycles.givenUp(c.id())).ifPresent(c -> cycles.halt(c.id(), reason(sent), person));
    }

    /** What came with the message, else that one came. */
    private static String reason(Map<String, ?> sent) {
        Object given = sent == null ? null : sent.get(Variables.HALT_REASON.name());
        String text = given instanceof String said ? said.strip() : "";
        return text.isEmpty() ? "Stopped by a message to the process engine." : text.substring(0, Math.min(text.length(), LONGEST));
    }
}
