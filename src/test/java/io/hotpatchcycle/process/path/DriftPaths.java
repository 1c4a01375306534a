package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.ring.Verdict;
import io.hotpatchcycle.rollout.Drift;
import io.hotpatchcycle.rollout.Expedites;
import io.hotpatchcycle.rollout.Rollouts;
import io.hotpatchcycle.rollout.TenantDrift;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Somebody changes in the tenant what the rings stand on: it is seen, said by whom, and holds or halts. */
abstract class DriftPaths extends Scenario {

    @AfterEach
    void enrolAgain() {
        program.sandbox().loseEnrolments(0);
    }

    @Test
    void anApprovalBySomebodyElseHaltsAndIsToldWithBeforeAfterAndByWhom() {
        String cycle = observedPilot();
        program.sandbox().approveByHand("early", driver.cycle(cycle).catalogItem(), true);
        driver.task("reviewRing");
        assertThatCycle(cycle).hasVerdict("pilot", Verdict.HALT).is(CycleState.HELD);
        assertThat(cycles().rings(cycle).get(0).verdictReason()).contains("Somebody opened something");
        Drift theirs = theirs(cycle).get(0);
        assertThat(theirs.unit()).isEqualTo("early");
        assertThat(theirs.before()).isEqualTo("not approved");
        assertThat(theirs.after()).isEqualTo("approved");
        assertThat(theirs.notBefore()).isBefore(theirs.notAfter());
        assertThat(theirs.actor()).isEqualTo("admin@contoso.example");
        assertThat(theirs.changedAt()).isBetween(theirs.notBefore(), theirs.notAfter());
        assertThat(events(cycle, "tenant.drift")).isEqualTo(1);
        program.sandbox().approveByHand("early", driver.cycle(cycle).catalogItem(), false);
        driver.answer("reviewRing", "WAIT");
        driver.until("the pilot ring has passed or is asked about again", () -> driver.open("reviewRing") != null
                || cycles().rings(cycle).get(0).state() == RingState.PASSED);
        assertThat(drift().list(cycle, 0, 50)).as("what we did is ours").filteredOn(d -> d.unit().equals("pilot"))
                .allSatisfy(d -> assertThat(d.effect()).as(d.toString()).isEqualTo("OURS"));
        driver.pass(Duration.ofDays(2));
        assertThat(drift().writesWithoutEvent(cycle)).as("each write of ours is found in Intune's record").isEmpty();
        assertThat(drift().unmatched(cycle)).as("each change of the admin is matched").isEmpty();
    }

    @Test
    void anApprovalSuspendedBySomebodyElseGoesToAPersonAtOnce() {
        String cycle = observedPilot();
        program.sandbox().approveByHand("pilot", driver.cycle(cycle).catalogItem(), false);
        driver.task("reviewRing");
        assertThatCycle(cycle).hasVerdict("pilot", Verdict.INCONCLUSIVE);
        assertThat(cycles().rings(cycle).get(0).verdictReason()).contains("Somebody closed something");
        assertThat(theirs(cycle).get(0).meaning()).contains("suspended the approval");
        driver.answer("reviewRing", "WAIT");
        driver.until("the ring is open again", () -> ringIsOpen(cycle, "pilot"));
        assertThat(program.bean(Rollouts.class).approvalOf("pilot", driver.cycle(cycle).catalogItem())).as("what somebody took back is approved again")
                .isEqualTo("approved");
        driver.until("the pilot ring has passed", () -> cycles().rings(cycle).get(0).state() == RingState.PASSED);
        assertThat(drift().list(cycle, 0, 50)).as("what we did is ours").extracting(Drift::effect).containsExactly("OURS", "CLOSES", "OURS");
    }

    @Test
    void aPausedUpdateRingAsksAPersonAtOnceAndItsResumptionIsNoNews() {
        String cycle = observedPilot();
        program.sandbox().pauseUpdateRing("pilot", true);
        driver.task("reviewRing");
        assertThatCycle(cycle).hasVerdict("pilot", Verdict.INCONCLUSIVE);
        assertThat(theirs(cycle).get(0).meaning()).contains("was paused");
        program.sandbox().pauseUpdateRing("pilot", false);
        driver.answer("reviewRing", "WAIT");
        driver.until("the pilot ring has passed", () -> cycles().rings(cycle).get(0).state() == RingState.PASSED);
        assertThat(theirs(cycle)).extracting(Drift::effect).containsExactly("OTHER", "CLOSES");
    }

    @Test
    void aPolicyThatWasDeletedHaltsAndSaysSo() {
        String cycle = observedPilot();
        program.sandbox().deletePolicy("early");
        driver.task("reviewRing");
        assertThatCycle(cycle).hasVerdict("pilot", Verdict.HALT);
        assertThat(theirs(cycle)).anySatisfy(d -> assertThat(d.meaning()).contains("The policy of this unit is gone"));
    }

    @Test
    void aPolicyThatWasDeletedBeforeItsRingOpensIsCreatedAnewOnlyWhenAPersonSaysSo() {
        String cycle = askForRestarts();
        assertThatThrownBy(() -> driver.complete(driver.open("approveRestart"), CycleDriver.Person.BUSINESS_OWNER, Map.of("decision", "RECREATE", "comment", "no")))
                .hasMessageContaining("must be one of");
        program.sandbox().deletePolicy("early");
        driver.answer("approveRestart", "AGREE");
        driver.task("reviewRing");
        assertThatCycle(cycle).is(CycleState.HELD).holds("early", "is not there any more. It was deleted in Intune");
        assertThat(theirs(cycle)).anySatisfy(d -> {
            assertThat(List.of(d.unit(), d.kind(), d.fact(), d.before(), d.after())).containsExactly("early", "POLICY", "exists", "true", "false");
            assertThat(d.meaning()).contains("held until a person decides");
        });
        assertThat(creations(cycle)).as("nobody approved another one").isZero();
        driver.answer("reviewRing", "WAIT");
        driver.task("reviewRing");
        assertThatCycle(cycle).holds("early", "is not there any more");
        assertThat(creations(cycle)).isZero();
        driver.answer("reviewRing", "RECREATE");
        driver.until("the second ring is open", () -> ringIsOpen(cycle, "early"));
        assertThat(creations(cycle)).isEqualTo(1);
        driver.pass(Duration.ofDays(1));
        assertThat(theirs(cycle)).filteredOn(d -> d.after().equals("false")).singleElement().satisfies(d -> assertThat(d.actor()).isEqualTo("admin@contoso.example"));
        assertThat(drift().unmatched(cycle)).isEmpty();
    }

    @Test
    void aPolicyIsCreatedAnewOnlyWhereItIsGone() {
        String cycle = observedPilot();
        program.sandbox().pauseUpdateRing("pilot", true);
        Task task = driver.task("reviewRing");
        program.sandbox().pauseUpdateRing("pilot", false);
        assertThatThrownBy(() -> driver.complete(task, CycleDriver.Person.RELEASE_MANAGER, Map.of("decision", "RECREATE", "comment", "no")))
                .hasMessageContaining("'Recreate' is for a ring whose policy is gone");
        assertThatCycle(cycle).waitsFor("reviewRing");
    }

    private long creations(String cycle) {
        return program.bean(Rollouts.class).writes(cycle).stream().filter(w -> w.kind().equals("CREATE_POLICY")).count();
    }

    @Test
    void anExpeditePolicyOfSomebodyElseHaltsAndIsToldByWhom() {
        String cycle = observedPilot();
        String id = program.sandbox().expediteByHand("pilot", program.bean(Expedites.class).release(cycle, driver.cycle(cycle).catalogItem(), 0));
        try {
            driver.task("reviewRing");
            assertThatCycle(cycle).hasVerdict("pilot", Verdict.HALT);
            assertThat(theirs(cycle)).singleElement().satisfies(d -> {
                assertThat(d.kind()).isEqualTo("EXPEDITE");
                assertThat(d.before()).isEqualTo("none");
                assertThat(d.after()).contains("Urgent of the service desk");
                assertThat(d.meaning()).contains("Somebody expedites a release");
                assertThat(d.actor()).isEqualTo("admin@contoso.example");
            });
            assertThat(events(cycle, "tenant.drift")).isEqualTo(1);
        } finally {
            program.sandbox().removeExpedite(id);
            drift().check(cycle, driver.cycle(cycle).catalogItem());
        }
    }

    @Test
    void devicesThatDropOutOfThePolicyHalt() {
        String cycle = observedPilot();
        program.sandbox().loseEnrolments(0.3);
        driver.task("reviewRing");
        assertThatCycle(cycle).hasVerdict("pilot", Verdict.HALT);
        assertThat(cycles().rings(cycle).get(0).verdictReason()).contains("Devices dropped out");
        assertThat(drift().enrolmentDrop(cycle, "pilot")).isGreaterThan(5);
    }

    @Test
    void devicesThatDropOutBeforeTheFirstLookAtTheOpenRingHaltToo() {
        String cycle = openPilot();
        assertThat(cycles().rings(cycle).get(0).verdict()).as("not looked at yet").isNull();
        program.sandbox().loseEnrolments(0.3);
        driver.task("reviewRing");
        assertThatCycle(cycle).hasVerdict("pilot", Verdict.HALT);
        assertThat(cycles().rings(cycle).get(0).verdictReason()).contains("Devices dropped out");
    }

    /** The pilot ring is open and was looked at once. */
    private String observedPilot() {
        String cycle = openPilot();
        driver.until("the pilot ring was looked at", () -> cycles().rings(cycle).get(0).verdict() != null);
        return cycle;
    }

    private List<Drift> theirs(String cycle) {
        return drift().list(cycle, 0, 50).stream().filter(d -> !d.effect().equals("OURS")).toList();
    }

    private TenantDrift drift() {
        return program.bean(TenantDrift.class);
    }
}
