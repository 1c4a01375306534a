package io.hotpatchcycle.rollout;

import java.time.Instant;

/**
 * A proof, under way or ended, of whether the tenant's policies hold updates back.
 *
 * @param group      id of the group of test devices; null when declared
 * @param release    the release the test devices lacked; null when declared
 * @param waitDays   deferral of the update ring that applies to them
 * @param policyId   the test policy; null before it is created and once it is gone
 * @param outcome    null while under way
 * @param seen       what it was seen by
 * @param heldFrom   since when the policy held with nothing approved; null before
 * @param endedAt    cleaned up; null before
 * @param updateRing the update ring of the test devices alone; null when it reaches others, and then no roll-back is tried
 * @param stepAt     since when the step is the next one
 * @param rollBackSeen what became of the steps of a roll-back
 * @param validUntil null while under way, and where it is valid as long as a sandbox says so
 */
public record CanaryProof(long id, String tenant, boolean observed, String askedBy, String group, String release, String item, int waitDays,
                        String policyId, Step step, Outcome outcome, String seen, Instant startedAt, Instant heldFrom, Instant approvedAt,
                        Instant endedAt, Instant validUntil, String updateRing,
                        Instant stepAt, String rollBackSeen) {

    /** What comes next. The row says so before it is done. From HOTPATCH_OFF to ARRIVE the roll-back is tried. */
    public enum Step { CREATE, ASSIGN, HOLD, APPROVE, DELIVER, HOTPATCH_OFF, HOLD_BACK, UNINSTALL, TAKE_BACK, RESUME, FORWARD, ARRIVE, SUSPEND, DELETE, ENDED }

    /** What a proof can come to. */
    public enum Outcome {
        /** Nothing was offered before the approval, and it came after it. */
        GATING,
        /** The tenant does not take hotpatch together with manual approval. */
        REFUSED,
        /** Taken, but a device was offered or got the release without an approval. */
        LEAKING,
        /** Nothing can be said; earlier proofs stand. */
        INCONCLUSIVE
    }

    /** Name of the unit its policy is marked with. */
    String unit() {
        return "canary-" + id;
    }

    /** Whether cycles may rely on it at a time. */
    public boolean valid(Instant at) {
        return endedAt != null && outcome == Outcome.GATING && (observed ? validUntil != null && at.isBefore(validUntil) : validUntil == null);
    }
}
