package io.hotpatchcycle.approval;

import java.util.Optional;

/** A decision that cannot be taken as given. The message tells the person what to correct; nothing has changed. */
public class DecisionRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What stands in the way. */
    public enum Kind {
        /** What was given; the same person may give it again, corrected. */
        INPUT,
        /** Who it is: a {@link Rule} keeps this person from it, or another was asked. */
        PERSON,
        /** What happened meanwhile; nobody did wrong. */
        STATE,
        /** Somebody changed beside the task what it is about or says. */
        MEDDLED
    }

    private final Kind kind;
    private final Rule rule;
    private transient Attempt attempt;

    /** Because of what was given. */
    public DecisionRefused(String message) {
        this(Kind.INPUT, message);
    }

    public DecisionRefused(Kind kind, String message) {
        this(kind, null, message);
    }

    /** Because a rule keeps this person from it. */
    public DecisionRefused(Rule rule, String message) {
        this(Kind.PERSON, rule, message);
    }

    private DecisionRefused(Kind kind, Rule rule, String message) {
        super(message);
        this.kind = kind;
        this.rule = rule;
    }

    /** The rule that keeps this person from it; empty when it is none. */
    public final Optional<Rule> rule() {
        return Optional.ofNullable(rule);
    }

    public final Kind kind() {
        return kind;
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
