package io.hotpatchcycle.approval;

import java.time.Instant;

/**
 * A question as stored, with its answer once there is one.
 *
 * @param decidedFor      in whose place a substitute decided; null in his own right
 * @param changeReference number of the change in a system outside; null when none was given
 * @param exemption       number of the exemption it is about; null for all others
 * @param about           number of the roll-back, or of the decision about a release, it is about; null for all others
 */
public record ApprovalView(String cycleId, String ring, Subject subject, String taskId, String shown, String shownHash,
                           String asked, Instant requestedAt, Instant dueAt, String decision, String decidedBy,
                           String comment, Instant decidedAt, String decidedFor, String changeReference, Long exemption, Long about) {
}
