package io.hotpatchcycle.approval;

import java.time.Instant;

/**
 * An exemption as stored.
 *
 * @param devices   devices it takes out, as known now; 0 for a freeze
 * @param requestedFor in whose place it was asked for; null in one's own right
 * @param state     REQUESTED, GRANTED, REFUSED or EXPIRED
 * @param targetName name of a single device; null for anything else, or when it is gone
 * @param groupGoneAt since when Entra does not have its group any more; who was in it stays exempted. Null while it is there, or it names none
 * @param appliedAt when its devices were seen out of our groups; null before
 */
public record ExemptionView(long id, Long renews, ExemptionScope scope, String target, String reason, String compensatingControl,
                            String requestedBy, String requestedFor, Instant requestedAt, Instant expiresAt, String state, String decidedBy, Instant decidedAt,
                            String comment, Instant appliedAt, Instant endedAt, int devices, String targetName, Instant groupGoneAt) {

    /** What people call it: the name of the device, where there still is one; else as it was asked for. */
    public String called() {
        return targetName == null ? target : targetName;
    }
}
