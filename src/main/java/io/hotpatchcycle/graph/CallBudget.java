package io.hotpatchcycle.graph;

import java.time.Duration;

/** Port to the calls that are left to us: asked before each request, told when Graph says stop. */
interface CallBudget {

    /** No budget: for the sandbox, which limits nobody unless asked to. */
    CallBudget UNLIMITED = new CallBudget() {

        @Override
        public Duration take(CallFamily family, int units, Duration longestWait) {
            return Duration.ZERO;
        }

        @Override
        public void blocked(CallFamily family, Duration wait) {
            // nobody to tell
        }
    };

    /**
     * Takes units; they are taken also where they have to be waited for.
     *
     * @return how long to wait before sending; more than {@code longestWait} means that nothing was taken
     */
    Duration take(CallFamily family, int units, Duration longestWait);

    /** Graph said to wait: nobody sends for so long. */
    void blocked(CallFamily family, Duration wait);
}
