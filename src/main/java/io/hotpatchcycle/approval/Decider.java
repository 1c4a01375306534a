package io.hotpatchcycle.approval;

import java.time.Instant;
import java.util.List;

/**
 * Who decides.
 *
 * @param id       null when nobody is signed in
 * @param groups   as held now
 * @param provedAt when they proved who they are, wall time; null where there was no sign-in, e.g. in a rehearsal
 * @param provedBy how, e.g. {@code password} or {@code oidc amr=mfa+pwd}
 */
public record Decider(String id, List<String> groups, Instant provedAt, String provedBy) {

    public Decider {
        groups = groups == null ? List.of() : List.copyOf(groups);
    }

    /** Whether a program came with a token of its own, for no person. */
    boolean program() {
        return provedBy != null && (provedBy.equals("client") || provedBy.startsWith("client "));
    }
}
