package io.hotpatchcycle.console;

import io.hotpatchcycle.fleet.Fleet;
import io.hotpatchcycle.fleet.ReadingProgress;
import io.hotpatchcycle.fleet.SnapshotCounts;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** How the fleet is being read, on a screen. */
record FleetReading(String unknown, Snapshot snapshot, List<Row> rows) {

    /** What the newest complete snapshot read. */
    record Snapshot(Moment takenAt, String read, String merged, String rejected, String why) {
    }

    /** A source; {@code left} is empty when nothing is or nobody knows. */
    record Row(String source, String done, String state, String left, Moment updatedAt) {
    }

    static FleetReading of(Fleet fleet, Instant now) {
        SnapshotCounts newest = fleet.newestSnapshot().orElse(null);
        return new FleetReading(String.format(Locale.ENGLISH, "%.1f %%", fleet.hardwareUnknownShare()), newest == null ? null
                : new Snapshot(Moment.of(newest.takenAt(), now), Words.number(newest.read()), Words.number(newest.merged()), Words.number(newest.rejected()),
                        newest.why().replaceAll("[{}]", "").replace("=", ": ")), fleet.progress().stream().map(p -> row(p, now)).toList());
    }

    private static Row row(ReadingProgress p, Instant now) {
        return new Row(Words.code(p.source()), Words.number(p.done()) + (p.total() == null ? "" : " of " + Words.number(p.total())),
                p.finishedAt() != null ? "complete" : "running or broken off", p.left() == null ? "" : Moment.length(p.left()) + " left",
                Moment.of(p.updatedAt(), now));
    }
}
