package io.hotpatchcycle.approval;

import java.time.Instant;

/** A question as stored, with its answer once there is one. */
public record ApprovalView(String cycleId, String ring, Subject subject, String taskId, String shown, String shownHash,
                           String asked, Instant requestedAt, Instant dueAt, String decision, String decidedBy,
                           String comment, Instant decidedAt) {
}
