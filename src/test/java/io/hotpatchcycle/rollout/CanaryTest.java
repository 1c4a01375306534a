package io.hotpatchcycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.TenantTime;
import io.hotpatchcycle.audit.EventRows;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.fleet.DeviceFact;
import io.hotpatchcycle.graph.GraphSettings;
import io.hotpatchcycle.graph.GraphTenant;
import io.hotpatchcycle.ring.TenantPolicies.UpdatePolicy;
import io.hotpatchcycle.rollout.CanaryProof.Outcome;
import io.hotpatchcycle.rollout.CanaryProof.Step;
import io.hotpatchcycle.sandbox.GateAnswer;
import io.hotpatchcycle.sandbox.SandboxSettings;
import io.hotpatchcycle.sandbox.SandboxTenant;
import io.hotpatchcycle.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The proof with real Graph calls against each answer that the sandbox plays. */
class CanaryTest {

    /** Hours after the release of August 2026: few devices have it yet. */
    private static final Instant START = Instant.parse("2026-08-11T20:00:00Z");

    private final TestDatabase database = TestDatabase.fresh();
    private final JdbcTemplate jdbc = new JdbcTemplate(database.app());
    private SandboxTenant sandbox;
    private TenantTime time;
    private GraphTenant tenant;
    private Clock business;
    private CanaryRows rows;
    private CanaryProofs proofs;
    private String group;
    private boolean uninstalls = true;
    private RollBackRows steps;

    @AfterEach
    void stop() {
        sandbox.close();
        database.close();
    }

    private Canary tenantThatAnswers(GateAnswer answer) {
        sandbox = SandboxTenant.start(SandboxSettings.defaults().withFleet(400, 7).withRealDatesFrom(START).withPace(0).withGateAnswer(answer)
                .withUninstalls(uninstalls));
        time = new TenantTime(sandbox.baseUrl(), Clock.systemUTC());
        business = time.clock();
        tenant = new GraphTenant(new GraphSettings(sandbox.baseUrl(), () -> "any", Duration.ofSeconds(10), Clock.systemUTC()));
        group = tenant.policies().findGroup(null, "pilot").orElseThrow().id();
        assertThat(tenant.ringGate().addMembers(group, testDevices()).outcome()).isEqualTo(GraphAnswer.Outcome.DONE);
        return canary();
    }

    private Canary canary() {
        rows = new CanaryRows(jdbc, "contoso");
        steps = new RollBackRows(jdbc, "contoso");
        Trail trail = new Trail(new EventRows(jdbc), business, Clock.systemUTC());
        proofs = new CanaryProofs(rows, trail, business);
        TransactionTemplate own = new TransactionTemplate(new DataSourceTransactionManager(database.app()));
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        ShortTransactions transactions = new ShortTransactions() {
            @Override
            public <T> T run(java.util.function.Supplier<T> work) {
                return own.execute(status -> work.get());
            }
        };
        return new Canary(new CanaryPlan(tenant.policies(), tenant.devices(), tenant.catalog()),
                new Canary.Tenant(tenant.ringGate(), tenant.devices(), tenant.reports(), tenant.rollBack()), rows, steps,
                new Ledger(new LedgerRows(jdbc), transactions, business, Clock.systemUTC()), trail, business);
    }

    /** Devices in use that no other policy reaches. */
    private List<String> testDevices() {
        List<String> reached = new ArrayList<>();
        tenant.policies().readPolicies().forEach(p -> p.assignedTo().forEach(g -> tenant.policies().readMembers(g, reached::addAll)));
        Map<String, String> objectIds = new HashMap<>();
        tenant.devices().readObjectIds(objectIds::put);
        List<DeviceFact> facts = new ArrayList<>();
        tenant.devices().readDevices(facts::addAll);
        return facts.stream().filter(d -> d.lastCheckIn() != null && d.lastCheckIn().isAfter(START.minus(Duration.ofHours(12)))
                && String.valueOf(d.osVersion()).startsWith("10.0.26")).map(d -> objectIds.get(d.entraDeviceId())).filter(Objects::nonNull)
                .filter(id -> !reached.contains(id)).distinct().limit(20).toList();
    }

    private CanaryProof run(Canary canary) {
        CanaryProof proof = canary.begin(group, "tester");
        for (int hours = 0; hours < 24 * 30 && proof.step() != Step.ENDED; hours += 2) {
            proof = canary.look(proof.id());
            time.advanceTo(business.instant().plus(Duration.ofHours(2)));
        }
        return proof;
    }

    private List<UpdatePolicy> testPolicies() {
        return tenant.policies().readPolicies().stream().filter(p -> p.unit() != null && p.unit().startsWith("canary")).toList();
    }

    @Test
    void aTenantThatHoldsBackIsProvenForHalfAYear() {
        Canary canary = tenantThatAnswers(GateAnswer.GATING);
        assertThat(proofs.problem()).get().asString().contains("nobody has proven", "check --canary GROUP");
        CanaryProof proof = run(canary);
        assertThat(proof.outcome()).as(proof.toString()).isEqualTo(Outcome.GATING);
        assertThat(Duration.between(proof.heldFrom(), proof.approvedAt())).isGreaterThanOrEqualTo(Canary.HOLD_FOR);
        assertThat(rows.devices(proof.id())).filteredOn(d -> d.updatedAt() != null).isNotEmpty()
                .allSatisfy(d -> assertThat(d.updatedAt()).isAfter(proof.approvedAt()));
        assertThat(proofs.problem()).isEmpty();
        assertThat(proofs.sentence()).contains("by tester", "held back from 2026.08 B");
        assertThat(testPolicies()).as("cleaned up").isEmpty();
        assertThat(jdbc.queryForList("select kind from hotpatch.graph_write order by id", String.class))
                .containsExactly("CREATE_POLICY", "ASSIGN_POLICY", "APPROVE",
                        "HOTPATCH_OFF", "SUSPEND", "UNINSTALL", "RESUME", "APPROVE", "SUSPEND", "DELETE_POLICY");
        assertThat(steps.unproven(business.instant())).as(proof.rollBackSeen()).isEmpty();
        assertThat(rows.devices(proof.id())).filteredOn(d -> d.forwardedAt() != null).isNotEmpty()
                .allSatisfy(d -> assertThat(d.forwardedAt()).isAfter(d.takenBackAt()));
        assertThat(new RollBackRows(jdbc, "another").unproven(business.instant())).as("only for this tenant").hasSize(5);

        assertThat(new CanaryProofs(new CanaryRows(jdbc, "another"), null, business).problem()).as("only for this tenant").isPresent();
        time.advanceTo(proof.validUntil());
        assertThat(proofs.problem()).get().asString().contains("ended at " + proof.validUntil());
    }

    @Test
    void devicesThatKeepTheReleaseDisproveTheUninstallAndItsRingIsLeftAsItWas() {
        uninstalls = false;
        Canary canary = tenantThatAnswers(GateAnswer.GATING);
        steps.prove(rows.begin("earlier", group, "2026.07 B", "item", 0, null, List.of(), business.instant()), "UNINSTALL", "seen", "earlier", business.instant(),
                business.instant().plus(Duration.ofDays(90)));
        rows.move(rows.running().orElseThrow().id(), Step.ENDED, business.instant());
        CanaryProof proof = run(canary);
        assertThat(proof.outcome()).as("the gate holds all the same").isEqualTo(Outcome.GATING);
        assertThat(steps.unproven(business.instant())).as(proof.rollBackSeen()).containsExactly("UNINSTALL", "RESUME", "FORWARD_LCU");
        assertThat(proof.rollBackSeen()).contains("HOTPATCH_OFF works", "UNINSTALL does not: none of");
        assertThat(tenant.rollBack().readUpdateRing(proof.updateRing())).isEqualTo(new RollBackActions.UpdateRingState(true, false, false));
        assertThat(testPolicies()).as("cleaned up").isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = GateAnswer.class, names = {"REFUSED", "LEAKING"})
    void aTenantThatDoesNotHoldBackIsFoundOut(GateAnswer answer) {
        CanaryProof proof = run(tenantThatAnswers(answer));
        assertThat(proof.outcome()).as(proof.toString()).isEqualTo(Outcome.valueOf(answer.name()));
        assertThat(proof.approvedAt()).as("nothing was approved").isNull();
        assertThat(testPolicies()).as("cleaned up").isEmpty();
        assertThat(proofs.problem()).get().asString().contains(answer == GateAnswer.REFUSED ? "does not take hotpatch" : "do not hold updates back");
        // an attempt without a result leaves the finding as it is
        rows.conclude(rows.begin("tester", group, "2026.08 B", "item", 0, null, List.of(), business.instant()), Outcome.INCONCLUSIVE, "", null);
        assertThat(rows.standing()).get().extracting(CanaryProof::id).isEqualTo(proof.id());
    }

    @Test
    void goesOnAfterACrashAndRefusesASecondOne() {
        Canary canary = tenantThatAnswers(GateAnswer.GATING);
        CanaryProof begun = canary.begin(group, "tester");
        canary.look(begun.id());
        rows.move(begun.id(), Step.CREATE, business.instant());
        Canary again = canary();
        assertThat(again.begin(group, "somebody else").id()).isEqualTo(begun.id());
        assertThat(again.look(begun.id()).step()).isEqualTo(Step.ASSIGN);
        assertThat(testPolicies()).hasSize(1);
        assertThatThrownBy(() -> again.begin("another-group", "tester")).hasMessageContaining("is under way").hasMessageContaining(group);
    }

    @Test
    void saysWhyAGroupWillNotDo() {
        Canary canary = tenantThatAnswers(GateAnswer.GATING);
        UpdatePolicy foreign = tenant.policies().readPolicies().stream().filter(p -> p.unit() == null && !p.assignedTo().isEmpty()).findFirst().orElseThrow();
        assertThatThrownBy(() -> canary.begin("00000000-0000-0000-0000-00000000dead", "tester")).hasMessageContaining("There is no group");
        assertThatThrownBy(() -> canary.begin(foreign.assignedTo().iterator().next(), "tester")).hasMessageContaining("'" + foreign.name() + "'")
                .hasMessageContaining("Take the test devices out");
        assertThatThrownBy(() -> canary.begin(tenant.policies().findGroup(null, "early").orElseThrow().id(), "tester"))
                .hasMessageContaining("0 members").hasMessageContaining("lacks 2026.08 B");
        assertThat(rows.running()).isEmpty();
    }
}
