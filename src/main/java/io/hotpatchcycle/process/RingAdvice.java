package io.hotpatchcycle.process;

import io.hotpatchcycle.release.Kind;
import io.hotpatchcycle.ring.RingPolicy;
import io.hotpatchcycle.ring.RingSettings;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.Wilson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells what sample each ring's gate needs: a limit that its ring is too small to prove always ends with a person. */
public final class RingAdvice {

    private final Rings rings;
    private final ModelSets modelSets;

    RingAdvice(Rings rings, ModelSets modelSets) {
        this.rings = rings;
        this.modelSets = modelSets;
    }

    /** One sentence for each ring, by the active ring-policy. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        for (RingSettings ring : rings.settings()) {
            Double limit = limit(ring.name());
            sentences.add(limit == null ? "Ring '" + ring.name() + "': ring-policy of the model set in use has no rule for it that can be used. Its cycles hold; see "
                    + "the page of models." : String.format(Locale.ROOT, "Ring '%s': proving at most %.1f %% failures takes %d devices without a failure%s", ring.name(), limit,
                    Wilson.sampleToProve(limit), ring.share() == null ? "" : ", so a fleet of at least "
                            + Math.round(Math.ceil(Wilson.sampleToProve(limit) * 100 / ring.share().doubleValue())) + " active devices"));
        }
        return sentences;
    }

    /** Null when the table says none: a set with a fault must not keep the program from starting, for the way back leads through it. */
    private Double limit(String ring) {
        try {
            return RingPolicy.rule(modelSets.open("ring-policy"), ring, Kind.HOTPATCH.name(), "STANDARD")
                    .map(policy -> policy.get("failureLimit")).filter(Number.class::isInstance).map(said -> ((Number) said).doubleValue()).orElse(null);
        } catch (RuntimeException e) {
            return null;
        }
    }
}
