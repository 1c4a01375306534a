package io.hotpatchcycle.rollout;

import java.time.Duration;

/** A fault whose source said how long to wait before the next attempt. */
public interface ToldToWait {

    /** How long; null when it did not say. */
    Duration retryAfter();
}
