package io.hotpatchcycle.rollout;

import io.hotpatchcycle.eligibility.DecisionTables;
import io.hotpatchcycle.rollout.SignalRows.Counted;
import io.hotpatchcycle.rollout.StartUpRows.Reading;
import io.hotpatchcycle.rollout.StartUpRows.Started;
import io.hotpatchcycle.rollout.StartUpRows.Turn;
import io.hotpatchcycle.rollout.StartupHistory.Start;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Crashes and unexpected restarts, as Endpoint analytics tells them days later. The whole history is read once a day while a ring is
 * watched; the table {@code start-class} says which starts are which. Where it is not granted nothing is known, which is not none.
 */
public final class StartUps {

    static final String CRASH = "CRASH";
    static final String UNEXPECTED_RESTART = "UNEXPECTED_RESTART";

    private static final String TABLE = "start-class";
    private static final Duration EVERY = Duration.ofHours(24);
    private static final Duration STALE = Duration.ofHours(48);
    /** More would keep a job for minutes. */
    private static final int PAGES_AT_ONCE = 200;

    private final StartUpRows rows;
    private final StartupHistory history;
    private final DecisionTables tables;
    private final ShortTransactions transactions;
    private final Clock businessClock;

    public StartUps(StartUpRows rows, StartupHistory history, DecisionTables tables, ShortTransactions transactions, Clock businessClock) {
        this.rows = rows;
        this.history = history;
        this.tables = tables;
        this.transactions = transactions;
        this.businessClock = businessClock;
    }

    /**
     * Starts of a ring that are too much or not.
     *
     * @param counted null when not known
     * @param note    why it is not known, or how far it reaches
     * @param early   too few can have told to call it calm
     */
    record Told(Counted counted, String note, Instant asOf, boolean early) {
    }

    /**
     * The history as last read.
     *
     * @param readAt  null when never
     * @param problem why the last try was none; empty when it was one
     * @param known   whether it counts
     */
    record Source(Instant readAt, String problem, boolean known) {
    }

    /**
     * Reads it where the last try is a day old, or goes on where one ended that was too long for one go; on one node only. That it cannot
     * be read is no reason to stop watching.
     */
    void readIfDue() {
        Instant now = businessClock.instant();
        Optional<Turn> turn = transactions.run(() -> {
            rows.forget(now.minus(StartupHistory.KEPT));
            return rows.take(now, now.minus(EVERY), now.minus(STALE));
        });
        turn.ifPresent(mine -> read(mine, now));
    }

    private void read(Turn turn, Instant now) {
        int[] pages = new int[1];
        String problem;
        String rest = null;
        try {
            StartupHistory.End end = history.read(turn.from(), PAGES_AT_ONCE, page -> {
                pages[0]++;
                keep(page, now);
            });
            rest = end.rest();
            problem = !end.granted() ? "Endpoint analytics is not licensed, not switched on, or not granted to this program."
                    : rest == null ? "" : "The start-up history is long: " + (turn.pages() + pages[0]) + " pages of it are read since " + turn.begunAt()
                            + ", and it goes on from there at the next look.";
        } catch (RuntimeException e) {
            problem = String.valueOf(e.getMessage());
        }
        String told = problem;
        String link = rest;
        // short, as all of it: whoever waits for these rows must not wait for the engine
        transactions.run(() -> rows.ended(turn.begunAt(), told, turn.pages() + pages[0], link));
    }

    private void keep(List<Start> page, Instant now) {
        transactions.run(() -> {
            rows.keep(page.stream().filter(s -> s.at().isAfter(now.minus(StartupHistory.KEPT))).toList(), now);
            return null;
        });
    }

    /** How far the history was read; a reading stands for two days. */
    Source source() {
        Optional<Reading> last = rows.reading();
        Instant readAt = last.map(Reading::readAt).orElse(null);
        return new Source(readAt, last.map(Reading::problem).orElse(""), readAt != null && !readAt.plus(STALE).isBefore(businessClock.instant()));
    }

    /** @param startClass {@code CRASH} or {@code UNEXPECTED} */
    Told count(String cycleId, String ring, String startClass, Source source) {
        Instant readAt = source.readAt();
        if (!source.known()) {
            return new Told(null, source.problem().isEmpty() ? "The start-up history was not read yet." : source.problem(), readAt, true);
        }
        DecisionTables.Table table = tables.open(TABLE);
        List<String> categories = rows.categories();
        Started found = rows.count(cycleId, ring, of(table, categories, true, startClass), of(table, categories, false, startClass),
                readAt.minus(StartupHistory.LAG));
        return new Told(found.counted(), "A start is told up to four days late: " + found.told() + " of " + found.counted().of() + " devices would have told. "
                + source.problem(), readAt,
                2 * found.told() < found.counted().of());
    }

    /** What no rule knows is unexpected. */
    private static List<String> of(DecisionTables.Table table, List<String> categories, boolean planned, String startClass) {
        return categories.stream().filter(category -> {
            List<Map<String, Object>> hits = table.evaluate(Map.of("category", category, "restartPlanned", planned));
            Object found = hits.isEmpty() ? null : hits.get(0).get("class");
            return startClass.equals("CRASH".equals(found) || "EXPECTED".equals(found) ? found : "UNEXPECTED");
        }).toList();
    }
}
