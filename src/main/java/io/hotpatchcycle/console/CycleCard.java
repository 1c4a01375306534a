package io.hotpatchcycle.console;

import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.identity.Person;
import io.hotpatchcycle.ring.RingView;
import java.time.Instant;
import java.util.List;

/**
 * A cycle as a card.
 *
 * @param planned  the planned kind when the real one is a surprise; empty otherwise
 * @param summary  effective of controlled devices, over the rings as last measured
 * @param mayStop  whether the signed-in person can stop it now
 * @param stopping whether a stop is in force that is not yet true
 */
record CycleCard(String id, String release, String kind, String kindMeans, String kindTone, String planned, boolean surprise,
                 String changeType, String state, String tone, boolean ended, Moment publishedAt, Moment createdAt, Moment closedAt,
                 List<RingBar> rings, String summary, String haltReason, String haltedBy, Moment haltedAt, List<Also> stoppedToo, String supersededBy,
                 String kindDecidedBy, boolean mayStop, boolean stopping) {

    static CycleCard of(CycleView c, List<RingView> rings, Person person, Instant now) {
        int controlled = rings.stream().mapToInt(RingView::controlled).sum();
        int effective = rings.stream().mapToInt(RingView::effective).sum();
        return new CycleCard(c.id(), c.release(), Words.kind(c.kind()), Words.kindMeans(c.kind()), kindTone(c),
                c.surprise() ? Words.kind(c.plannedKind()) : "", c.surprise(), Words.code(c.changeType()), Words.code(c.state()), tone(c.state()),
                c.state().ended(), Moment.of(c.publishedAt(), now), Moment.of(c.createdAt(), now), Moment.of(c.closedAt(), now),
                RingBar.of(rings, now), rings.isEmpty() ? "" : Words.number(effective) + " of " + Words.number(controlled) + " controlled devices effective when last measured",
                c.haltReason(), c.haltedBy(), Moment.of(c.haltedAt(), now),
                c.stopRequests().stream().skip(1).map(r -> new Also(r.person(), r.reason(), Moment.of(r.at(), now))).toList(), c.supersededBy(), c.kindDecidedBy(),
                !c.state().ended() && c.haltReason() == null && Halts.allowed(person), c.state() == CycleState.STOPPING);
    }

    /** Somebody who asked for the stop while it was in force. */
    record Also(String person, String reason, Moment at) {
    }

    private static String kindTone(CycleView c) {
        return c.kind() == null ? "quiet" : c.kind().withoutRestart() ? "hotpatch" : "lcu";
    }

    private static String tone(CycleState state) {
        return switch (state) {
            case PLANNING, SUPERSEDED -> "quiet";
            case AWAITING_APPROVAL, HELD -> "warn";
            case ROLLING_OUT, CLOSING -> "active";
            case STOPPING, STOPPED, REJECTED, ABANDONED -> "bad";
            case CLOSED -> "good";
        };
    }
}
