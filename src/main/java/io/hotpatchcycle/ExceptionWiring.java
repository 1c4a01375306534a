package io.hotpatchcycle;

import io.hotpatchcycle.approval.ExemptionRows;
import io.hotpatchcycle.approval.Exemptions;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.cycle.Emergencies;
import io.hotpatchcycle.cycle.EmergencyRows;
import io.hotpatchcycle.cycle.ExemptionsInForce;
import io.hotpatchcycle.cycle.Planning;
import io.hotpatchcycle.cycle.ReleaseDecisionRows;
import io.hotpatchcycle.cycle.ReleaseDecisions;
import io.hotpatchcycle.cycle.ShownExemption;
import io.hotpatchcycle.cycle.ShownRollBack;
import io.hotpatchcycle.eligibility.DecisionTables;
import io.hotpatchcycle.fleet.Fleet;
import io.hotpatchcycle.graph.GraphTenant;
import io.hotpatchcycle.release.KevList;
import io.hotpatchcycle.release.ReleaseRows;
import io.hotpatchcycle.release.SecurityGuide;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.rollout.RollBackRows;
import io.hotpatchcycle.rollout.RollBacks;
import io.hotpatchcycle.rollout.Rollouts;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

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
    Emergencies emergencies(JdbcTemplate jdbc, Cycles cycles, Planning planning, Rings rings, DecisionTables tables, Trail trail,
                            @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        return new Emergencies(new EmergencyRows(jdbc), cycles, planning, rings, tables, trail, businessClock);
    }

    @Bean
    ReleaseDecisions releaseDecisions(JdbcTemplate jdbc, Cycles cycles, Trail trail, @Qualifier(Clocks.BUSINESS) Clock businessClock,
                                      @Qualifier(Clocks.WALL) Clock wallClock) {
        return new ReleaseDecisions(new ReleaseDecisionRows(jdbc), cycles, trail, businessClock, wallClock);
    }

    @Bean
    KevList kevList(@Value("${hotpatch.kev-file:}") String file) {
        return new KevList(file.isEmpty() ? null : Path.of(file));
    }

    @Bean
    SecurityGuide securityGuide(@Value("${hotpatch.msrc-folder:}") String folder, JdbcTemplate jdbc, Trail trail,
                                @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        return new SecurityGuide(folder.isEmpty() ? null : Path.of(folder), new ReleaseRows(JdbcClient.create(jdbc)), trail, businessClock);
    }

    @Bean
    RollBacks rollBacks(JdbcTemplate jdbc, Rollouts rollouts, GraphTenant tenant, Rings rings, Fleet fleet, HotpatchSettings settings, Trail trail,
                        @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        return new RollBacks(new RollBackRows(jdbc, settings.tenantKey()), rollouts, tenant.rollBack(), tenant.ringGate(), rings, fleet, settings.mode(), trail, businessClock);
    }

    @Bean
    ShownRollBack shownRollBack(RollBacks rollBacks, Rings rings, Fleet fleet) {
        return new ShownRollBack(rollBacks, rings, fleet);
    }

    @Bean
    ShownExemption shownExemption(Exemptions exemptions, Fleet fleet) {
        return new ShownExemption(exemptions, fleet);
    }
}
