package io.hotpatchcycle.notice;

import java.time.Duration;

/** Carries messages of one kind; one attempt per call. */
interface Channel {

    ChannelKind kind();

    /** Tries once. Throws nothing that a network or the other side can cause. */
    Outcome send(Message message, Told told);

    /**
     * What became of an attempt.
     *
     * @param problem what happened, without addresses of webhooks
     * @param after   when the other side wants to be asked again; null where it did not say
     */
    record Outcome(Result result, String problem, Duration after) {

        static final Outcome SENT = new Outcome(Result.SENT, "", null);

        static Outcome later(String problem) {
            return new Outcome(Result.LATER, problem, null);
        }

        static Outcome refused(String problem) {
            return new Outcome(Result.REFUSED, problem, null);
        }

        static Outcome ambiguous(String problem) {
            return new Outcome(Result.AMBIGUOUS, problem, null);
        }
    }

    /** The closed set of what can become of an attempt. */
    enum Result {
        /** The other side has it. */
        SENT,
        /** It surely was not sent; it may work later. */
        LATER,
        /** It surely was not sent, and never will be as it is. */
        REFUSED,
        /** Nobody knows. */
        AMBIGUOUS
    }
}
