package io.hotpatchcycle.cycle;

import io.hotpatchcycle.release.Kind;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A cycle as stored. {@code haltReason} is null unless a stop is in force.
 *
 * @param stopRequests everybody who asked for the stop in force, the first one first
 */
public record CycleView(String id, String releaseId, String release, Instant publishedAt, Kind plannedKind, Kind kind,
                        boolean surprise, String changeType, CycleState state, String catalogItem, Instant createdAt,
                        Instant closedAt, Instant snapshotAt, String planHash, String supersededBy, String modelSet,
                        String kindDecidedBy, String haltReason, String haltedBy, Instant haltedAt, String closingNote,
                        List<StopRequest> stopRequests) {

    /** Who asked for the stop in force, in words; nobody of them decides about it. */
    public String stoppers() {
        return stopRequests.stream().map(StopRequest::person).distinct().collect(Collectors.joining(" and "));
    }

    /** Whether everything restarts. */
    public boolean baseline() {
        return kind == null || !kind.withoutRestart();
    }
}
