package io.hotpatchcycle.approval;

/** A decision that cannot be taken as given. The message tells the person what to correct; nothing has changed. */
public final class DecisionRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DecisionRefused(String message) {
        super(message);
    }
}
