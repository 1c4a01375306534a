package io.hotpatchcycle.rollout;

import io.hotpatchcycle.rollout.LedgerRows.Entry;
import io.hotpatchcycle.rollout.Write.Look;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The Graph write ledger: the intent is committed before the call, outcome and read-back after it, each in a short
 * transaction of its own. A crash at any line leaves a row that the next attempt settles by reading, so that nothing
 * is lost and nothing doubled.
 */
public final class Ledger {

    /** Wall time another worker gets to settle an intent before we take it over. */
    private static final Duration LEASE = Duration.ofSeconds(30);
    /** Business time an accepted write may take to become visible. */
    private static final Duration VISIBLE_WITHIN = Duration.ofMinutes(30);
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(2);
    private static final Duration TRY_AGAIN = Duration.ofMinutes(5);
    /** Between the key of an effect and the number of its occurrence; the first has none. */
    private static final String AGAIN = ":again:";

    private final LedgerRows rows;
    private final ShortTransactions transactions;
    private final Clock businessClock;
    private final Clock wallClock;

    public Ledger(LedgerRows rows, ShortTransactions transactions, Clock businessClock, Clock wallClock) {
        this.rows = rows;
        this.transactions = transactions;
        this.businessClock = businessClock;
        this.wallClock = wallClock;
    }

    /** Carries out a write, once. One that a crash left behind and that may not be sent any more is still settled, by reading. */
    public WriteResult write(Write write) {
        return carryOut(write, transactions.run(() -> begin(write)));
    }

    /**
     * Carries out writes that are sent in one call, each with a row of its own: intent, answer and read-back.
     *
     * @param send one attempt at all it is given; an answer for each, in their order
     */
    List<WriteResult> writeTogether(List<Write> writes, Function<List<Write>, List<GraphAnswer>> send) {
        List<Step> steps = transactions.run(() -> writes.stream().map(this::begin).toList());
        List<Write> sent = IntStream.range(0, writes.size()).filter(i -> steps.get(i).next() == Next.SEND).mapToObj(writes::get).toList();
        Iterator<GraphAnswer> answers = (sent.isEmpty() ? List.<GraphAnswer>of() : send.apply(sent)).iterator();
        List<WriteResult> results = new ArrayList<>();
        for (int i = 0; i < writes.size(); i++) {
            results.add(steps.get(i).next() == Next.SEND ? answered(writes.get(i), answers.next()) : carryOut(writes.get(i), steps.get(i)));
        }
        return results;
    }

    private WriteResult carryOut(Write write, Step step) {
        return switch (step.next()) {
            case REFUSED -> WriteResult.refused(step.why());
            case CONCLUDE -> conclude(write, step.why());
            case BUSY -> WriteResult.later("Another worker is writing this.", TRY_AGAIN);
            case SEND -> send(write);
            case READ_BACK -> readBack(write, step.entry());
            case SETTLE -> settle(write);
        };
    }

    /** Notes on all writes of a kind that a later reading showed their effect. */
    public void confirm(String cycleId, String ring, String kind, String seen) {
        transactions.run(() -> rows.confirm(cycleId, ring, kind, seen, businessClock.instant()));
    }

    /** Reads once more what nobody could tell; true when it shows by now, and then it is done. */
    public boolean settledByReading(Write write) {
        Look look = write.look().get();
        if (look.present()) {
            settled(write, "DONE", GraphAnswer.done(0, "settled by reading", null));
            seen(write, look);
        }
        return look.present();
    }

    /**
     * Settles what a crash left behind of writes that must not be sent any more, by what reads back: done when the effect shows, without effect once it had
     * the time to show and does not. Until then it stays open.
     */
    void settleLeft(String cycleId, String ring, String kind, Look look) {
        Instant now = businessClock.instant();
        for (LedgerRows.Left left : rows.left(cycleId, ring, kind, wallClock.instant().minus(LEASE))) {
            if (look.present()) {
                settle(left.key(), "DONE", GraphAnswer.done(0, "settled by reading", null));
                transactions.run(() -> rows.readBack(left.key(), look.seen(), now));
            } else if (left.intendedAt().plus(VISIBLE_WITHIN).isBefore(now)) {
                settle(left.key(), "FAILED", new GraphAnswer(GraphAnswer.Outcome.LOST, 0, "left behind by a crash, reads back " + look.seen()
                        + " after " + VISIBLE_WITHIN.toMinutes() + " minutes; overtaken by a stop", null, null));
            }
        }
    }

    /** Whether a write of this kind was begun for the ring and never settled. */
    boolean unsettled(String cycleId, String ring, String kind) {
        return rows.unsettled(cycleId, ring, kind);
    }

    /**
     * Key of the next occurrence of an effect that others may undo. It stays the same until the effect was done and seen, so that a repeat after a crash
     * is the same row; what is done anew after that has a row of its own.
     */
    String occurrence(String effect) {
        String key = effect;
        for (int number = 1; rows.isSeen(key); number++) {
            key = effect + AGAIN + number;
        }
        return key;
    }

    /** Whether a write of this kind was accepted for the ring so short a while ago that its effect may not be visible yet. */
    boolean doneLately(String cycleId, String ring, String kind) {
        return rows.doneSince(cycleId, ring, kind, businessClock.instant().minus(VISIBLE_WITHIN));
    }

    /** What was to be sent by the writes of this kind that were begun for the ring and never settled, oldest first. */
    List<String> begun(String cycleId, String ring, String kind) {
        return rows.begun(cycleId, ring, kind);
    }

    private enum Next { REFUSED, CONCLUDE, BUSY, SEND, READ_BACK, SETTLE }

    private record Step(Next next, String why, Entry entry) {
    }

    private Step begin(Write write) {
        Optional<String> refusal = write.guard().get();
        if (refusal.isPresent()) {
            return refused(write, refusal.get());
        }
        if (rows.insert(write, businessClock.instant(), wallClock.instant())) {
            return new Step(Next.SEND, "", null);
        }
        Entry entry = rows.find(write.key()).orElseThrow();
        return switch (entry.state()) {
            case "DONE" -> new Step(Next.READ_BACK, "", entry);
            case "FAILED" -> {
                rows.again(write.key(), businessClock.instant(), wallClock.instant());
                yield new Step(Next.SEND, "", entry);
            }
            case "INTENDED" -> new Step(leased(entry) ? Next.BUSY : Next.SETTLE, "", entry);
            default -> new Step(Next.SETTLE, "", entry);
        };
    }

    /** Nothing may be sent. What was sent before stays: it is read back, and an open end is no refusal before it is settled. */
    private Step refused(Write write, String why) {
        Optional<Entry> entry = rows.find(write.key());
        return switch (entry.map(Entry::state).orElse("")) {
            case "DONE" -> new Step(Next.READ_BACK, "", entry.get());
            case "INTENDED" -> new Step(leased(entry.get()) ? Next.BUSY : Next.CONCLUDE, why, entry.get());
            default -> new Step(Next.REFUSED, why, null);
        };
    }

    private boolean leased(Entry entry) {
        return entry.intendedWall().plus(LEASE).isAfter(wallClock.instant());
    }

    private WriteResult send(Write write) {
        return answered(write, write.send().get());
    }

    private WriteResult answered(Write write, GraphAnswer answer) {
        switch (answer.outcome()) {
            case DONE:
                settled(write, "DONE", answer);
                return write.readBackLater() ? WriteResult.done() : readBack(write, null);
            case LATER:
                settled(write, "FAILED", answer);
                return WriteResult.later(answer.body(), answer.retryAfter() == null ? TRY_AGAIN : answer.retryAfter());
            case REFUSED:
                settled(write, "FAILED", answer);
                return WriteResult.refused("Microsoft Graph refused to write " + write.target() + " (HTTP " + answer.status()
                        + "): " + answer.body());
            case LOST:
            default:
                return lost(write, answer);
        }
    }

    /** The answer did not come: reading tells whether the effect is there. */
    private WriteResult lost(Write write, GraphAnswer answer) {
        Look look = write.look().get();
        if (look.present()) {
            settled(write, "DONE", answer);
            return seen(write, look);
        }
        settled(write, write.repeatable() ? "FAILED" : "AMBIGUOUS", answer);
        return write.repeatable() ? WriteResult.later("The answer to " + write.target() + " was lost.", TRY_AGAIN)
                : WriteResult.ambiguous("The answer to " + write.target() + " was lost; it must not be repeated.");
    }

    /** An intent that somebody left behind, or that nobody could settle. */
    private WriteResult settle(Write write) {
        Look look = write.look().get();
        if (look.present()) {
            settled(write, "DONE", GraphAnswer.done(0, "settled by reading", null));
            return seen(write, look);
        }
        if (write.repeatable()) {
            transactions.run(() -> rows.again(write.key(), businessClock.instant(), wallClock.instant()));
            return send(write);
        }
        settled(write, "AMBIGUOUS", new GraphAnswer(GraphAnswer.Outcome.LOST, 0, "left behind by a crash", null, null));
        return WriteResult.ambiguous("Whether " + write.target() + " happened cannot be told; it must not be repeated.");
    }

    /** Left behind, and refused by now: what is there is noted, what is not there is not sent. */
    private WriteResult conclude(Write write, String refusal) {
        Look look = write.look().get();
        if (look.present()) {
            settled(write, "DONE", GraphAnswer.done(0, "settled by reading", null));
            return seen(write, look);
        }
        settled(write, write.repeatable() ? "FAILED" : "AMBIGUOUS",
                new GraphAnswer(GraphAnswer.Outcome.LOST, 0, "left behind by a crash, reads back " + look.seen() + "; " + refusal, null, null));
        return write.repeatable() ? WriteResult.refused(refusal)
                : WriteResult.ambiguous("Whether " + write.target() + " happened cannot be told; it must not be repeated.");
    }

    private WriteResult readBack(Write write, Entry entry) {
        Look look = write.look().get();
        if (look.present()) {
            return seen(write, look);
        }
        boolean overdue = entry != null && entry.settledAt() != null
                && entry.settledAt().plus(VISIBLE_WITHIN).isBefore(businessClock.instant());
        if (overdue) {
            settled(write, "FAILED", new GraphAnswer(GraphAnswer.Outcome.LOST, 0, "accepted, but reads back " + look.seen(), null, null));
        }
        return WriteResult.later(write.target() + " was accepted, but reads back " + look.seen() + ".", LOOK_AGAIN);
    }

    private WriteResult seen(Write write, Look look) {
        transactions.run(() -> rows.readBack(write.key(), look.seen(), businessClock.instant()));
        return WriteResult.done();
    }

    private void settled(Write write, String state, GraphAnswer answer) {
        settle(write.key(), state, answer);
    }

    private void settle(String key, String state, GraphAnswer answer) {
        transactions.run(() -> rows.settle(key, state, answer, businessClock.instant(), wallClock.instant()));
    }
}
