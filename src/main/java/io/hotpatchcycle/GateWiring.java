package io.hotpatchcycle;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.graph.GraphTenant;
import io.hotpatchcycle.rollout.Canary;
import io.hotpatchcycle.rollout.CanaryPlan;
import io.hotpatchcycle.rollout.CanaryProof;
import io.hotpatchcycle.rollout.CanaryProofs;
import io.hotpatchcycle.rollout.CanaryRows;
import io.hotpatchcycle.rollout.RollBackRows;
import io.hotpatchcycle.rollout.Rollouts;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Builds what proves that the tenant's policies hold updates back. A sandbox says by itself what it plays. */
@Configuration(proxyBeanMethods = false)
class GateWiring {

    private static final Logger LOG = LoggerFactory.getLogger(GateWiring.class);

    @Bean
    CanaryProofs canaryProofs(Rollouts rollouts) {
        return rollouts.proofs();
    }

    @Bean
    Canary canary(GraphTenant tenant, HotpatchSettings settings, JdbcTemplate jdbc, Rollouts rollouts, Trail trail,
                  @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        return new Canary(new CanaryPlan(tenant.policies(), tenant.devices(), tenant.catalog()),
                new Canary.Tenant(tenant.ringGate(), tenant.devices(), tenant.reports(), tenant.rollBack()), new CanaryRows(jdbc, settings.tenantKey()),
                new RollBackRows(jdbc, settings.tenantKey()), rollouts.ledger(), trail, businessClock);
    }

    /** Before the first job runs: what a sandbox plays, and what counts from now on. */
    @Bean
    SmartInitializingSingleton gateStanding(CanaryProofs proofs, ObjectProvider<TenantTime> sandbox) {
        return () -> {
            sandbox.ifAvailable(time -> declare(proofs, time.gateAnswer()));
            if (proofs.problem().isPresent()) {
                LOG.warn("{}", proofs.sentence());
            } else {
                LOG.info("Gate: {}", proofs.sentence());
            }
        };
    }

    private static void declare(CanaryProofs proofs, String answer) {
        switch (answer) {
            case "GATING" -> proofs.declare(CanaryProof.Outcome.GATING, "it holds hotpatches back until they are approved");
            case "REFUSED" -> proofs.declare(CanaryProof.Outcome.REFUSED, "it says that it refuses such policies");
            case "LEAKING" -> proofs.declare(CanaryProof.Outcome.LEAKING, "it says that it lets hotpatches through without approval");
            default -> throw new StartRefusedException("The sandbox says that it answers '" + answer + "' to hotpatch with manual approval, which this version "
                    + "does not know. Use a sandbox of this version.");
        }
    }
}
