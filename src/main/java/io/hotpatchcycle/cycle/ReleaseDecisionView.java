package io.hotpatchcycle.cycle;

import java.time.Instant;

/**
 * What is known to stay open because a release is not deployed.
 *
 * @param ended      how the cycle ended: REJECTED or ABANDONED
 * @param devices    controlled devices that missed the release when it was asked
 * @param state      OPEN (not signed), SIGNED, EXPIRED or SETTLED
 * @param declinedBy who decided not to deploy; null when not known
 * @param owner      who carries the risk
 */
public record ReleaseDecisionView(long id, String cycleId, String ended, int devices, String state, Instant openedAt, String declinedBy, String reason,
                                  String residualRisk, String owner, Instant expiresAt, String signedBy, Instant signedAt) {
}
