package io.hotpatchcycle.governance;

import io.hotpatchcycle.audit.Trail;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How long what is kept. Nothing of a cycle is cleaned before its pack is kept, or while it is held; the trail is never
 * cleaned by the program.
 */
public final class Retention {

    /** How long after its end the devices of a plan are kept that opened nothing, and a reading that no cycle refers to. */
    public static final Duration UNUSED = Duration.ofDays(30);

    private final GovernanceRows rows;
    private final LegalHolds holds;
    private final Packs packs;
    private final EngineRecords engine;
    private final Trail trail;
    private final Clock businessClock;
    private final Periods periods;
    private final Transaction transaction;

    public Retention(GovernanceRows rows, LegalHolds holds, Packs packs, EngineRecords engine, Trail trail, Clock businessClock, Periods periods,
                     Transaction transaction) {
        this.transaction = transaction;
        this.rows = rows;
        this.holds = holds;
        this.packs = packs;
        this.engine = engine;
        this.trail = trail;
        this.businessClock = businessClock;
        this.periods = periods;
    }

    /**
     * How long.
     *
     * @param history  engine's history after the end of a cycle
     * @param trail    the trail, at least: a promise to keep the database, since the program removes nothing of it
     * @param personal names, owners and serial numbers of devices after they were last seen
     */
    public record Periods(Duration history, Duration trail, Duration personal) {
    }

    /** Runs a step whole or not at all. */
    @FunctionalInterface
    public interface Transaction {

        <T> T run(Supplier<T> step);
    }

    /** Draws and keeps the pack of a cycle that has ended. */
    @FunctionalInterface
    public interface Packs {

        /**
         * Draws and stores one.
         *
         * @param number 0 for the first pack of the cycle, then that of the supplement
         * @throws Exception when it cannot be drawn or stored; it is tried again at the next run
         */
        Kept keep(String cycle, int number) throws Exception;
    }

    /** A pack that was kept. */
    public record Kept(String file, String sha256, long bytes) {
    }

    /** What the engine keeps of a cycle. */
    public interface EngineRecords {

        /** Removes the history of a cycle's process instances; returns how many instances. */
        int remove(String cycle);

        /** Removes finished instances that belong to no cycle and ended before. */
        int removeOthers(Instant endedBefore);

        /** Keeps the engine's own clean-up, started by hand, away from a cycle. */
        void protect(String cycle);
    }

    /**
     * A kept pack as listed.
     *
     * @param number      0 for the first of the cycle, then that of the supplement
     * @param predecessor SHA-256 of the pack it supplements; null for the first
     */
    public record KeptPack(String cycle, int number, String predecessor, String file, String sha256, long bytes, Instant drawnAt, Instant cleanedAt) {
    }

    /** What one run did. */
    public record Run(int packsKept, int cyclesCleaned, int instancesRemoved, int devicesErased, List<String> problems) {
    }

    /** The periods in force. */
    public Periods periods() {
        return periods;
    }

    /** Packs kept, newest first. */
    public List<KeptPack> kept() {
        return rows.kept();
    }

    /** Notes the periods in the trail when they are new, so that a year later it is known which held. */
    public void announce() {
        Map<String, String> now = new LinkedHashMap<>();
        now.put("historyDays", String.valueOf(periods.history().toDays()));
        now.put("trailDays", String.valueOf(periods.trail().toDays()));
        now.put("personalDays", String.valueOf(periods.personal().toDays()));
        if (!now.equals(rows.announced())) {
            trail.system("retention.set", null, null, now);
        }
    }

    /** A cycle about which somebody has signed something that none of its packs tells. */
    record Owing(String cycle, int number, String predecessor) {
    }

    /** Keeps packs first, then cleans what is old, not held, and kept. A cycle that fails is told and left as it is. */
    public Run run() {
        Instant now = businessClock.instant();
        List<String> problems = new ArrayList<>();
        int keptNow = keepPacks(now, problems) + keepSupplements(now, problems);
        holds.all().stream().filter(LegalHolds.Hold::inForce).map(LegalHolds.Hold::cycle).forEach(engine::protect);
        int cleaned = 0;
        int instances = 0;
        for (String cycle : rows.cleanable(now.minus(periods.history()))) {
            instances += transaction.run(() -> clean(cycle, now));
            cleaned++;
        }
        instances += engine.removeOthers(now.minus(periods.history()));
        rows.thinnable(now.minus(UNUSED)).forEach(cycle -> transaction.run(() -> thin(cycle, now)));
        transaction.run(() -> rows.forgetReadings(now.minus(UNUSED)));
        int erased = transaction.run(() -> erase(now));
        return new Run(keptNow, cleaned, instances, erased, problems);
    }

    private int clean(String cycle, Instant now) {
        int removed = engine.remove(cycle);
        rows.cleaned(cycle, now);
        trail.system("retention.historyRemoved", null, null, Map.of("cycle", cycle, "instances", removed));
        return removed;
    }

    private boolean thin(String cycle, Instant now) {
        rows.thin(cycle, now);
        trail.system("retention.planThinned", null, null, Map.of("cycle", cycle));
        return true;
    }

    private int erase(Instant now) {
        int erased = rows.erasePersonal(now.minus(periods.personal()));
        if (erased > 0) {
            trail.system("retention.personalErased", null, null, Map.of("devices", erased));
        }
        return erased;
    }

    /** What people sign after a pack was kept must not be missing from what is kept. */
    private int keepSupplements(Instant now, List<String> problems) {
        int count = 0;
        for (Owing owing : rows.owing()) {
            try {
                String signed = rows.signed(owing.cycle());
                Kept pack = packs.keep(owing.cycle(), owing.number());
                transaction.run(() -> {
                    rows.keep(owing, pack, signed, now);
                    trail.system("evidence.kept", null, null, Map.of("cycle", owing.cycle(), "sha256", pack.sha256(), "bytes", pack.bytes(), "supplement", owing.number(),
                            "predecessor", owing.predecessor()));
                    return pack;
                });
                count++;
            } catch (Exception e) {
                problems.add("The supplement " + owing.number() + " to the pack of cycle " + owing.cycle() + " is not kept: " + e.getMessage());
            }
        }
        return count;
    }

    private int keepPacks(Instant now, List<String> problems) {
        int count = 0;
        for (String cycle : rows.endedWithoutPack(now)) {
            try {
                // read before it is drawn: what is signed meanwhile is in it at most, and told by one more
                String signed = rows.signed(cycle);
                Kept pack = packs.keep(cycle, 0);
                transaction.run(() -> {
                    rows.keep(cycle, pack, signed, now);
                    trail.system("evidence.kept", null, null, Map.of("cycle", cycle, "sha256", pack.sha256(), "bytes", pack.bytes()));
                    return pack;
                });
                count++;
            } catch (Exception e) {
                problems.add("The pack of cycle " + cycle + " is not kept: " + e.getMessage());
            }
        }
        return count;
    }
}
