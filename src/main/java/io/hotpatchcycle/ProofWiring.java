package io.hotpatchcycle;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.eligibility.DecisionTables;
import io.hotpatchcycle.rollout.GateProof;
import io.hotpatchcycle.rollout.GateProofRows;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Builds what proves that the gates held. */
@Configuration(proxyBeanMethods = false)
class ProofWiring {

    @Bean
    GateProof gateProof(JdbcTemplate jdbc, DecisionTables tables, Trail trail, @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        return new GateProof(new GateProofRows(jdbc), tables, trail, businessClock);
    }
}
