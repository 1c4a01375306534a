package io.hotpatchcycle.process;

import io.hotpatchcycle.release.Kind;
import io.hotpatchcycle.ring.RingSettings;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.Wilson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
            Map<String, Object> policy = modelSets.open("ring-policy").evaluate(Map.of("ringName", ring.name(), "kind", Kind.HOTPATCH.name(),
                    "changeType", "STANDARD")).stream().findFirst().orElseThrow(() -> new IllegalStateException(
                    "ring-policy has no rule for ring '" + ring.name() + "'. Add one, or a last rule for any ring."));
            double limit = ((Number) policy.get("failureLimit")).doubleValue();
            sentences.add(String.format(Locale.ROOT, "Ring '%s': proving at most %.1f %% failures takes %d devices without a failure%s", ring.name(), limit,
                    Wilson.sampleToProve(limit), ring.share() == null ? "" : ", so a fleet of at least "
                            + Math.round(Math.ceil(Wilson.sampleToProve(limit) * 100 / ring.share().doubleValue())) + " active devices"));
        }
        return sentences;
    }
}
