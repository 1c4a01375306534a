package io.hotpatchcycle;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.finding.FindingRows;
import io.hotpatchcycle.finding.Findings;
import io.hotpatchcycle.finding.KbTwinRows;
import io.hotpatchcycle.finding.KbTwins;
import io.hotpatchcycle.rollout.ShortTransactions;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Builds what answers vulnerability scanners. */
@Configuration(proxyBeanMethods = false)
class FindingWiring {

    @Bean
    Findings findings(JdbcTemplate jdbc, ShortTransactions transactions, Trail trail, @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        return new Findings(new FindingRows(jdbc), transactions::run, trail, businessClock);
    }

    @Bean
    KbTwins kbTwins(JdbcTemplate jdbc) {
        return new KbTwins(new KbTwinRows(jdbc));
    }
}
