package io.hotpatchcycle;

import java.time.Clock;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The two clocks of the program, told apart by qualifier.
 *
 * <p>{@code businessClock} is the time of cycles, timers and devices, virtual in the sandbox; {@code wallClock} is the
 * time of this machine, for tokens, sessions and the second time stamp of the trail.
 */
@Configuration(proxyBeanMethods = false)
public class Clocks {

    /** Qualifier of the clock of cycles, timers and devices. */
    public static final String BUSINESS = "businessClock";
    /** Qualifier of the clock of this machine. */
    public static final String WALL = "wallClock";

    /** Who has a business time of its own, as the sandbox has, is a bean of this type; without one it is wall time. */
    @FunctionalInterface
    public interface BusinessTime {

        /** Never goes backwards, in UTC. */
        Clock clock();
    }

    @Bean(BUSINESS)
    Clock businessClock(ObjectProvider<BusinessTime> businessTime) {
        BusinessTime own = businessTime.getIfAvailable();
        return own == null ? Clock.systemUTC() : own.clock();
    }

    @Bean(WALL)
    Clock wallClock() {
        return Clock.systemUTC();
    }
}
