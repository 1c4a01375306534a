package io.hotpatchcycle.rollout;

import java.time.Instant;

/**
 * A roll-back as stored.
 *
 * @param devices   controlled devices of the ring when it was asked for
 * @param effective of these with the release
 * @param state     REQUESTED, ROLLING_BACK, FORWARDING, KEPT or DONE
 * @param takenBack devices seen below the release since the uninstall
 */
public record RollBackView(long id, String cycleId, String ring, String reason, String requestedBy, Instant requestedAt, int devices, int effective,
                           String state, String decidedBy, Instant decidedAt, Instant uninstallAt, int takenBack, Instant countedAt, Instant doneAt) {
}
