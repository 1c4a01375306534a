package io.hotpatchcycle.rollout;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.eligibility.DecisionTables;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.TenantPolicies;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sees what changed behind our back: policies, approvals, update rings and groups of our units, with before and after,
 * and by whom as far as Intune's record tells. What a write of ours explains is ours.
 */
public final class TenantDrift {

    private static final String TABLE = "drift-effect";
    /** The record lags: what came late is read again. */
    private static final Duration OVERLAP = Duration.ofDays(1);

    private final DriftRows rows;
    private final EnrolmentRows enrolment;
    private final TenantLines lines;
    private final ChangeEvents events;
    private final DecisionTables tables;
    private final Trail trail;
    private final Clock businessClock;

    public TenantDrift(DriftRows rows, EnrolmentRows enrolment, Rings rings, Sources sources, DecisionTables tables, Trail trail, Clock businessClock) {
        this.rows = rows;
        this.enrolment = enrolment;
        this.lines = new TenantLines(rings, sources.policies(), sources.gate());
        this.events = sources.events();
        this.tables = tables;
        this.trail = trail;
        this.businessClock = businessClock;
    }

    /** The ports that are read. */
    public record Sources(TenantPolicies policies, RingGate gate, ChangeEvents events) {
    }

    /**
     * Compares what the tenant has now with what it had at the last look. The first look of a cycle is when its rings are
     * planned: what had changed before is what people are shown and approve. What was seen is the tenant's, so a change is told to every cycle that has
     * not ended, whichever looks first; an approval is of one release, and its own cycle's.
     */
    public void check(String cycleId, String catalogItemId) {
        Instant now = businessClock.instant();
        DecisionTables.Table table = tables.open(TABLE);
        Map<List<String>, DriftRows.Seen> seen = rows.seen();
        List<TenantLine> read = lines.read(catalogItemId);
        List<Changed> changed = new ArrayList<>();
        for (TenantLine line : read) {
            Optional<DriftRows.Seen> before = Optional.ofNullable(seen.get(Arrays.asList(line.unit(), line.kind(), line.fact())))
                    .or(() -> approvedUnseen(cycleId, line));
            if (before.isPresent() && !before.get().value().equals(line.value())) {
                changed.add(new Changed(line.about(before.get().target()), before.get()));
            }
        }
        changed.forEach(c -> changed(cycleId, c, table, now));
        rows.store(read, now);
        readEvents(now);
        // last, because a stop of the other cycle waits from here on until this look has ended
        for (String other : rows.runningBeside(cycleId)) {
            changed.stream().filter(c -> !TenantLines.APPROVAL.equals(c.line().kind())).forEach(c -> changed(other, c, table, now));
        }
        rows.matchEvents();
    }

    /** Nothing is approved before a cycle begins: an approval that is there at the first sight came since. */
    private Optional<DriftRows.Seen> approvedUnseen(String cycleId, TenantLine line) {
        return TenantLines.APPROVAL.equals(line.kind()) ? Optional.of(new DriftRows.Seen(TenantLines.NOT_APPROVED, line.target(), rows.begun(cycleId))) : Optional.empty();
    }

    private record Changed(TenantLine line, DriftRows.Seen before) {
    }

    private void changed(String cycleId, Changed changed, DecisionTables.Table table, Instant now) {
        TenantLine line = changed.line();
        DriftRows.Seen before = changed.before();
        Optional<Long> write = rows.explaining(line, before.at());
        List<Map<String, Object>> hits = write.isPresent() ? List.of() : table.evaluate(inputs(line, before.value()));
        boolean restored = write.isEmpty() && rows.restored(cycleId, line);
        String effect = write.isPresent() ? "OURS" : restored ? "OTHER" : hits.isEmpty() ? "OPENS" : String.valueOf(hits.get(0).get("effect"));
        String meaning = write.isPresent() ? "" : restored ? "It is again as it was before it was changed." : hits.isEmpty() ? "No rule of " + TABLE + " fits." : String.valueOf(hits.get(0).get("meaning"));
        rows.add(cycleId, line, before, effect, meaning, write.orElse(null), now);
        if (write.isEmpty()) {
            trail.system("tenant.drift", cycleId, line.unit(), Map.of("what", line.kind() + " " + line.fact(), "before", before.value(), "after", line.value(),
                    "effect", effect));
        }
    }

    private static Map<String, Object> inputs(TenantLine line, String before) {
        Map<String, Object> inputs = new LinkedHashMap<>();
        inputs.put("kind", line.kind());
        inputs.put("fact", TenantLines.APPROVAL.equals(line.kind()) ? "status" : line.fact());
        inputs.put("after", line.value());
        inputs.put("lower", number(line.value()) != null && number(before) != null && number(line.value()) < number(before));
        return inputs;
    }

    private static Integer number(String text) {
        return text.matches("\\d{1,6}") ? Integer.valueOf(text) : null;
    }

    /** By whom is told late, or not at all: that is no reason to look away from what changed. */
    private void readEvents(Instant now) {
        try {
            events.read(rows.eventsReadUntil().orElse(now).minus(OVERLAP), page -> rows.keep(page, now));
            rows.eventsRead(now);
        } catch (RuntimeException e) {
            trail.system("tenant.auditEventsUnreadable", null, null, Map.of("why", String.valueOf(e.getMessage())));
        }
    }

    /** By how many percent fewer devices report in the ring's policy than at the best look of this cycle; null when none ever did. */
    public Double enrolmentDrop(String cycleId, String ring) {
        return enrolment.drop(cycleId, ring);
    }

    /** How the changes by others stand; null before the first look. */
    public Drift.Standing standing(String cycleId) {
        return rows.standing(cycleId);
    }

    /** The changes during a cycle, the newest first, ours among them. */
    public List<Drift> list(String cycleId, int offset, int limit) {
        return rows.list(cycleId, offset, limit);
    }

    /** How many there are. */
    public int count(String cycleId) {
        return rows.count(cycleId);
    }

    /** Changes by others in Intune's record that no drift shows. */
    public List<Drift.Event> unmatched(String cycleId) {
        return rows.unmatched(cycleId);
    }

    /** Writes of ours that Intune's record did not show when it was last read, though it had had a day for it. */
    public List<Long> writesWithoutEvent(String cycleId) {
        return rows.eventsReadUntil().map(until -> rows.writesWithoutEvent(cycleId, until.minus(OVERLAP))).orElse(List.of());
    }
}
