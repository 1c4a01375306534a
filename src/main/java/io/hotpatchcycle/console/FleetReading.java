package io.hotpatchcycle.console;

import io.hotpatchcycle.fleet.FleetProgress;
import io.hotpatchcycle.fleet.ReadingProgress;
import io.hotpatchcycle.fleet.SnapshotCounts;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** How the fleet is being read, on a screen. {@code left} is empty while nobody reads. */
record FleetReading(boolean running, String left, List<String> unknown, Snapshot snapshot, List<Row> rows) {

    /** What the newest complete snapshot read. */
    record Snapshot(Moment takenAt, String read, String merged, String rejected, String why) {
    }

    /** A source; {@code left} is empty when nothing is or nobody knows. */
    record Row(String source, String done, String toRead, String state, String left, Moment updatedAt) {
    }

    /** @param newest the newest complete snapshot; may be null */
    static FleetReading of(FleetProgress progress, SnapshotCounts newest, Instant now) {
        return new FleetReading(progress.running(), !progress.running() ? "" : progress.left() == null ? "not known yet how long" : "about " + Moment.length(progress.left()) + " left",
                progress.unknown().stream().map(u -> u.fact() + " " + percent(u.share())).toList(), newest == null ? null
                : new Snapshot(Moment.of(newest.takenAt(), now), Words.number(newest.read()), Words.number(newest.merged()), Words.number(newest.rejected()),
                        newest.why().replaceAll("[{}]", "").replace("=", ": ")), progress.sources().stream().map(s -> row(s, now)).toList());
    }

    private static String percent(double share) {
        return String.format(Locale.ENGLISH, "%.1f %%", share);
    }

    private static Row row(FleetProgress.Source source, Instant now) {
        ReadingProgress p = source.reading();
        boolean waits = source.state() == FleetProgress.State.WAITING;
        String of = p.total() != null ? " of " + Words.number(p.total()) : p.expected() != null && p.finishedAt() == null ? " of about " + Words.number(p.expected()) : "";
        return new Row(Words.code(p.source()), waits ? "" : Words.number(p.done()) + of, waits ? "100 %" : p.shareToRead() == null ? "not known" : percent(p.shareToRead()),
                switch (source.state()) {
                    case WAITING -> "still to come";
                    case RUNNING -> "running";
                    case COMPLETE -> "complete";
                    case BROKEN_OFF -> "broken off";
                }, source.left() == null ? "" : (waits ? "took " : "") + Moment.length(source.left()) + (waits ? " last time" : " left"), Moment.of(p.updatedAt(), now));
    }
}
