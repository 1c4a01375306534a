package io.hotpatchcycle.approval;

import java.time.Instant;

/**
 * An exemption as stored.
 *
 * @param devices   devices it takes out, as known now; 0 for a freeze
 * @param state     REQUESTED, GRANTED, REFUSED or EXPIRED
 * @param appliedAt when its devices were seen out of our groups; null before
 */
public record ExemptionView(long id, Long renews, ExemptionScope scope, String target, String reason, String compensatingControl,
                            String requestedBy, Instant requestedAt, Instant expiresAt, String state, String decidedBy, Instant decidedAt,
                            String comment, Instant appliedAt, Instant endedAt, int devices) {
}
