package io.hotpatchcycle.cycle;

import java.time.Instant;

/**
 * What is known to stay open because a release is not deployed.
 *
 * @param cycleId    null for a release that no cycle carries
 * @param releaseId  catalog entry
 * @param release    e.g. {@code 2026.08 B}
 * @param ended      how the cycle ended: REJECTED or ABANDONED; NO_CYCLE where there was none
 * @param devices    controlled devices that missed the release when it was asked
 * @param state      OPEN (not signed), SIGNED, EXPIRED, SETTLED, or CARRIED where a cycle was started after all
 * @param declinedBy who decided not to deploy; null when not known
 * @param owner      who carries the risk
 */
public record ReleaseDecisionView(long id, String cycleId, String releaseId, String release, String ended, int devices, String state, Instant openedAt, String declinedBy, String reason,
                                  String residualRisk, String owner, Instant expiresAt, String signedBy, Instant signedAt) {
}
