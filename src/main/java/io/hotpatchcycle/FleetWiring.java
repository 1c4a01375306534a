package io.hotpatchcycle;

import io.hotpatchcycle.eligibility.DecisionTables;
import io.hotpatchcycle.eligibility.TrendRows;
import io.hotpatchcycle.ring.RingMixRows;
import io.hotpatchcycle.ring.RingMixes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Builds what looks at plans across rings and cycles. */
@Configuration(proxyBeanMethods = false)
class FleetWiring {

    @Bean
    RingMixes ringMixes(JdbcTemplate jdbc, DecisionTables tables) {
        return new RingMixes(new RingMixRows(jdbc), tables);
    }

    @Bean
    TrendRows trendRows(JdbcTemplate jdbc) {
        return new TrendRows(jdbc);
    }
}
