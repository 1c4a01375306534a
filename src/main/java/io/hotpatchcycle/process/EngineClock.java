package io.hotpatchcycle.process;

import java.time.Clock;

import org.joda.time.DateTimeUtils;

/**
 * Makes the engine's timers, due dates and history follow the business clock.
 *
 * <p>The engine asks Joda for the time, and Joda's provider is one per JVM; so only one engine clock can be in force.
 */
final class EngineClock implements AutoCloseable {

    EngineClock(Clock businessClock) {
        DateTimeUtils.setCurrentMillisProvider(businessClock::millis);
    }

    /** Gives the engine the time of the machine again. */
    @Override
    public void close() {
        DateTimeUtils.setCurrentMillisSystem();
    }
}
