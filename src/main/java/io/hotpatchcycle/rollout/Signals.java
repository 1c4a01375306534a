package io.hotpatchcycle.rollout;

import io.hotpatchcycle.eligibility.DecisionTables;
import io.hotpatchcycle.ring.Wilson;
import io.hotpatchcycle.rollout.Signal.Standing;
import io.hotpatchcycle.rollout.SignalRows.Counted;
import io.hotpatchcycle.rollout.StartUps.Told;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Watches a ring for more than failures: roll-backs, alerts by whose action they ask for, silence after the install, crashes. The
 * table {@code ring-signals} says from where on each is too much, and whether it stops the ring or is only observed.
 */
public final class Signals {

    private static final String TABLE = "ring-signals";
    private static final String ALERTS = "alert-class";
    private static final String GATE = "GATE";
    private static final String OBSERVE = "OBSERVE";
    /** Longer than a weekend of an office device. */
    private static final Duration SILENT_FOR = Duration.ofDays(3);

    private final SignalRows rows;
    private final StartUps startUps;
    private final DecisionTables tables;
    private final Clock businessClock;

    public Signals(SignalRows rows, StartUps startUps, DecisionTables tables, Clock businessClock) {
        this.rows = rows;
        this.startUps = startUps;
        this.tables = tables;
        this.businessClock = businessClock;
    }

    /** Measures every signal of a ring. */
    public void measure(String cycleId, String ring, Instant asOf) {
        Instant now = businessClock.instant();
        DecisionTables.Table table = tables.open(TABLE);
        int controlled = rows.controlled(cycleId, ring);
        Map<String, Integer> byOwner = new HashMap<>();
        alerts(cycleId, ring).forEach(a -> byOwner.merge(a.whose(), a.devices(), Integer::sum));
        Map<String, Counted> counted = new HashMap<>();
        counted.put("ROLLBACK", rows.rolledBack(cycleId, ring));
        counted.put("SILENT_AFTER_INSTALL", rows.silentSince(cycleId, ring, now.minus(SILENT_FOR)));
        for (String owner : List.of("CUSTOMER", "MICROSOFT", "UNKNOWN")) {
            counted.put(owner + "_ALERT", new Counted(byOwner.getOrDefault(owner, 0), controlled));
        }
        counted.forEach((name, c) -> rows.store(cycleId, ring, judge(table, name, ring, new Told(c, "", asOf, false), controlled, now)));
        startUps.readIfDue();
        StartUps.Source source = startUps.source();
        (source.known() ? rows.measured(cycleId) : List.of(ring)).forEach(each -> measureStarts(cycleId, each, source, table, now));
    }

    /** Starts are told so late that a ring may have passed by then: they are measured for every ring that was watched before, too. */
    private void measureStarts(String cycleId, String ring, StartUps.Source source, DecisionTables.Table table, Instant now) {
        int controlled = rows.controlled(cycleId, ring);
        rows.store(cycleId, ring, judge(table, StartUps.UNEXPECTED_RESTART, ring, startUps.count(cycleId, ring, "UNEXPECTED", source), controlled, now));
        rows.store(cycleId, ring, judge(table, StartUps.CRASH, ring, startUps.count(cycleId, ring, "CRASH", source), controlled, now));
    }

    /** None where the table cannot be evaluated, e.g. for a text where a number belongs: that is no reason not to count. */
    private static List<Map<String, Object>> hits(DecisionTables.Table table, String name, String ring) {
        try {
            return table.evaluate(Map.of("signal", name, "ringName", ring));
        } catch (RuntimeException e) {
            return List.of();
        }
    }

    private static Signal judge(DecisionTables.Table table, String name, String ring, Told told, int controlled, Instant now) {
        Counted c = told.counted();
        Instant asOf = told.asOf();
        List<Map<String, Object>> hits = hits(table, name, ring);
        Object mode = hits.isEmpty() ? null : hits.get(0).get("mode");
        Object limit = hits.isEmpty() ? null : hits.get(0).get("limit");
        Integer devices = c == null ? null : c.devices();
        Integer of = c == null ? null : c.of();
        // What cannot be read counts: a table with a fault in it holds the ring.
        if (!GATE.equals(mode) && !OBSERVE.equals(mode) || !(limit instanceof Number n) || !(n.doubleValue() > 0 && n.doubleValue() <= 100)) {
            return new Signal(name, GATE, null, devices, of, Standing.UNKNOWN, TABLE + ": the rule of " + name + " for ring '" + ring + "' says mode "
                    + mode + " and limit " + limit + ". It takes GATE or OBSERVE, and a percentage.", now, asOf);
        }
        double percent = ((Number) limit).doubleValue();
        if (c == null || c.of() == 0) {
            return new Signal(name, (String) mode, percent, devices, of, Standing.UNKNOWN, c == null ? told.note() : "No device to tell it yet.", now, asOf);
        }
        boolean enough = 2 * c.of() >= Math.min(Wilson.sampleToProve(percent), controlled);
        boolean beyond = enough && Wilson.of(c.devices(), c.of()).lower() > percent;
        return new Signal(name, (String) mode, percent, devices, of, beyond ? Standing.BEYOND : told.early() ? Standing.UNKNOWN : Standing.CALM, told.note(), now, asOf);
    }

    /** How the signals stand that count at the ring, and those that came too late for an earlier one; null when they were never measured. */
    public Standing standing(String cycleId, String ring) {
        List<Signal> all = list(cycleId, ring);
        if (!all.isEmpty() && late(cycleId, ring).values().stream().anyMatch(s -> GATE.equals(s.mode()))) {
            return Standing.BEYOND;
        }
        return all.isEmpty() ? null : all.stream().filter(s -> GATE.equals(s.mode())).map(Signal::standing).filter(Objects::nonNull)
                .max(Comparator.naturalOrder()).orElse(Standing.CALM);
    }

    /** As last measured, those that count first. */
    public List<Signal> list(String cycleId, String ring) {
        return rows.list(cycleId, ring);
    }

    /** Crashes and unexpected restarts of the other rings that are beyond their limit, by ring. */
    public Map<String, Signal> late(String cycleId, String ring) {
        return rows.beyond(cycleId, ring, List.of(StartUps.CRASH, StartUps.UNEXPECTED_RESTART));
    }

    /** The open alerts of a ring by code, with whose action each asks for. */
    public List<Signal.Alert> alerts(String cycleId, String ring) {
        DecisionTables.Table table = tables.open(ALERTS);
        return rows.alerts(cycleId, ring).entrySet().stream().map(e -> {
            List<Map<String, Object>> hits = table.evaluate(Map.of("code", e.getKey()));
            Map<String, Object> meaning = hits.isEmpty() ? Map.of() : hits.get(0);
            return new Signal.Alert(e.getKey(), e.getValue(), owner(meaning.get("whose")), String.valueOf(meaning.getOrDefault("retry", "NO")),
                    String.valueOf(meaning.getOrDefault("action", "Look the code up.")));
        }).toList();
    }

    private static String owner(Object named) {
        return "CUSTOMER".equals(named) || "MICROSOFT".equals(named) ? (String) named : "UNKNOWN";
    }
}
