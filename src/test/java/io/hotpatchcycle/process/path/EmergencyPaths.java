package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.approval.ApprovalView;
import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.approval.Rule;
import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.cycle.Emergencies;
import io.hotpatchcycle.cycle.ReleaseDecisionView;
import io.hotpatchcycle.cycle.ReleaseDecisions;
import io.hotpatchcycle.process.DecisionStarts;
import io.hotpatchcycle.process.ExceptionStarts;
import io.hotpatchcycle.process.model.PatchCycleModel;
import io.hotpatchcycle.process.path.CycleDriver.Person;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.rollout.Expedites;
import io.hotpatchcycle.rollout.TenantDrift;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Emergencies: asked for before and during the roll-out, what they skip, what gives way, and what they may do in a freeze. */
abstract class EmergencyPaths extends Scenario {

    @AfterEach
    void thaw() {
        program.writeFreeze("");
        program.bean(JdbcTemplate.class).update("update hotpatch.exemption set state = 'EXPIRED' where state = 'GRANTED'");
    }

    private Emergencies emergencies() {
        return program.bean(Emergencies.class);
    }

    private void refused(Task task, Person person, Map<String, Object> variables, String sentence) {
        assertThatThrownBy(() -> driver.complete(task, person, variables)).isInstanceOf(FormFieldValidationException.class).hasMessageContaining(sentence);
    }

    private String shown(String cycle) {
        List<ApprovalView> all = program.bean(Approvals.class).of(cycle);
        return all.get(all.size() - 1).shown();
    }

    @Test
    void anEmergencyAskedForBeforeTheApprovalIsClassifiedAnewAndJudgedAfterwardsByAnother() {
        String cycle = driver.publishHotpatch();
        Task before = driver.task("approveChange");
        assertThat(running().requestEmergency(cycle, "customers are attacked", null, "change.manager")).isTrue();
        assertThat(running().requestEmergency(cycle, "again", null, "release.manager")).as("asked for once").isFalse();
        Task task = driver.task("approveChange");
        assertThat(task.getId()).as("the question before is void").isNotEqualTo(before.getId());
        assertThat(driver.cycle(cycle).changeType()).isEqualTo("EMERGENCY");
        assertThat(shown(cycle)).contains("customers are attacked", "A person asked for an emergency", "Approval beforehand", "change-managers within 2 days", "Soak", "2 days");
        refused(task, Person.CHANGE_MANAGER, Map.of("decision", "APPROVE"), Rule.REQUESTER.clause());

        driver.pass(Duration.ofHours(5));
        driver.complete(task, Person.CAB_MEMBER, Map.of("decision", "APPROVE"));
        driver.agreeingRestartsUntil("the pilot ring is open", () -> ringIsOpen(cycle, "pilot"));
        assertThat(cycles().rings(cycle).get(0).soak()).isEqualTo(Duration.ofDays(1));
        assertThat(emergencies().skipped(cycle)).extracting(Emergencies.Skipped::control).contains("APPROVAL_BEFOREHAND", "SOAK");
        driver.agreeingRestartsUntil("it is asked afterwards", () -> driver.open("approveAfterwards") != null);
        assertThatThrownBy(() -> cycles().close(cycle, CycleState.CLOSED)).hasMessageContaining("nobody but who approved it beforehand");
        Task afterwards = driver.task("approveAfterwards");
        refused(afterwards, Person.CAB_MEMBER, Map.of("decision", "APPROVE"), Rule.ONE_LEVEL.clause());
        refused(afterwards, Person.CHANGE_MANAGER, Map.of("decision", "APPROVE"), Rule.REQUESTER.clause());
        driver.completeAsOtherManager(afterwards, Map.of("decision", "APPROVE"));
        driver.until("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.CLOSED);
    }

    @Test
    void aRunningRollOutGoesOnAsAnEmergencyWhenAnotherPersonSaysSo() {
        String cycle = openPilot();
        Duration usual = cycles().rings(cycle).get(0).soak();
        running().requestEmergency(cycle, "exploited since today", null, "release.manager");
        deadlineRemindsAndEscalates(cycle, "approveEmergency", "cab", Duration.ofHours(6));
        assertThat(shown(cycle)).contains("exploited since today", "Shorten", "24 hours");
        assertThat(driver.cycle(cycle).changeType()).as("as approved, until another person decides").isNotEqualTo("EMERGENCY");
        Task task = driver.task("approveEmergency");
        driver.complete(task, Person.CHANGE_MANAGER, Map.of("decision", "SPEED_UP", "comment", "yes"));
        driver.run();
        assertThat(driver.cycle(cycle).changeType()).isEqualTo("EMERGENCY");
        assertThat(cycles().rings(cycle).get(0).soak()).isLessThan(usual);
        Instant spedUp = driver.now();
        Duration before = poll();
        driver.until("the ring is looked at as often as in an emergency", () -> poll().equals(Duration.ofHours(6)));
        assertThat(driver.now()).as("from the next look on").isBeforeOrEqualTo(spedUp.plus(before).plusSeconds(1));
        driver.agreeingRestartsUntil("it is asked afterwards", () -> driver.open("approveAfterwards") != null);
        driver.answer("approveAfterwards", "APPROVE");
        driver.until("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.CLOSED);
    }

    @Test
    void theQuestionWhetherItGoesOnAsAnEmergencyEndsWithTheRollOut() {
        String cycle = openPilot();
        running().requestEmergency(cycle, "attacked", null, "release.manager");
        Task task = driver.task("approveEmergency");
        assertThat(driver.engine().getTaskService().getVariable(task.getId(), "ringName")).as("it is about no single ring").isNull();
        driver.agreeingRestartsUntil("every ring is done", () -> driver.cycle(cycle).state() == CycleState.CLOSING || driver.ended(cycle));
        assertThat(driver.open("approveEmergency")).isNull();
        driver.until("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.CLOSED);
        assertThatThrownBy(() -> emergencies().shorten(cycle)).isInstanceOf(IllegalStateException.class).hasMessageContaining("has ended (CLOSED), so there is nothing to speed up");
        assertThat(driver.cycle(cycle).changeType()).isNotEqualTo("EMERGENCY");
    }

    @Test
    void aStopEndsTheQuestionAndNobodySpeedsUpWhatIsStopped() {
        String cycle = openPilot();
        running().requestEmergency(cycle, "attacked", null, "release.manager");
        Task task = driver.task("approveEmergency");
        cycles().halt(cycle, "only the row", "release.manager");
        refused(task, Person.CHANGE_MANAGER, Map.of("decision", "SPEED_UP", "comment", "yes"), "is stopped (STOPPING). Whether it goes on at all is decided first");
        running().halt(cycle, "printers fail", "release.manager");
        driver.task("resolveStop");
        assertThatCycle(cycle).waitsFor("resolveStop");
        assertThat(driver.cycle(cycle).changeType()).isNotEqualTo("EMERGENCY");
        driver.answer("resolveStop", "RESUME");
        driver.agreeingRestartsUntil("the pilot ring is open again", () -> ringIsOpen(cycle, "pilot"));
        running().requestEmergency(cycle, "attacked", null, "release.manager");
        driver.task("approveEmergency");
        running().requestEmergency(cycle, "attacked", null, "release.manager");
        driver.run();
        assertThat(driver.open("approveEmergency")).as("asked again, once").isNotNull();
    }

    private Emergencies.Expedite expedite(String cycle) {
        return new Emergencies.Expedite(program.bean(Expedites.class).release(cycle, driver.cycle(cycle).catalogItem(), 1), 1);
    }

    @Test
    void anEmergencyThatExpeditesDoesSoOnlyForOpenRingsAfterItsApprovalAndTakesItAllAwayAtTheEnd() {
        String cycle = driver.publishHotpatch();
        driver.task("approveChange");
        running().requestEmergency(cycle, "attacked", expedite(cycle), "release.manager");
        driver.task("approveChange");
        assertThat(shown(cycle)).contains("forces the restart 1 day after the installation", "although the hotpatch would spare them that", "\"days\":1")
                .containsPattern("Up to [1-9][0-9]* devices restart");
        assertThat(program.sandbox().expedites()).as("before the approval").isEmpty();
        driver.answer("approveChange", "APPROVE");
        driver.agreeingRestartsUntil("the pilot ring is open", () -> ringIsOpen(cycle, "pilot"));
        driver.run();
        assertThat(program.sandbox().expedites()).singleElement().satisfies(e -> {
            assertThat(e.path("description").asText()).contains("[hotpatch-cycle expedite=" + cycle + "/pilot/0]");
            assertThat(e.path("expeditedUpdateSettings").path("daysUntilForcedReboot").asInt()).isEqualTo(1);
        });
        driver.agreeingRestartsUntil("it is asked afterwards", () -> driver.open("approveAfterwards") != null);
        assertThat(program.sandbox().expedites()).as("the roll-out is over").isEmpty();
        assertThat(emergencies().skipped(cycle)).extracting(Emergencies.Skipped::control).contains("EXPEDITE");
        assertThat(program.bean(Expedites.class).standing(cycle)).hasSize(cycles().rings(cycle).size()).allSatisfy(s -> assertThat(s.state()).isEqualTo("ENDED"));
        assertThat(program.bean(TenantDrift.class).list(cycle, 0, 100)).as("what we expedite is ours").filteredOn(d -> d.kind().equals("EXPEDITE"))
                .isNotEmpty().allSatisfy(d -> assertThat(d.effect()).isEqualTo("OURS"));
        driver.answer("approveAfterwards", "APPROVE");
        driver.until("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.CLOSED);
    }

    @Test
    void aRunningRollOutIsExpeditedAtOnceWhenAnotherPersonSaysSoAndAStopTakesItAway() {
        String cycle = openPilot();
        running().requestEmergency(cycle, "attacked", expedite(cycle), "release.manager");
        Task task = driver.task("approveEmergency");
        assertThat(shown(cycle)).contains("forces the restart 1 day after the installation");
        assertThat(program.sandbox().expedites()).isEmpty();
        driver.complete(task, Person.CHANGE_MANAGER, Map.of("decision", "SPEED_UP", "comment", "yes"));
        driver.run();
        assertThat(program.sandbox().expedites()).hasSize(1);
        running().halt(cycle, "it breaks printers", "release.manager");
        driver.run();
        assertThat(program.sandbox().expedites()).isEmpty();
        assertThatThrownBy(() -> cycles().close(cycle, CycleState.ABANDONED)).hasMessageContaining("cannot be abandoned");
        driver.answer("resolveStop", "ABANDON");
        Task afterwards = driver.task("approveAfterwards");
        assertThat(driver.ended(cycle)).as("what an emergency wrote is judged, however it ends").isFalse();
        assertThatThrownBy(() -> cycles().close(cycle, CycleState.ABANDONED)).hasMessageContaining("nobody but who approved it beforehand has judged it");
        driver.complete(afterwards, Person.CAB_MEMBER, Map.of("decision", "REJECT", "comment", "too hasty"));
        driver.until("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.ABANDONED);
        assertThat(program.bean(ReleaseDecisions.class).of(cycle)).as("who carries the risk is asked").hasSize(1);
    }

    @Test
    void aStopWhileAnEmergencyIsJudgedSuspendsEveryRingAndIsResolvedFirst() {
        String cycle = emergency(row -> { });
        driver.agreeingRestartsUntil("it is asked afterwards", () -> driver.open("approveAfterwards") != null);
        assertThat(running().halt(cycle, "late failures", "release.manager")).isTrue();
        driver.task("resolveStop");
        assertThat(driver.open("approveAfterwards")).as("asked again when the stop is resolved").isNull();
        assertThatCycle(cycle).is(CycleState.STOPPED).hasRing("pilot", RingState.SUSPENDED).hasRing("early", RingState.SUSPENDED);
        driver.answer("resolveStop", "RESUME");

        driver.holdingBack(PatchCycleModel.Elements.END_EXPEDITING, () -> {
            driver.agreeingRestartsUntil("every ring was followed again", () -> driver.heldBack(PatchCycleModel.Elements.END_EXPEDITING));
            cycles().halt(cycle, "met before anybody judges", "release.manager");
        });
        driver.task("resolveStop");
        assertThat(driver.open("approveAfterwards")).isNull();
        driver.answer("resolveStop", "RESUME");

        driver.agreeingRestartsUntil("it is asked afterwards again", () -> driver.open("approveAfterwards") != null);
        cycles().halt(cycle, "met before the end", "release.manager");
        driver.answer("approveAfterwards", "APPROVE");
        driver.answer("resolveStop", "ABANDON");
        driver.until("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.ABANDONED);
    }

    @Test
    void anEmergencyThatWroteNothingIsAbandonedWithoutAJudgementAndNotStoppedTwice() {
        String cycle = driver.publishHotpatch();
        driver.task("approveChange");
        running().requestEmergency(cycle, "attacked", null, "release.manager");
        driver.task("approveChange");
        running().halt(cycle, "a mistake", "release.manager");
        driver.answer("resolveStop", "ABANDON");
        driver.until("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.ABANDONED).neverOpened();
        assertThat(program.bean(Approvals.class).of(cycle)).extracting(a -> a.subject().name()).doesNotContain("AFTERWARDS");
    }

    @Test
    void whatIsGivenUpIsNotStoppedOnceMore() {
        String cycle = emergency(row -> { });
        running().halt(cycle, "it breaks printers", "release.manager");
        driver.answer("resolveStop", "ABANDON");
        driver.task("approveAfterwards");
        assertThatThrownBy(() -> running().halt(cycle, "stop", "release.manager")).isInstanceOf(IllegalStateException.class).hasMessageContaining("is given up");
        assertThatCycle(cycle).waitsFor("approveAfterwards");
    }

    @Test
    void aRejectedEmergencyThatWroteIsJudged() {
        String cycle = emergency(row -> { });
        askedAnew(cycle);
        driver.answer("approveChange", "REJECT");
        judged(cycle, CycleState.REJECTED);
        assertThat(program.bean(ReleaseDecisions.class).of(cycle)).as("who carries the risk is asked").hasSize(1);
    }

    @Test
    void anEmergencyThatWroteAndIsRejectedForItsReleaseIsJudged() {
        String cycle = emergency(row -> row.put("omitIsHotpatchUpdate", true));
        askedAnew(cycle);
        program.bean(JdbcTemplate.class).update("update hotpatch.cycle set kind_decided_by = null where id = ?", cycle);
        running().halt(cycle, "plan it anew", "release.manager");
        driver.answer("resolveStop", "RESUME");
        driver.answer("clarifyRelease", "REJECT");
        judged(cycle, CycleState.REJECTED);
    }

    @Test
    void anEmergencyThatWroteAndIsSupersededBeforeItsNextApprovalIsJudged() {
        String cycle = emergency(row -> { });
        askedAnew(cycle);
        driver.publishNewer();
        judged(cycle, CycleState.SUPERSEDED);
    }

    /** An approved emergency whose pilot ring is open. */
    private String emergency(Consumer<ObjectNode> change) {
        String cycle = driver.publishHotpatch(change);
        if (driver.open("clarifyRelease") != null) {
            driver.answer("clarifyRelease", "HOTPATCH");
        }
        driver.task("approveChange");
        running().requestEmergency(cycle, "attacked", null, "release.manager");
        driver.completeAsOtherManager(driver.task("approveChange"), Map.of("decision", "APPROVE"));
        driver.agreeingRestartsUntil("the pilot ring is open", () -> ringIsOpen(cycle, "pilot"));
        return cycle;
    }

    /** It is stopped and resumed when its approval is no longer good, so that it is planned and asked anew. */
    private void askedAnew(String cycle) {
        running().halt(cycle, "printers fail", "release.manager");
        driver.task("resolveStop");
        program.bean(JdbcTemplate.class).update("update hotpatch.approval set expires_at = requested_at where cycle_id = ? and subject = 'CHANGE'", cycle);
        driver.answer("resolveStop", "RESUME");
        driver.task("approveChange");
    }

    private void judged(String cycle, CycleState end) {
        Task afterwards = driver.task("approveAfterwards");
        assertThat(driver.ended(cycle)).as("what an emergency wrote is judged, however it ends").isFalse();
        driver.complete(afterwards, Person.CAB_MEMBER, Map.of("decision", "APPROVE"));
        driver.until("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(end);
    }

    @Test
    void anEmergencyOfAStoppedCycleIsRefusedAndOneThatNobodyHeardIsSentAgain() {
        String cycle = openPilot();
        running().halt(cycle, "printers fail", "release.manager");
        driver.task("resolveStop");
        assertThatThrownBy(() -> running().requestEmergency(cycle, "attacked", null, "release.manager")).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is stopped (STOPPED), so there is nothing to speed up").hasMessageContaining("Resume or abandon?");
        assertThat(emergencies().requested(cycle)).as("nothing is kept that nobody hears").isEmpty();
        driver.answer("resolveStop", "RESUME");
        driver.agreeingRestartsUntil("the pilot ring is open again", () -> ringIsOpen(cycle, "pilot"));
        program.bean(JdbcTemplate.class).update("insert into hotpatch.emergency_request (cycle_id, reason, requested_by, requested_at) values (?, 'attacked', "
                + "'release.manager', now())", cycle);
        assertThat(running().requestEmergency(cycle, "attacked", null, "release.manager")).as("asked for before").isFalse();
        driver.task("approveEmergency");
        running().requestEmergency(cycle, "attacked", null, "release.manager");
        driver.run();
        assertThat(driver.open("approveEmergency")).as("asked about once").isNotNull();
    }

    @Test
    void anEmergencyThatIsAskedForWhileTheRollOutIsPreparedIsHeardWhenItBegins() {
        String cycle = driver.publishHotpatch();
        driver.task("approveChange");
        driver.holdingBack(PatchCycleModel.Elements.GIVE_WAY, () -> {
            driver.answer("approveChange", "APPROVE");
            assertThat(driver.heldBack(PatchCycleModel.Elements.GIVE_WAY)).isTrue();
            assertThat(running().requestEmergency(cycle, "attacked", null, "release.manager")).isTrue();
            driver.run();
            assertThat(driver.open("approveEmergency")).as("nobody waits for the message yet").isNull();
        });
        driver.task("approveEmergency");
        driver.agreeingRestartsUntil("the pilot ring is open", () -> ringIsOpen(cycle, "pilot"));
        assertThat(driver.open("approveEmergency")).as("asked about once").isNotNull();
    }

    @Test
    void anEmergencyThatIsAskedForWhileTheChangeIsWorkedOutIsPutToItsApprovers() {
        driver.holdingBack(PatchCycleModel.Elements.REQUEST_CHANGE, () -> {
            String cycle = driver.publishHotpatch();
            driver.until("the change is worked out", () -> driver.heldBack(PatchCycleModel.Elements.REQUEST_CHANGE));
            assertThat(running().requestEmergency(cycle, "attacked", null, "release.manager")).isTrue();
        });
        driver.task("approveChange");
        driver.run();
        assertThat(driver.cycle(driver.cycleId()).changeType()).isEqualTo("EMERGENCY");
        assertThat(driver.open("approveChange")).isNotNull();
    }

    @Test
    void anEmergencyOfACycleWhoseRingsAreDoneIsRefused() {
        String cycle = openPilot();
        driver.agreeingRestartsUntil("the last devices are followed", () -> driver.cycle(cycle).state() == CycleState.CLOSING);
        assertThatThrownBy(() -> running().requestEmergency(cycle, "attacked", null, "release.manager")).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("only follows its last devices");
        assertThat(emergencies().requested(cycle)).isEmpty();
    }

    @Test
    void aRefusedEmergencyLeavesTheRollOutAsItIs() {
        String cycle = openPilot();
        Duration usual = cycles().rings(cycle).get(0).soak();
        running().requestEmergency(cycle, "I am impatient", null, "release.manager");
        driver.complete(driver.task("approveEmergency"), Person.CHANGE_MANAGER, Map.of("decision", "KEEP", "comment", "no"));
        driver.run();
        assertThat(driver.open("approveEmergency")).isNull();
        assertThat(driver.cycle(cycle).changeType()).isNotEqualTo("EMERGENCY");
        assertThat(cycles().rings(cycle).get(0).soak()).isEqualTo(usual);
        assertThat(emergencies().skipped(cycle)).isEmpty();
    }

    @Test
    void anEmergencyOpensInAFreezeOnlyWithAWaiverAndThatIsListed() {
        String cycle = driver.publishHotpatch();
        running().requestEmergency(cycle, "attacked", null, "release.manager");
        driver.task("approveChange");
        Instant thaw = driver.now().plus(Duration.ofDays(20));
        program.freeze(driver.now().minus(Duration.ofHours(1)), thaw);
        driver.answer("approveChange", "APPROVE");
        driver.until("the pilot waits", () -> cycles().rings(cycle).get(0).state() == RingState.OPENING);
        driver.pass(Duration.ofHours(2));
        assertThatCycle(cycle).neverOpened();
        long id = program.bean(ExceptionStarts.class).start(Map.of("exemptionScope", "FREEZE", "exemptionTarget", cycle, "exemptionReason", "attacked",
                "compensatingControl", "watched by two", "expiresOn", driver.now().plus(Duration.ofDays(2)).toString()), "release.manager");
        driver.complete(driver.task("approveException"), Person.CHANGE_MANAGER, Map.of("decision", "GRANT"));
        assertThat(program.bean(io.hotpatchcycle.approval.Exemptions.class).get(id).state()).isEqualTo("GRANTED");
        Instant asked = driver.now();
        program.bean(io.hotpatchcycle.rollout.Rollouts.class).open(cycle, "pilot", driver.cycle(cycle).catalogItem());
        assertThat(ringIsOpen(cycle, "pilot")).isTrue();
        assertThat(asked).isBefore(thaw);
        assertThat(emergencies().skipped(cycle)).extracting(Emergencies.Skipped::control).contains("FREEZE");
    }

    @Test
    void aRunningCycleGivesWayToAnEmergencyUntilThatHasEnded() {
        String older = openPilot();
        String newer = driver.publishNewer();
        program.bean(JdbcTemplate.class).update("update hotpatch.cycle set superseded_by = null where id = ?", older);
        running().requestEmergency(newer, "attacked", null, "release.manager");
        driver.task("approveChange");
        assertThat(shown(newer)).contains(older, "Continue", "Supersede");
        driver.answer("approveChange", "APPROVE");
        driver.run();
        assertThat(driver.cycle(older).supersededBy()).isEqualTo(newer);
        assertThat(ringIsOpen(older, "pilot")).as("open rings are watched further").isTrue();
        assertThat(events(older, "ring.emergencyEffect")).isEqualTo(2);
    }

    @Test
    void aBaselineNobodyPlannedBecomesANormalChangeByItselfAndItsFormSaysWhy() {
        String cycle = driver.publishHotpatch(row -> {
            row.put("actual_type", "Baseline").put("unplanned", "yes");
            row.remove(List.of("hotpatch_kb", "hotpatch_ubr"));
        });
        Task task = driver.task("approveChange");
        assertThat(driver.cycle(cycle)).satisfies(c -> {
            assertThat(c.surprise()).isTrue();
            assertThat(c.changeType()).isEqualTo("NORMAL");
        });
        assertThat(driver.engine().getTaskService().getIdentityLinksForTask(task.getId())).extracting("groupId").contains("cab", "change-managers");
        assertThat(shown(cycle)).contains("A baseline that nobody planned", "Every controlled device will restart");
        driver.answer("approveChange", "APPROVE");
        driver.task("approveRestart");
        assertThat(shown(cycle)).as("restart owners are asked before the first ring").contains("every controlled device of the ring restarts once");
        driver.answer("approveRestart", "AGREE");
        driver.until("the pilot has restarted", () -> program.bean(JdbcTemplate.class).queryForObject(
                "select count(*) from hotpatch.restart where cycle_id = ? and planned and reason = 'BASELINE' and not_after is not null", Integer.class, cycle) > 0);
    }

    @Test
    void anOutOfBandCumulativeUpdateSaysWhatItCosts() {
        String monthly = openPilot();
        String cycle = driver.publishOutOfBandLcu();
        assertThat(cycle).isNotEqualTo(monthly);
        assertThat(driver.cycle(monthly).supersededBy()).as("out of band supersedes nothing by itself").isNull();
        assertThat(driver.cycle(cycle).kind()).isEqualTo(io.hotpatchcycle.release.Kind.OOB_LCU);
        driver.task("approveChange");
        assertThat(driver.cycle(cycle).changeType()).isEqualTo("NORMAL");
        assertThat(shown(cycle)).containsPattern("installs on [1-9][0-9]* devices, takes [1-9][0-9]* off the hotpatch track until the next baseline, costs [1-9][0-9]* restarts")
                .contains("leave it until the next baseline");
    }

    @Test
    void aReleaseNobodyDeploysIsSignedByAnotherAndAskedAgainWhenTheAcceptanceIsOver() {
        String cycle = driver.publishHotpatch();
        driver.answer("approveChange", "REJECT");
        driver.until("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.REJECTED);
        Task task = driver.task("signDecision");
        Map<String, Object> signed = Map.of("decision", "SIGN", "comment", "the till would fail", "residualRisk", "remote code execution", "riskOwner",
                "Ada Example", "expiresOn", driver.now().plus(Duration.ofDays(30)).toString());
        refused(task, Person.CHANGE_MANAGER, signed, Rule.DECLINER.clause());
        insteadOfChangeManager(task, signed, "business.owner, in the place of change.manager, must not answer 'Sign'");
        insteadOfChangeManager(task, Map.of("decision", "SETTLED", "comment", "his"), Rule.DECLINER.clause());
        for (String missing : List.of("residualRisk", "riskOwner", "expiresOn", "comment")) {
            Map<String, Object> less = new java.util.HashMap<>(signed);
            less.remove(missing);
            refused(task, Person.CAB_MEMBER, less, "comment".equals(missing) ? "A comment is required" : "'" + missing + "'");
        }
        deadlineRemindsAndEscalates(cycle, "signDecision", "change-managers", Duration.ofHours(30));
        driver.complete(task, Person.CAB_MEMBER, signed);
        assertThat(decisions(cycle)).singleElement().satisfies(d -> {
            assertThat(d.state()).isEqualTo("SIGNED");
            assertThat(d.declinedBy()).isEqualTo("change.manager");
            assertThat(d.signedBy()).isEqualTo("cab.member");
            assertThat(d.owner()).isEqualTo("Ada Example");
            assertThat(d.devices()).isPositive();
        });
        assertThat(events(cycle, "releaseDecision.signed")).isEqualTo(1);
        Task again = driver.task("signDecision");
        assertThat(decisions(cycle)).extracting(ReleaseDecisionView::state).containsExactly("OPEN", "EXPIRED");
        assertThat(shown(cycle)).contains("Signed before by cab.member");
        driver.complete(again, Person.CAB_MEMBER, Map.of("decision", "SETTLED", "comment", "the next release has it"));
        driver.run();
        assertThat(decisions(cycle)).extracting(ReleaseDecisionView::state).containsExactly("SETTLED", "EXPIRED");
    }

    @Test
    void aReleaseThatNoCycleCarriesIsDeclinedByOneAndSignedByAnother() {
        JdbcTemplate jdbc = program.bean(JdbcTemplate.class);
        jdbc.update("insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence, first_seen_at, fingerprint) "
                + "values ('recorded-only', '2020.01-OOB-KB1', '2020.01 OOB', 'n', '2020-01-01Z', 'security', 'outOfBand', now(), 'f')");
        DecisionStarts starts = program.bean(DecisionStarts.class);
        long id = starts.askAbout("recorded-only", "change.manager");
        assertThatThrownBy(() -> starts.askAbout("recorded-only", "release.manager")).hasMessageContaining("nobody has signed yet");
        Task task = driver.task("signDecision");
        assertThat(task.getName()).contains("2020.01 OOB");
        Map<String, Object> signed = Map.of("decision", "SIGN", "comment", "not for us", "residualRisk", "none that we know", "riskOwner", "Ada Example",
                "expiresOn", driver.now().plus(Duration.ofDays(30)).toString());
        refused(task, Person.CHANGE_MANAGER, signed, "change.manager decided that 2020.01 OOB is not deployed");
        driver.complete(task, Person.CAB_MEMBER, signed);
        assertThat(program.bean(ReleaseDecisions.class).get(id)).satisfies(d -> {
            assertThat(d.state()).isEqualTo("SIGNED");
            assertThat(d.declinedBy()).isEqualTo("change.manager");
            assertThat(d.cycleId()).isNull();
        });
        assertThat(jdbc.queryForObject("select shown from hotpatch.approval where task_id = ?", String.class, task.getId())).contains("recorded only", "2020.01 OOB");
        assertThatThrownBy(() -> starts.askAbout("recorded-only", "release.manager")).hasMessageContaining("has its decision already");
        Task again = driver.task("signDecision");
        assertThat(program.bean(ReleaseDecisions.class).ofRelease("recorded-only")).extracting(ReleaseDecisionView::state).containsExactly("OPEN", "EXPIRED");
        driver.complete(again, Person.CAB_MEMBER, Map.of("decision", "SETTLED", "comment", "the next release has it"));
        driver.run();
        jdbc.update("delete from hotpatch.release_decision where release_id = 'recorded-only'");
        jdbc.update("delete from hotpatch.release where id = 'recorded-only'");
    }

    private List<ReleaseDecisionView> decisions(String cycle) {
        return program.bean(ReleaseDecisions.class).of(cycle);
    }
}
