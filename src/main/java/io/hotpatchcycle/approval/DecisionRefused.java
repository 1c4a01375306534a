package io.hotpatchcycle.approval;

/** A decision that cannot be taken as given. The message tells the person what to correct; nothing has changed. */
public class DecisionRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private transient Attempt attempt;

    public DecisionRefused(String message) {
        super(message);
    }

    /**
     * What was tried.
     *
     * @param person null when nobody is signed in
     */
    public record Attempt(String cycleId, String ring, Subject subject, String taskId, String decision, String person) {
    }

    /** Notes what was tried, for the trail. */
    public final DecisionRefused during(Attempt tried) {
        attempt = tried;
        return this;
    }

    /** What was tried; null when that is not known. */
    public final Attempt attempt() {
        return attempt;
    }
}
