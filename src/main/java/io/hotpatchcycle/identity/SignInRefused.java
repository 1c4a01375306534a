package io.hotpatchcycle.identity;

import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;

/** The directory knows the person, but this program does not let them in. */
final class SignInRefused extends OAuth2AuthenticationException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** @param detail for the trail and the log: what exactly was wrong */
    SignInRefused(Reason reason, String detail) {
        super(new OAuth2Error(reason.code(), detail, null), detail);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }

    /** Why somebody is not let in, and what to do about it. */
    enum Reason {
        NO_SUBJECT("Your account comes without the identifier this program needs. An administrator must check hotpatch.sign-in.subject-claim."),
        ID_TAKEN("Your identifier belongs to a local account, or to another directory. An administrator must look at it."),
        NO_ROLE("None of your groups has a role in Hotpatch Cycle. Ask whoever manages groups in your directory to add you to one."),
        TOO_MANY_GROUPS("You are in so many groups that your directory leaves them out of the token, and this program cannot look them up. An "
                + "administrator must assign application roles, or restrict the claim to groups assigned to the application."),
        GROUPS_UNREADABLE("You are in so many groups that your directory leaves them out of the token, and looking them up failed, so you have none here. Try "
                + "again in a minute; an administrator finds the reason in the audit trail."),
        DIRECTORY_UNAVAILABLE("The directory does not answer. Try again in a minute; when it stays so, an administrator has a break-glass account."),
        LOCAL_CLOSED("Local accounts are closed here: sign in through the directory. Only break-glass accounts have a password."),
        LATE("The sign-in took too long, or was begun in another window. Try again."),
        TOKEN("The directory's answer was not accepted. Try again; an administrator finds the reason in the audit trail.");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        String sentence() {
            return sentence;
        }

        /** As it stands in addresses and in the trail. */
        String code() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        /** The reason with this code; the most general one for any other text. */
        static Reason of(String code) {
            for (Reason reason : values()) {
                if (reason.code().equals(code)) {
                    return reason;
                }
            }
            return TOKEN;
        }
    }
}
