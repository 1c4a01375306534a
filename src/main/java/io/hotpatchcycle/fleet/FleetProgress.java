package io.hotpatchcycle.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * How far the reading of the fleet has come, and of how much nobody knows yet.
 *
 * @param running whether somebody reads now
 * @param left    until all sources have been read, at their pace of now or of the last time; null when that is not known, or nobody reads
 * @param unknown which facts are not known, and of how many devices
 */
public record FleetProgress(boolean running, Duration left, List<Source> sources, List<Unknown> unknown) {

    public FleetProgress {
        sources = List.copyOf(sources);
        unknown = List.copyOf(unknown);
    }

    /** Where a source stands in the reading of now, or in the last one. */
    public enum State { WAITING, RUNNING, COMPLETE, BROKEN_OFF }

    /** @param left null when it is not known or nothing is */
    public record Source(ReadingProgress reading, State state, Duration left) {
    }

    /** A fact that is not known of some devices. @param of how many Windows 11 devices in use it is asked for */
    public record Unknown(String fact, int devices, int of) {

        private static final double PERCENT = 100.0;

        /** Percent of them; 0 where there are none. */
        public double share() {
            return of == 0 ? 0 : PERCENT * devices / of;
        }
    }

    static FleetProgress of(List<ReadingProgress> readings, boolean running, List<Unknown> unknown) {
        Instant began = !running ? null : readings.stream().filter(r -> r.source().equals(Fleet.LIST)).map(ReadingProgress::startedAt).findFirst().orElse(null);
        List<Source> sources = readings.stream().map(r -> source(r, running, began)).toList();
        List<Duration> open = sources.stream().filter(s -> s.state() == State.RUNNING || s.state() == State.WAITING).map(Source::left).toList();
        return new FleetProgress(running, open.isEmpty() || open.stream().anyMatch(Objects::isNull) ? null : open.stream().reduce(Duration.ZERO, Duration::plus), sources,
                unknown);
    }

    private static Source source(ReadingProgress reading, boolean running, Instant began) {
        boolean before = began != null && reading.updatedAt().isBefore(began);
        if (before) {
            return new Source(reading, State.WAITING, reading.finishedAt() == null ? null : Duration.between(reading.startedAt(), reading.finishedAt()));
        }
        return reading.finishedAt() != null ? new Source(reading, State.COMPLETE, null)
                : running ? new Source(reading, State.RUNNING, reading.left()) : new Source(reading, State.BROKEN_OFF, null);
    }
}
