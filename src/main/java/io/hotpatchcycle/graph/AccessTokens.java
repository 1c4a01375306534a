package io.hotpatchcycle.graph;

/** Where access tokens for Graph come from. Asked before every request; never logged. */
@FunctionalInterface
public interface AccessTokens {

    /**
     * A token that is valid now.
     *
     * @throws SignInFailed when none can be had
     */
    String get();

    /** The application that these tokens are for, as its tenant names it. */
    default String application() {
        return "sandbox";
    }

    /**
     * Told that Graph did not take a token, although it looked valid.
     *
     * @return whether asking again may give another one
     */
    default boolean rejected(String token) {
        return false;
    }
}
