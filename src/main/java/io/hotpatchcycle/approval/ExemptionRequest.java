package io.hotpatchcycle.approval;

import java.time.Instant;

/**
 * An exemption as asked for.
 *
 * @param target              what the scope names: device id, group id, ring or cycle id
 * @param compensatingControl what protects meanwhile
 * @param expiresAt           when it ends by itself
 * @param renews              number of the exemption it follows; null for a first one
 */
public record ExemptionRequest(ExemptionScope scope, String target, String reason, String compensatingControl, Instant expiresAt, Long renews) {
}
