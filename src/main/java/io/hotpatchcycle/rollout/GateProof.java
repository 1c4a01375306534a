package io.hotpatchcycle.rollout;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.eligibility.DecisionTables;
import io.hotpatchcycle.rollout.GateProofRows.Combination;
import io.hotpatchcycle.fleet.VisibleRings;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Proves that the gate held: which controlled devices run a build that was not approved for their unit at the time, and
 * how it came to them. Devices are found by SQL; each distinct combination of their facts is decided once by a table.
 */
public final class GateProof {

    private static final String TABLE = "gate-proof";

    private final GateProofRows rows;
    private final DecisionTables tables;
    private final Trail trail;
    private final Clock businessClock;

    public GateProof(GateProofRows rows, DecisionTables tables, Trail trail, Clock businessClock) {
        this.rows = rows;
        this.tables = tables;
        this.trail = trail;
        this.businessClock = businessClock;
    }

    /** Looks at what the devices of the cycle's units run now. Call it after each observation. */
    public void check(String cycleId, Instant asOf) {
        Instant now = businessClock.instant();
        rows.find(cycleId, now);
        DecisionTables.Table table = tables.open(TABLE);
        for (Combination combination : rows.combinations(cycleId)) {
            List<Map<String, Object>> hits = table.evaluate(inputs(combination));
            InstallClass found = InstallClass.of(hits.isEmpty() ? null : hits.get(0).get("installClass"));
            Object because = hits.isEmpty() ? null : hits.get(0).get("because");
            rows.classify(cycleId, combination, found, because == null ? "No rule of " + TABLE + " fits." : because.toString());
        }
        rows.conclude(cycleId, asOf, now);
        rows.alarming(cycleId, now).forEach(ring -> trail.system("gate.notProven", cycleId, ring.ring(),
                Map.of("gateNotHeld", ring.leaks(), "unknown", ring.unknown())));
    }

    /** Whether the gate held; null before the first look. A finding counts until a person decides on a held ring of the cycle. */
    public GateStanding standing(String cycleId) {
        return rows.standing(cycleId);
    }

    /** What devices had said by then when it was looked last; the oldest of all rings, null before the first look. */
    public Instant asOf(String cycleId) {
        return rows.asOf(cycleId);
    }

    /** Alarming findings no person has decided on yet, in words; empty when there are none. */
    public String alarm(String cycleId) {
        GateProofRows.Alarm open = rows.open(cycleId);
        return open.leaks() + open.unknown() == 0 ? "" : "Cycle " + cycleId + ": " + open.leaks() + " devices got the release without an approval, and "
                + open.unknown() + " run it for reasons unknown. See /api/v1/cycles/" + cycleId + "/unapproved-installs.";
    }

    /** A page of the findings, the alarming ones first. */
    public List<UnapprovedInstall> list(String cycleId, VisibleRings visible, int offset, int limit) {
        return rows.list(cycleId, visible, offset, limit);
    }

    /** All of them, in the order of devices and a part in memory at a time. */
    public void each(String cycleId, VisibleRings visible, Consumer<UnapprovedInstall> reader) {
        Parts.each((behind, limit) -> rows.behind(cycleId, visible, behind, limit), UnapprovedInstall::deviceId, reader);
    }

    /** How many {@link #list} can list. */
    public int count(String cycleId, VisibleRings visible) {
        return rows.count(cycleId, visible);
    }

    /** How many there are of each class, in all rings. */
    public Map<InstallClass, Integer> counts(String cycleId) {
        return rows.counts(cycleId);
    }

    private static Map<String, Object> inputs(Combination c) {
        Map<String, Object> inputs = new LinkedHashMap<>();
        inputs.put("approval", c.approval());
        inputs.put("delivered", c.delivered());
        inputs.put("track", c.track());
        inputs.put("enrolledAnew", c.enrolledAnew());
        inputs.put("knownBefore", c.knownBefore());
        inputs.put("newerWindows", c.newerWindows());
        inputs.put("otherSource", c.otherSource());
        inputs.put("unexplained", c.unexplained());
        inputs.put("unexplainedShare", c.unexplainedShare());
        return inputs;
    }
}
