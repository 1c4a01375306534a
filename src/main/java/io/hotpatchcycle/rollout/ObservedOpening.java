package io.hotpatchcycle.rollout;

import java.time.Instant;

/**
 * What mode observe would have done with a ring, against what happened to its devices without us.
 *
 * @param at        when it would have been opened
 * @param obstacle  what would have held it back in mode control; empty when nothing
 * @param devices   active devices it would have been opened to
 * @param already   of them, ran the release before that moment
 * @param effective run it now
 * @param failed    reported a failure and do not run it
 * @param pending   have no outcome yet
 * @param planned   restarts the plan expected
 * @param restarted restarts that were seen
 */
public record ObservedOpening(String ring, Instant at, String obstacle, int devices, int already, int effective, int failed, int pending, int planned,
                              int restarted) {

    /** Both sides in one sentence. */
    public String sentence() {
        return (obstacle.isEmpty() ? "Would have opened at " + at : "Would have been held at " + at + " (" + obstacle + ")") + " for " + devices
                + " devices. In fact " + already + " ran the release before that, " + effective + " run it now, " + failed + " failed and " + pending
                + " have no outcome; " + planned + " restarts were planned and " + restarted + " seen.";
    }
}
