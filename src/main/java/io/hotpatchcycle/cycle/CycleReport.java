package io.hotpatchcycle.cycle;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.hotpatchcycle.release.Kind;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.ring.RingView;
import io.hotpatchcycle.ring.Verdict;
import io.hotpatchcycle.rollout.StopCount;
import java.time.Instant;
import java.util.List;

/**
 * What became of a cycle, as REST and the rehearsal's report tell it (design 9).
 *
 * @param eligible      active devices that can be hotpatched
 * @param hotpatched    active controlled devices, effective without a restart
 * @param lcu           active controlled devices, effective on the cumulative update
 * @param failed        active controlled devices, reported as failed and not effective since
 * @param daysTo90      decimal days of business time from publication; null when not reached
 * @param exposureHours device-hours between publication and effective
 * @param halt          the stop in force; null when there is none
 * @param supersededBy  id of the cycle that took over; null when none did
 */
@JsonPropertyOrder({"id", "release", "plannedKind", "kind", "surprise", "changeType", "state", "population", "eligible", "hotpatched", "lcu",
    "failed", "daysTo90", "daysTo95", "exposureHours", "restarts", "rings", "publishedAt", "createdAt", "closedAt", "supersededBy", "halt",
    "closingNote"})
public record CycleReport(String id, String release, Kind plannedKind, Kind kind, boolean surprise, String changeType, CycleState state,
                          Population population, int eligible, int hotpatched, int lcu, int failed, Double daysTo90, Double daysTo95,
                          long exposureHours, Restarts restarts, List<Ring> rings, Instant publishedAt, Instant createdAt, Instant closedAt,
                          String supersededBy, Halt halt, String closingNote) {

    public CycleReport {
        rings = List.copyOf(rings);
    }

    /** Counts of the cycle's devices: active, not seen for 30 days, and active ones gated by one of our units. */
    @JsonPropertyOrder({"active", "stale", "controlled"})
    public record Population(int active, int stale, int controlled) {
    }

    /** Restarts that were expected and seen, that were not expected, and devices protected without one. */
    @JsonPropertyOrder({"planned", "extra", "avoided"})
    public record Restarts(int planned, int extra, int avoided) {
    }

    /**
     * A stop in force.
     *
     * @param reached what it has reached, as last counted
     * @param requests everybody who asked for it, the first one first
     */
    @JsonPropertyOrder({"reason", "by", "at", "reached", "requests"})
    public record Halt(String reason, String by, Instant at, StopCount reached, List<StopRequest> requests) {
    }

    /**
     * A ring as last observed.
     *
     * @param devices    active devices of the ring
     * @param controlled those of them we gate: hotpatched + lcu + failed + pending
     * @param pending    controlled devices without an outcome, silent ones included
     * @param silent     those of the pending that have not checked in since the ring was opened
     * @param asOf       until when devices have been read; null when never
     */
    @JsonPropertyOrder({"name", "order", "devices", "state", "verdict", "hotpatched", "lcu", "failed", "pending", "effective", "asOf",
        "controlled", "silent", "verdictReason", "holdReason", "overriddenBy", "openedAt", "passedAt"})
    public record Ring(String name, int order, int devices, RingState state, Verdict verdict, int hotpatched, int lcu, int failed, int pending,
                       int effective, Instant asOf, int controlled, int silent, String verdictReason, String holdReason, String overriddenBy,
                       Instant openedAt, Instant passedAt) {

        static Ring of(RingView ring) {
            int pending = Math.max(0, ring.controlled() - ring.effective() - ring.failed());
            return new Ring(ring.name(), ring.order(), ring.devices(), ring.state(), ring.verdict(), ring.effectiveHotpatch(),
                    ring.effectiveLcu(), ring.failed(), pending, ring.effective(), ring.asOf(), ring.controlled(),
                    Math.min(ring.silent(), pending), ring.verdictReason(), ring.holdReason(), ring.overriddenBy(), ring.openedAt(), ring.passedAt());
        }
    }

    /** The report of a cycle from what is stored of it. */
    public static CycleReport of(CycleView cycle, CycleResult result, List<RingView> rings) {
        return of(cycle, result, rings, null);
    }

    /**
     * The report of a cycle from what is stored of it.
     *
     * @param stop what the stop in force has reached; null when there is none
     */
    public static CycleReport of(CycleView cycle, CycleResult result, List<RingView> rings, StopCount stop) {
        return new CycleReport(cycle.id(), cycle.release(), cycle.plannedKind(), cycle.kind(), cycle.surprise(), cycle.changeType(),
                cycle.state(), new Population(result.active(), result.stale(), result.controlled()), result.eligible(), result.hotpatched(),
                result.lcu(), result.failed(), result.daysTo90(), result.daysTo95(), result.exposureHours(),
                new Restarts(result.planned(), result.extra(), result.avoided()), rings.stream().map(Ring::of).toList(), cycle.publishedAt(),
                cycle.createdAt(), cycle.closedAt(), cycle.supersededBy(),
                cycle.haltReason() == null ? null : new Halt(cycle.haltReason(), cycle.haltedBy(), cycle.haltedAt(), stop, cycle.stopRequests()), cycle.closingNote());
    }
}
