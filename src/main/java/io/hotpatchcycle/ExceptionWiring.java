package io.hotpatchcycle;

import io.hotpatchcycle.approval.ExemptionRows;
import io.hotpatchcycle.approval.Exemptions;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.cycle.ExemptionsInForce;
import io.hotpatchcycle.cycle.ShownExemption;
import io.hotpatchcycle.fleet.Fleet;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.rollout.Rollouts;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Builds what departs from the rule: exemptions, waivers, decisions not to deploy. */
@Configuration(proxyBeanMethods = false)
class ExceptionWiring {

    @Bean
    Exemptions exemptions(JdbcTemplate jdbc, Trail trail, @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        return new Exemptions(new ExemptionRows(jdbc), trail, businessClock);
    }

    @Bean
    ExemptionsInForce exemptionsInForce(Cycles cycles, Rings rings, Rollouts rollouts) {
        return new ExemptionsInForce(cycles, rings, rollouts);
    }

    @Bean
    ShownExemption shownExemption(Exemptions exemptions, Fleet fleet) {
        return new ShownExemption(exemptions, fleet);
    }
}
