package io.hotpatchcycle.console;

import io.hotpatchcycle.ring.RingView;
import io.hotpatchcycle.rollout.Drift;
import io.hotpatchcycle.rollout.GateProof;
import io.hotpatchcycle.rollout.GateStanding;
import io.hotpatchcycle.rollout.InstallClass;
import io.hotpatchcycle.rollout.Signal;
import io.hotpatchcycle.rollout.Signals;
import io.hotpatchcycle.rollout.TenantDrift;
import io.hotpatchcycle.rollout.UnapprovedInstall;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What the page of a cycle says of its gates: did they hold? */
@Component
class ProofNote {

    private static final int ROWS = 20;

    private final GateProof proof;
    private final TenantDrift drift;
    private final Signals signals;
    private final OwnDevices own;

    ProofNote(GateProof proof, TenantDrift drift, Signals signals, OwnDevices own) {
        this.own = own;
        this.signals = signals;
        this.proof = proof;
        this.drift = drift;
    }

    /** One device. */
    record Row(String device, String ring, String level, String installClass, String tone, String because, Moment from, Moment to) {

        static Row of(UnapprovedInstall i, Instant now) {
            return new Row(i.device(), i.ring(), i.level(), Words.code(i.installClass().name()), i.installClass().alarming() ? "bad" : "quiet", i.because(),
                    Moment.of(i.notBefore(), now), Moment.of(i.notAfter(), now));
        }
    }

    /** One change in the tenant that is not ours. */
    record Change(String unit, String what, String before, String after, String effect, String tone, String meaning, String actor, Moment from, Moment to) {

        static Change of(Drift d, Instant now) {
            boolean bad = "OPENS".equals(d.effect()) || "CLOSES".equals(d.effect());
            return new Change(d.unit(), Words.code(d.kind()) + ": " + d.fact().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ENGLISH), Drift.told(d.before()), Drift.told(d.after()), Words.code(d.effect()), bad ? "bad" : "quiet", d.meaning(),
                    d.actor() == null ? "not told yet" : d.actor(), Moment.of(d.notBefore(), now), Moment.of(d.notAfter(), now));
        }
    }

    /** One signal of one ring. */
    record Watched(String ring, String name, String devices, String limit, String mode, String standing, String tone, String note, Moment asOf) {

        static Watched of(String ring, Signal s, Instant now) {
            return new Watched(ring, Words.code(s.name()), s.devices() == null ? "not known" : Words.number(s.devices()) + " of " + Words.number(s.of()),
                    s.limit() == null ? "none" : s.limit() + " %", "GATE".equals(s.mode()) ? "stops the ring" : "observed only", Words.code(s.standing().name()),
                    s.standing() == Signal.Standing.BEYOND ? "bad" : "quiet", s.note(), Moment.of(s.asOf(), now));
        }
    }

    /** The signals of these rings, as last measured. */
    List<Watched> signals(String cycleId, List<RingView> rings, Instant now) {
        return rings.stream().flatMap(r -> signals.list(cycleId, r.name()).stream().map(s -> Watched.of(r.name(), s, now))).toList();
    }

    /** The changes by others, the newest first. */
    List<Change> changes(String cycleId, Instant now) {
        return drift.list(cycleId, 0, 5 * ROWS).stream().filter(d -> !"OURS".equals(d.effect())).limit(ROWS).map(d -> Change.of(d, now)).toList();
    }

    /** The whole section; {@code says} is null before the first look. */
    record View(String says, String tone, List<Row> rows, String total, Moment asOf) {
    }

    View of(String cycleId, Instant now) {
        GateStanding standing = proof.standing(cycleId);
        Map<InstallClass, Integer> counts = proof.counts(cycleId);
        int total = counts.values().stream().mapToInt(n -> n).sum();
        return new View(standing == null ? null : switch (standing) {
            case HELD -> total == 0 ? "No controlled device runs the release without an approval."
                    : "Every controlled device that runs the release without an approval is explained, or a person has decided on it.";
            case UNKNOWN -> counts.getOrDefault(InstallClass.UNKNOWN, 0) + " devices run the release without an approval, and nothing known explains it.";
            case NOT_HELD -> "The gate did not hold: " + counts.getOrDefault(InstallClass.GATE_NOT_HELD, 0) + " devices got the release without an approval.";
        }, standing == GateStanding.HELD ? "good" : "bad", proof.list(cycleId, own.rings(), 0, ROWS).stream().map(i -> Row.of(i, now)).toList(), Words.number(total),
                Moment.of(proof.asOf(cycleId), now));
    }
}
