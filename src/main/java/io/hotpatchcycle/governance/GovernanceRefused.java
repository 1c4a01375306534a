package io.hotpatchcycle.governance;

/** A step that the rules do not allow. The message says what to do instead; nothing has changed. */
public final class GovernanceRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean conflict;

    GovernanceRefused(String message, boolean conflict) {
        super(message);
        this.conflict = conflict;
    }

    static GovernanceRefused badInput(String message) {
        return new GovernanceRefused(message, false);
    }

    static GovernanceRefused conflict(String message) {
        return new GovernanceRefused(message, true);
    }

    /** Whether what is there already stands against it, not the input. */
    public boolean isConflict() {
        return conflict;
    }
}
