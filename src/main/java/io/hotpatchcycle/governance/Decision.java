package io.hotpatchcycle.governance;

import java.time.Instant;

/**
 * Four eyes on a proposal.
 *
 * @param decision {@code APPROVE} or {@code REJECT}; null while it waits
 */
public record Decision(String proposedBy, Instant proposedAt, String decision, String decidedBy, Instant decidedAt, String comment) {

    private static final int MAX_COMMENT = 2000;

    /** Whether somebody else approved it. */
    public boolean approved() {
        return "APPROVE".equals(decision);
    }

    /** Whether nobody has decided yet. */
    public boolean open() {
        return decision == null;
    }

    /** @throws GovernanceRefused when it was decided already, by the proposer himself, or without the reason it needs */
    void check(String what, String answer, String comment, String person) {
        if (!open()) {
            throw GovernanceRefused.conflict(what + " was decided already: " + decision + " by " + decidedBy + ". Propose it anew to change that.");
        }
        if (!"APPROVE".equals(answer) && !"REJECT".equals(answer)) {
            throw GovernanceRefused.badInput("'decision' must be APPROVE or REJECT, not '" + answer + "'.");
        }
        if (person.equals(proposedBy)) {
            throw GovernanceRefused.conflict(person + " proposed " + what + " and cannot decide it: it takes another pair of eyes.");
        }
        if ("REJECT".equals(answer) && comment.isBlank()) {
            throw GovernanceRefused.badInput("'comment' is required to reject: say why.");
        }
        text("comment", comment, MAX_COMMENT);
    }

    static String text(String name, String value, int most) {
        String text = value == null ? "" : value.strip();
        if (text.length() > most) {
            throw GovernanceRefused.badInput("'" + name + "' has " + text.length() + " characters; at most " + most + " are kept. Shorten it.");
        }
        if (text.indexOf('\0') >= 0) {
            throw GovernanceRefused.badInput("'" + name + "' contains a character that is no text (U+0000). Remove it.");
        }
        return text;
    }

    static String required(String name, String value, int most) {
        String text = text(name, value, most);
        if (text.isEmpty()) {
            throw GovernanceRefused.badInput("'" + name + "' is required.");
        }
        return text;
    }
}
