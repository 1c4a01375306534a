package io.hotpatchcycle.freeze;

import io.hotpatchcycle.audit.Trail;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * When no ring may open. Face of this package. Calendars are read before each opening; one that cannot be read stays
 * in force as last read for the time its setting names, and then nothing opens until it can be read again.
 */
public final class Freezes {

    /** Farther ahead nothing is known, and nothing asked. */
    private static final Duration HORIZON = Duration.ofDays(400);
    private static final Instant ALWAYS = Instant.parse("9999-12-31T00:00:00Z");

    private final List<FreezeSource> sources;
    private final FreezeRows rows;
    private final CalendarReader reader = new CalendarReader();
    private final Executor ownTransaction;
    private final Trail trail;
    private final Clock businessClock;

    /**
     * @param ownTransaction runs and commits at once, because the guard sees only what is committed
     */
    public Freezes(List<FreezeSource> sources, FreezeRows rows, Executor ownTransaction, Trail trail, Clock businessClock) {
        this.sources = List.copyOf(sources);
        this.rows = rows;
        this.ownTransaction = ownTransaction;
        this.trail = trail;
        this.businessClock = businessClock;
    }

    /** Puts the configured sources in force, in place of those of an earlier start. */
    public void configure() {
        ownTransaction.execute(() -> {
            rows.configure(sources);
            sources.stream().filter(s -> !s.calendar()).forEach(s -> rows.store(s, List.of(s.period()), businessClock.instant(), ALWAYS));
        });
    }

    /** Reads every calendar now. */
    public void refresh() {
        Map<String, String> problems = new HashMap<>();
        rows.sources().forEach(s -> problems.put(s.key(), s.problem()));
        sources.stream().filter(FreezeSource::calendar).forEach(s -> read(s, problems.get(s.key())));
    }

    private void read(FreezeSource source, String problemBefore) {
        Instant now = businessClock.instant();
        try {
            List<Freeze> read = new CalendarText(source.label(), reader.read(source), source.zone()).freezes(now.minus(Duration.ofDays(1)), now.plus(HORIZON));
            ownTransaction.execute(() -> rows.store(source, read, now, now.plus(source.goodFor())));
        } catch (CalendarProblem problem) {
            ownTransaction.execute(() -> rows.failed(source, problem.getMessage()));
            if (!problem.getMessage().equals(problemBefore)) {
                trail.system("freeze.unreadable", null, null, Map.of("why", problem.getMessage()));
            }
        }
    }

    /** The freeze of now; when several follow or overlap one another, until the end of the last. */
    public Optional<Freeze> inForce() {
        return around(businessClock.instant());
    }

    /** The freeze that contains the moment, until the end of the last one that follows without a gap. */
    private Optional<Freeze> around(Instant moment) {
        Freeze found = null;
        for (Freeze freeze : rows.between(moment, moment.plus(HORIZON))) {
            if (found == null ? freeze.contains(moment) : !freeze.startsAt().isAfter(found.endsAt()) && freeze.endsAt().isAfter(found.endsAt())) {
                found = found == null ? freeze : new Freeze(found.source(), found.startsAt(), freeze.endsAt(), reasons(found, freeze));
            }
        }
        return Optional.ofNullable(found);
    }

    private static String reasons(Freeze one, Freeze other) {
        return one.reason().contains(other.reason()) ? one.reason() : one.reason() + ", then " + other.reason();
    }

    /** The earliest start from the wanted one on at which no freeze touches a time of this length. */
    public Instant outside(Instant wanted, Duration length) {
        Instant start = wanted;
        for (Freeze freeze : rows.between(wanted, wanted.plus(HORIZON))) {
            if (freeze.startsAt().isBefore(start.plus(length)) && freeze.endsAt().isAfter(start)) {
                start = freeze.endsAt();
            }
        }
        return start;
    }

    /** The freezes from now on, as far ahead as asked. */
    public List<Freeze> upcoming(Duration ahead) {
        Instant now = businessClock.instant();
        return rows.between(now, now.plus(ahead));
    }

    /** What is wrong with calendars, a sentence each; empty when all were read. */
    public List<String> problems() {
        Instant now = businessClock.instant();
        return rows.sources().stream().filter(s -> s.problem() != null || s.goodUntil() == null || !s.goodUntil().isAfter(now)).map(s ->
                "The freeze calendar cannot be trusted: " + (s.problem() == null ? s.label() + " was not read yet." : s.problem())
                        + (s.goodUntil() == null ? " No ring opens until it can be read." : s.goodUntil().isAfter(now)
                        ? " What it said on " + s.readAt() + " stays in force until " + s.goodUntil() + "; then no ring opens."
                        : " What it said on " + s.readAt() + " is too old since " + s.goodUntil() + ": no ring opens.")).toList();
    }
}
