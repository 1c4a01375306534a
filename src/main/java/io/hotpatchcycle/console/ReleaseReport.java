package io.hotpatchcycle.console;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.release.Kind;
import io.hotpatchcycle.release.Revision;
import java.time.Instant;
import java.util.List;

/**
 * A release as REST and the console tell it.
 *
 * @param id          catalog entry id
 * @param release     short name, e.g. {@code 2026.08 B}
 * @param kind        as decided for its cycle, or from the catalog for the builds of the fleet today; null when not clear
 * @param surprise    the kind differs from the planned one
 * @param cycle       id of the cycle that carries it; null when none does
 * @param whyNoCycle  why none does; null when one does
 */
@JsonPropertyOrder({"id", "release", "displayName", "publishedAt", "classification", "cadence", "plannedKind", "kind", "surprise",
    "maxSeverity", "maxBaseScore", "exploitedCves", "cycle", "cycleState", "whyNoCycle", "revisions"})
record ReleaseReport(String id, String release, String displayName, Instant publishedAt, String classification, String cadence,
                     Kind plannedKind, Kind kind, boolean surprise, String maxSeverity, Double maxBaseScore, List<String> exploitedCves,
                     String cycle, CycleState cycleState, String whyNoCycle, List<Revision> revisions) {
}
