package io.hotpatchcycle.rollout;

import io.hotpatchcycle.audit.Trail;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Whether this tenant's policies are proven to hold updates back. The guard asks it before each opening. */
public final class CanaryProofs {

    private final CanaryRows rows;
    private final Trail trail;
    private final Clock businessClock;

    public CanaryProofs(CanaryRows rows, Trail trail, Clock businessClock) {
        this.rows = rows;
        this.trail = trail;
        this.businessClock = businessClock;
    }

    /** Takes over what a sandbox says of itself. Not for a real tenant, which has to be tried. */
    public void declare(CanaryProof.Outcome outcome, String seen) {
        if (rows.standing().filter(p -> !p.observed() && p.outcome() == outcome).isEmpty()) {
            rows.declare(outcome, seen, businessClock.instant());
            trail.system("gate.declared", null, null, Map.of("outcome", outcome.name(), "seen", seen));
        }
    }

    /** The proof that counts now; empty when there never was one that says anything. */
    public Optional<CanaryProof> standing() {
        return rows.standing();
    }

    /** Why nothing may be approved in this tenant; empty when it is proven that approvals are waited for. */
    public Optional<String> problem() {
        Instant now = businessClock.instant();
        Optional<CanaryProof> proof = rows.standing();
        if (proof.filter(p -> p.valid(now)).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(proof.map(p -> switch (p.outcome()) {
            case GATING -> "the proof that its policies hold updates back ended at " + p.validUntil() + ". ";
            case REFUSED -> "it does not take hotpatch together with manual approval (" + p.seen() + "). ";
            case LEAKING -> "its policies do not hold updates back (" + p.seen() + "). ";
            case INCONCLUSIVE -> throw new IllegalStateException("An inconclusive proof never stands.");
        }).orElse("nobody has proven that its policies hold updates back. ") + "Prove it on test devices: check --canary GROUP.");
    }

    /** The state in one sentence, for screens. */
    public String sentence() {
        return problem().map(why -> "Nothing opens in this tenant: " + why).orElseGet(() -> rows.standing().map(p -> p.observed()
                ? "Proven on test devices by " + p.askedBy() + " at " + p.endedAt() + ", valid until " + p.validUntil() + ": " + p.seen()
                : "Told by the sandbox: " + p.seen()).orElseThrow());
    }
}
