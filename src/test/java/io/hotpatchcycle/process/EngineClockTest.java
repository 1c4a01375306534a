package io.hotpatchcycle.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;

import org.camunda.bpm.engine.impl.jobexecutor.DefaultJobExecutor;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.Test;

class EngineClockTest {

    @Test
    void theEngineFollowsTheBusinessClockUntilItIsClosed() {
        Instant then = Instant.parse("2025-01-14T18:00:00Z");

        try (EngineClock clock = new EngineClock(Clock.fixed(then, ZoneOffset.UTC))) {
            assertThat(ClockUtil.getCurrentTime()).isEqualTo(Date.from(then));
        }
        assertThat(ClockUtil.getCurrentTime()).isCloseTo(new Date(), 60_000);
    }

    @Test
    void locksLastFiveMinutesOfRealTimeAtEveryPace() {
        DefaultJobExecutor jobExecutor = new DefaultJobExecutor();
        EnginePace pace = new EnginePace(jobExecutor);

        pace.follow(1);
        assertThat(jobExecutor.getLockTimeInMillis()).isEqualTo(300_000);
        pace.follow(0);
        assertThat(jobExecutor.getLockTimeInMillis()).isEqualTo(300_000);
        pace.follow(EnginePace.FASTEST);
        assertThat(jobExecutor.getLockTimeInMillis()).isEqualTo(2_100_000_000);
        assertThatThrownBy(() -> pace.follow(EnginePace.FASTEST + 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
