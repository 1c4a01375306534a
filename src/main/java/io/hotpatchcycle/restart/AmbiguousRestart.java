package io.hotpatchcycle.restart;

import java.time.Instant;
import java.util.List;

/**
 * A call of restarts whose answer was lost and whose devices say nothing of it. It is not repeated; devices may still
 * tell, or a person decides.
 *
 * @param write   its number in the write ledger
 * @param devices Intune device ids
 * @param askedAt when it was intended
 * @param said    what came instead of an answer
 */
public record AmbiguousRestart(long write, String ring, List<String> devices, Instant askedAt, String said) {

    public AmbiguousRestart {
        devices = List.copyOf(devices);
    }
}
