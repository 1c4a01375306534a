package io.hotpatchcycle;

import io.hotpatchcycle.eligibility.DecisionTables;
import io.hotpatchcycle.eligibility.TrendRows;
import io.hotpatchcycle.fleet.Fleet;
import io.hotpatchcycle.fleet.Sync;
import io.hotpatchcycle.fleet.SyncRows;
import io.hotpatchcycle.ring.RingMixRows;
import io.hotpatchcycle.ring.RingMixes;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Builds what looks at plans across rings and cycles. */
@Configuration(proxyBeanMethods = false)
class FleetWiring {

    @Bean
    Sync sync(Fleet fleet, JdbcTemplate jdbc, @Qualifier(Clocks.WALL) Clock wallClock, @Value("${camunda.bpm.job-execution.enabled:true}") boolean beside) {
        return new Sync(fleet, new SyncRows(jdbc), wallClock, beside);
    }

    @Bean
    RingMixes ringMixes(JdbcTemplate jdbc, DecisionTables tables) {
        return new RingMixes(new RingMixRows(jdbc), tables);
    }

    @Bean
    TrendRows trendRows(JdbcTemplate jdbc) {
        return new TrendRows(jdbc);
    }
}
