package io.hotpatchcycle;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.eligibility.DecisionTables;
import io.hotpatchcycle.graph.GraphTenant;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.rollout.DriftRows;
import io.hotpatchcycle.rollout.EnrolmentRows;
import io.hotpatchcycle.rollout.GateProof;
import io.hotpatchcycle.rollout.GateProofRows;
import io.hotpatchcycle.rollout.ShortTransactions;
import io.hotpatchcycle.rollout.SignalRows;
import io.hotpatchcycle.rollout.Signals;
import io.hotpatchcycle.rollout.StartUpRows;
import io.hotpatchcycle.rollout.StartUps;
import io.hotpatchcycle.rollout.TenantDrift;
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

    @Bean
    Signals signals(JdbcTemplate jdbc, GraphTenant tenant, DecisionTables tables, ShortTransactions transactions, @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        StartUps startUps = new StartUps(new StartUpRows(jdbc), tenant.startUps(), tables, transactions, businessClock);
        return new Signals(new SignalRows(jdbc), startUps, tables, businessClock);
    }

    @Bean
    TenantDrift tenantDrift(JdbcTemplate jdbc, Rings rings, GraphTenant tenant, DecisionTables tables, Trail trail,
                            @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        return new TenantDrift(new DriftRows(jdbc), new EnrolmentRows(jdbc), rings,
                new TenantDrift.Sources(tenant.policies(), tenant.ringGate(), tenant.changes()), tables, trail, businessClock);
    }
}
