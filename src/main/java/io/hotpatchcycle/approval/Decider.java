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

    /** How a program proves what it is, alone or before the methods that its token names. */
    public static final String CLIENT = "client";

    public Decider {
        groups = groups == null ? List.of() : List.copyOf(groups);
    }

    /** Whether a program came with a token of its own, for no person. */
    boolean program() {
        return isProgram(provedBy);
    }

    /** The same of how somebody proved who he is; null where there was no sign-in. */
    public static boolean isProgram(String provedBy) {
        return provedBy != null && (provedBy.equals(CLIENT) || provedBy.startsWith(CLIENT + " "));
    }
}
