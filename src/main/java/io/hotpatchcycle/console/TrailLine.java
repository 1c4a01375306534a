package io.hotpatchcycle.console;

import io.hotpatchcycle.audit.TrailProof;
import io.hotpatchcycle.audit.Verification;

/**
 * What the trail is worth, in one line.
 *
 * @param text for people
 * @param bad  whether the last look found something
 */
record TrailLine(String text, boolean bad) {

    static TrailLine of(TrailProof proof) {
        TrailProof.Progress progress = proof.progress();
        String sealed = progress.end() == null ? "Nothing sealed yet" : "Sealed up to " + String.format("%,d", progress.end().sequence())
                + (progress.waiting() == 0 ? "" : ", " + Words.count(progress.waiting(), "event") + " waiting");
        Verification last = proof.last().orElse(null);
        if (last == null) {
            return new TrailLine(sealed + " · not verified since the start", false);
        }
        String verified = " · verified " + Moment.of(last.at(), last.at()).text() + " (wall time): ";
        return last.intact() ? new TrailLine(sealed + verified + "intact" + (proof.isAnchored() ? "" : ", not anchored outside"), false)
                : new TrailLine(sealed + verified + "not intact. " + last.finding().sentence(), true);
    }
}
