package io.hotpatchcycle;

import io.hotpatchcycle.approval.ApprovalRows;
import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.approval.ChangeReferenceRule;
import io.hotpatchcycle.approval.Substitutes;
import io.hotpatchcycle.approval.ManualTestRows;
import io.hotpatchcycle.approval.ManualTests;
import io.hotpatchcycle.approval.ModelEditors;
import io.hotpatchcycle.approval.Separation;
import io.hotpatchcycle.approval.SeparationRows;
import io.hotpatchcycle.approval.ShortageRows;
import io.hotpatchcycle.approval.Shortages;
import io.hotpatchcycle.audit.EventRows;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.cycle.CycleRows;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.cycle.EarlierRows;
import io.hotpatchcycle.cycle.Emergencies;
import io.hotpatchcycle.cycle.FailureRows;
import io.hotpatchcycle.cycle.Planning;
import io.hotpatchcycle.cycle.PolicyTables;
import io.hotpatchcycle.cycle.Shown;
import io.hotpatchcycle.eligibility.DecisionTables;
import io.hotpatchcycle.eligibility.Eligibilities;
import io.hotpatchcycle.eligibility.EligibilityRows;
import io.hotpatchcycle.eligibility.LicenceTable;
import io.hotpatchcycle.fleet.DeviceRows;
import io.hotpatchcycle.fleet.Fleet;
import io.hotpatchcycle.fleet.Sync;
import io.hotpatchcycle.freeze.FreezeRows;
import io.hotpatchcycle.freeze.Freezes;
import io.hotpatchcycle.graph.GraphTenant;
import io.hotpatchcycle.identity.RingOwners;
import io.hotpatchcycle.notice.NoticeRows;
import io.hotpatchcycle.notice.Outbox;
import io.hotpatchcycle.release.KnownIssueRows;
import io.hotpatchcycle.release.KnownIssues;
import io.hotpatchcycle.release.ReleaseRows;
import io.hotpatchcycle.release.Releases;
import io.hotpatchcycle.restart.RestartRows;
import io.hotpatchcycle.restart.Restarts;
import io.hotpatchcycle.ring.PlanRows;
import io.hotpatchcycle.ring.RingRows;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.UnitRows;
import io.hotpatchcycle.rollout.ExpediteRows;
import io.hotpatchcycle.rollout.Expedites;
import io.hotpatchcycle.rollout.GateProof;
import io.hotpatchcycle.rollout.GuardRows;
import io.hotpatchcycle.rollout.LedgerRows;
import io.hotpatchcycle.rollout.MemberRows;
import io.hotpatchcycle.rollout.Mode;
import io.hotpatchcycle.rollout.ObservedRows;
import io.hotpatchcycle.rollout.ProgressRows;
import io.hotpatchcycle.rollout.CanaryRows;
import io.hotpatchcycle.rollout.Rollouts;
import io.hotpatchcycle.rollout.ShortTransactions;
import io.hotpatchcycle.rollout.Signals;
import io.hotpatchcycle.rollout.StopCounts;
import io.hotpatchcycle.rollout.TenantDrift;
import io.hotpatchcycle.rollout.StopRows;
import java.time.Clock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Builds the core, which is plain Java, out of its faces, rows and ports. */
@Configuration(proxyBeanMethods = false)
class Wiring {

    private final Clock businessClock;
    private final Clock wallClock;
    private final JdbcTemplate jdbc;

    Wiring(@Qualifier(Clocks.BUSINESS) Clock businessClock, @Qualifier(Clocks.WALL) Clock wallClock, JdbcTemplate jdbc) {
        this.businessClock = businessClock;
        this.wallClock = wallClock;
        this.jdbc = jdbc;
    }

    @Bean
    Trail trail() {
        return new Trail(new EventRows(jdbc), businessClock, wallClock, new Outbox(new NoticeRows(jdbc)));
    }

    @Bean
    Releases releases(GraphTenant tenant) {
        return new Releases(new ReleaseRows(JdbcClient.create(jdbc)), tenant.catalog(), businessClock);
    }

    @Bean
    KnownIssues knownIssues(GraphTenant tenant, Releases releases, Trail trail) {
        return new KnownIssues(new KnownIssueRows(jdbc), releases, tenant.catalog(), trail, businessClock);
    }

    @Bean
    Fleet fleet(GraphTenant tenant, DecisionTables tables) {
        return new Fleet(new DeviceRows(jdbc), tenant.devices(), () -> LicenceTable.of(tables), businessClock);
    }

    @Bean
    Eligibilities eligibilities(DecisionTables tables) {
        return new Eligibilities(new EligibilityRows(jdbc), tables);
    }

    @Bean
    Rings rings(HotpatchSettings settings, GraphTenant tenant, Trail trail) {
        return new Rings(settings.ringSettings(), new PlanRows(jdbc), new RingRows(jdbc), new UnitRows(jdbc), tenant.policies(), trail, businessClock,
                settings.mode() == Mode.OBSERVE);
    }

    /** Groups of people, for sign-in and the engine's rights. */
    @Bean
    RingOwners ringOwners(HotpatchSettings settings) {
        return new RingOwners(settings.ringSettings().stream().flatMap(ring -> Stream.of(ring.ownerGroup(), ring.restartOwnerGroup())).collect(Collectors.toSet()));
    }

    @Bean
    ShortTransactions shortTransactions(PlatformTransactionManager manager) {
        TransactionTemplate own = new TransactionTemplate(manager);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        return new ShortTransactions() {
            @Override
            public <T> T run(Supplier<T> work) {
                return own.execute(status -> work.get());
            }
        };
    }

    @Bean
    Freezes freezes(HotpatchSettings settings, ShortTransactions transactions, Trail trail) {
        Freezes freezes = new Freezes(settings.freezeSources(), new FreezeRows(jdbc), work -> transactions.run(() -> {
            work.run();
            return null;
        }), trail, businessClock);
        freezes.configure();
        return freezes;
    }

    @Bean
    Rollouts rollouts(Rings rings, Fleet fleet, GraphTenant tenant, ShortTransactions transactions, Freezes freezes, HotpatchSettings settings,
                      Trail trail) {
        return new Rollouts(rings, fleet, new Rollouts.Tenant(tenant.ringGate(), tenant.reports()),
                new Rollouts.Storage(new LedgerRows(jdbc), new GuardRows(jdbc), new CanaryRows(jdbc, settings.tenantKey()), new ObservedRows(jdbc), new ProgressRows(jdbc), new MemberRows(jdbc), transactions),
                freezes, settings.mode(), trail, businessClock, wallClock);
    }

    @Bean
    Restarts restarts(Rollouts rollouts, Rings rings, GraphTenant tenant, Trail trail) {
        return new Restarts(new RestartRows(jdbc), rollouts, rings, tenant.restarts(), trail, businessClock);
    }

    @Bean
    ManualTests manualTests(Separation separation, Trail trail) {
        return new ManualTests(new ManualTestRows(jdbc), separation, trail, businessClock, wallClock);
    }

    @Bean
    Separation separation(ModelEditors editors) {
        return new Separation(new SeparationRows(jdbc), editors);
    }

    @Bean
    Shortages shortages(Trail trail) {
        return new Shortages(new ShortageRows(jdbc), trail, businessClock);
    }

    @Bean
    Approvals approvals(Separation separation, Substitutes substitutes, ChangeReferenceRule references, Trail trail) {
        return new Approvals(new ApprovalRows(jdbc), separation, substitutes, references, trail, businessClock, wallClock);
    }

    @Bean
    StopCounts stopCounts(Rings rings, Rollouts rollouts, GraphTenant tenant, HotpatchSettings settings) {
        return new StopCounts(new StopRows(jdbc), rollouts, rings, tenant.reports(), settings.reportDelay(), businessClock);
    }

    @Bean
    Expedites expedites(Rings rings, Rollouts rollouts, GraphTenant tenant, HotpatchSettings settings, Trail trail) {
        return new Expedites(new ExpediteRows(jdbc), rollouts, tenant.expedites(), rings, settings.mode(), trail, businessClock);
    }

    @Bean
    Cycles cycles(Rings rings, Rollouts rollouts, Expedites expedites, StopCounts stops, Trail trail) {
        return new Cycles(new CycleRows(jdbc), rings, rollouts, expedites, stops, trail, businessClock);
    }

    @Bean
    Planning planning(Releases releases, Fleet fleet, Sync sync, Eligibilities eligibilities, Rings rings, PolicyTables policyTables, GraphTenant tenant,
                      HotpatchSettings settings, Trail trail) {
        Planning.Tenant whose = new Planning.Tenant(settings.tenantKey(), tenant.identity().graph().toString(), tenant.identity().application());
        return new Planning(new CycleRows(jdbc), releases, fleet, sync, eligibilities, rings, policyTables, trail, whose, businessClock);
    }

    @Bean
    Shown shown(Planning planning, Cycles cycles, Rings rings, Rollouts rollouts, Restarts restarts, Eligibilities eligibilities, Fleet fleet,
                KnownIssues issues, GateProof proof, TenantDrift drift, Signals signals, DecisionTables tables, Emergencies emergencies) {
        return new Shown(planning, cycles, rings, rollouts, restarts, eligibilities, fleet, issues, new FailureRows(jdbc), proof, drift, signals, tables, emergencies,
                new EarlierRows(jdbc), businessClock);
    }
}
