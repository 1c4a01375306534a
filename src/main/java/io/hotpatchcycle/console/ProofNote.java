package io.hotpatchcycle.console;

import io.hotpatchcycle.rollout.GateProof;
import io.hotpatchcycle.rollout.GateStanding;
import io.hotpatchcycle.rollout.InstallClass;
import io.hotpatchcycle.rollout.UnapprovedInstall;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What the page of a cycle says of its gates: did they hold? */
@Component
class ProofNote {

    private static final int ROWS = 20;

    private final GateProof proof;

    ProofNote(GateProof proof) {
        this.proof = proof;
    }

    /** One device. */
    record Row(String device, String ring, String level, String installClass, String tone, String because, Moment from, Moment to) {

        static Row of(UnapprovedInstall i, Instant now) {
            return new Row(i.device(), i.ring(), i.level(), Words.code(i.installClass().name()), i.installClass().alarming() ? "bad" : "quiet", i.because(),
                    Moment.of(i.notBefore(), now), Moment.of(i.notAfter(), now));
        }
    }

    /** The whole section; {@code says} is null before the first look. */
    record View(String says, String tone, List<Row> rows, String total) {
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
        }, standing == GateStanding.HELD ? "good" : "bad", proof.list(cycleId, 0, ROWS).stream().map(i -> Row.of(i, now)).toList(), Words.number(total));
    }
}
