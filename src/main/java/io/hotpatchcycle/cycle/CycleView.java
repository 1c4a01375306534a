package io.hotpatchcycle.cycle;

import io.hotpatchcycle.release.Kind;
import java.time.Instant;

/** A cycle as stored. {@code haltReason} is null unless a stop is in force. */
public record CycleView(String id, String releaseId, String release, Instant publishedAt, Kind plannedKind, Kind kind,
                        boolean surprise, String changeType, CycleState state, String catalogItem, Instant createdAt,
                        Instant closedAt, Instant snapshotAt, String planHash, String supersededBy, String modelSet,
                        String kindDecidedBy, String haltReason, String haltedBy, Instant haltedAt, String closingNote) {

    /** Whether everything restarts. */
    public boolean baseline() {
        return kind == null || !kind.withoutRestart();
    }
}
