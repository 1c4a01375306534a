package io.hotpatchcycle.identity;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who can sign in on an installation that is still empty.
 *
 * @param sandbox whether the demo people exist
 * @param admin first administrator of a real installation; no user, no administrator
 */
@ConfigurationProperties("hotpatch")
record IdentitySettings(@DefaultValue Sandbox sandbox, @DefaultValue Admin admin) {

    /** @param enabled true in the sandbox, where everybody may know every password */
    record Sandbox(@DefaultValue("false") boolean enabled) {
    }

    /**
     * @param user id of the administrator, empty for none
     * @param password at least 12 characters; needed once, when the administrator is created
     */
    record Admin(@DefaultValue("") String user, @DefaultValue("") String password) {

        /** Shortest password that is accepted. */
        static final int SHORTEST = 12;

        boolean wanted() {
            return !user.isBlank();
        }

        @Override
        public String toString() {
            return "Admin[user=" + user + "]"; // a password has no business in a log
        }
    }
}
