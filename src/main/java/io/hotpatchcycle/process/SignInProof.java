package io.hotpatchcycle.process;

import java.time.Instant;
import java.util.Optional;

/** Tells how the person of the current request proved who they are. */
@FunctionalInterface
public interface SignInProof {

    /** The proof of this person; empty outside a request, or when the request is somebody else's. */
    Optional<Proof> of(String person);

    /**
     * A sign-in.
     *
     * @param at  wall time; null when the session does not know
     * @param how e.g. {@code password}
     */
    record Proof(Instant at, String how) {
    }
}
