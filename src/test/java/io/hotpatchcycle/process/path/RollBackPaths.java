package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.approval.ApprovalView;
import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.approval.Rule;
import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.cycle.Shown;
import io.hotpatchcycle.process.RollBackStarts;
import io.hotpatchcycle.process.path.CycleDriver.Person;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.rollout.LedgerRows;
import io.hotpatchcycle.rollout.RollBackView;
import io.hotpatchcycle.rollout.RollBacks;
import io.hotpatchcycle.rollout.Rollouts;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A ring of a stopped cycle: taken back step by step where every step is proven, sent forward untested otherwise, or kept. */
abstract class RollBackPaths extends Scenario {

    @AfterEach
    void allowHotpatchAgain() {
        program.sandbox().allowHotpatch("pilot");
        jdbc().update("delete from hotpatch.roll_back_proof");
    }

    private JdbcTemplate jdbc() {
        return program.bean(JdbcTemplate.class);
    }

    private RollBacks rollBacks() {
        return program.bean(RollBacks.class);
    }

    private String stopped() {
        String cycle = openPilot();
        driver.pass(Duration.ofHours(40));
        running().halt(cycle, "printers fail", "release.manager");
        driver.task("resolveStop");
        return cycle;
    }

    private long ask(String cycle) {
        return program.bean(RollBackStarts.class).start(cycle, "pilot", "printers fail", "release.manager");
    }

    private void refused(Task task, Person person, Map<String, Object> variables, String sentence) {
        assertThatThrownBy(() -> driver.complete(task, person, variables)).isInstanceOf(FormFieldValidationException.class).hasMessageContaining(sentence);
    }

    private List<String> steps(String cycle) {
        return program.bean(Rollouts.class).writes(cycle).stream().map(LedgerRows.GraphWrite::kind)
                .filter(k -> List.of("HOTPATCH_OFF", "SUSPEND", "UNINSTALL", "RESUME", "FORWARD_LCU").contains(k)).toList();
    }

    private String shown(String cycle) {
        List<ApprovalView> all = program.bean(Approvals.class).of(cycle);
        return all.get(all.size() - 1).shown();
    }

    private void prove() {
        for (String step : List.of("HOTPATCH_OFF", "SUSPEND", "UNINSTALL", "RESUME", "FORWARD_LCU")) {
            jdbc().update("insert into hotpatch.roll_back_proof (tenant, step, seen, proven_by, proven_at, valid_until) values ('sandbox', ?, 'seen', 'test', ?, ?)", step,
                    Timestamp.from(driver.now()), Timestamp.from(driver.now().plus(Duration.ofDays(90))));
        }
    }

    @Test
    void aProvenRollBackTakesTheRingBackStepByStep() {
        String cycle = stopped();
        prove();
        long id = ask(cycle);
        Task task = driver.task("approveRollBack");
        assertThat(shown(cycle)).contains("Both ways are offered", "restartsBack", "\"rollBackOffered\":true");
        RollBackView asked = rollBacks().get(id);
        assertThat(asked.effective()).isPositive();
        driver.complete(task, Person.CHANGE_MANAGER, Map.of("decision", "ROLL_BACK", "comment", "yes"));
        driver.until("the ring is rolled back", () -> cycles().rings(cycle).get(0).state() == RingState.ROLLED_BACK);
        assertThat(steps(cycle)).containsExactly("SUSPEND", "HOTPATCH_OFF", "UNINSTALL", "RESUME", "FORWARD_LCU");
        RollBackView done = rollBacks().get(id);
        assertThat(done.state()).isEqualTo("DONE");
        assertThat(done.takenBack()).isBetween(asked.effective() - 3, PILOT_DEVICES);
        assertThat(jdbc().queryForObject("select count(*) from hotpatch.restart where cycle_id = ? and reason = 'ROLL_BACK'", Integer.class, cycle))
                .isEqualTo(done.takenBack());
        assertThat(driver.open("resolveStop")).as("the stop waits for its own decision").isNotNull();
        cycles().suspendAll(cycle);
        assertThatCycle(cycle).hasRing("pilot", RingState.ROLLED_BACK);
    }

    @Test
    void aRingThatANewerCycleHasOpenedIsNotTakenBackInTheOlderOne() {
        failuresAreExpected();
        String cycle = stopped();
        prove();
        newerOpens(cycle);
        assertThatThrownBy(() -> ask(cycle)).hasMessageContaining("cycle newer has opened the same ring since").hasMessageContaining("take the ring back there");
        jdbc().update("update hotpatch.ring set state = 'ROLLED_BACK' where cycle_id = 'newer'");
        assertThatThrownBy(() -> ask(cycle)).as("its cumulative update is there by then").hasMessageContaining("cycle newer has opened the same ring since");
        Timestamp opened = jdbc().queryForObject("select opened_at from hotpatch.ring where cycle_id = 'newer'", Timestamp.class);
        jdbc().update("update hotpatch.ring set opened_at = null where cycle_id = 'newer'");
        long id = ask(cycle);
        jdbc().update("update hotpatch.ring set opened_at = ? where cycle_id = 'newer'", opened);
        driver.complete(driver.task("approveRollBack"), Person.CHANGE_MANAGER, Map.of("decision", "ROLL_BACK", "comment", "yes"));
        driver.pass(Duration.ofHours(2));
        assertThat(steps(cycle)).as("nothing of the newer release is taken off").doesNotContain("HOTPATCH_OFF", "UNINSTALL");
        assertThat(rollBacks().get(id).state()).isEqualTo("ROLLING_BACK");
        jdbc().update("delete from hotpatch.ring where cycle_id = 'newer'");
        jdbc().update("delete from hotpatch.cycle where id = 'newer'");
        driver.until("the ring is rolled back", () -> cycles().rings(cycle).get(0).state() == RingState.ROLLED_BACK);
    }

    private void newerOpens(String cycle) {
        jdbc().update("insert into hotpatch.cycle (id, release_id, state, model_set, created_at) select 'newer', r.id, 'ABANDONED', c.model_set, c.created_at + interval '1 day' "
                + "from hotpatch.cycle c, hotpatch.release r where c.id = ? and r.id not in (select release_id from hotpatch.cycle) limit 1", cycle);
        assertThat(jdbc().update("insert into hotpatch.ring select (jsonb_populate_record(r, '{\"cycle_id\": \"newer\"}')).* from hotpatch.ring r where cycle_id = ? and name = 'pilot'",
                cycle)).isOne();
    }

    @Test
    void aStopIsNotLiftedWhileARollBackIsOpen() {
        String cycle = stopped();
        prove();
        long id = ask(cycle);
        Task stop = driver.task("resolveStop");
        Object seen = driver.engine().getTaskService().getVariableLocal(stop.getId(), "shownAt");
        Task task = driver.task("approveRollBack");
        Map<String, Object> resume = Map.of("decision", "RESUME", "comment", "go on");
        refused(stop, Person.CHANGE_MANAGER, resume, "a roll-back of ring 'pilot' is asked for and not decided. Decide it first on the task 'Roll the ring back?'");
        driver.complete(task, Person.CHANGE_MANAGER, Map.of("decision", "ROLL_BACK", "comment", "yes"));
        refused(stop, Person.CHANGE_MANAGER, resume, "the roll-back of ring 'pilot' is under way");
        assertThatThrownBy(() -> cycles().liftHalt(cycle)).as("nor by a moved token").hasMessageContaining("is under way");
        assertThat(program.bean(Shown.class).stop(cycle).get("choicesText").toString()).startsWith("Cycle " + cycle + " must not be resumed now")
                .contains("those behind it open all the same");
        assertThatCycle(cycle).is(CycleState.STOPPED);
        driver.until("the ring is rolled back", () -> "DONE".equals(rollBacks().get(id).state()));
        assertThat(program.bean(Rollouts.class).refusal(cycle, "early")).as("nobody resumed since").isPresent();
        refused(stop, Person.CHANGE_MANAGER, Map.of("decision", "RESUME", "comment", "go on", "shownAt", seen), "The figures have changed since this form was shown");
        driver.complete(stop, Person.CHANGE_MANAGER, resume);
        driver.run();
        assertThat(driver.cycle(cycle).haltReason()).isNull();
        driver.agreeingRestartsUntil("the next ring opens all the same", () -> ringIsOpen(cycle, "early"));
        assertThatCycle(cycle).hasRing("pilot", RingState.ROLLED_BACK);
        driver.agreeingRestartsUntil("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.CLOSED);
    }

    @Test
    void aRingIsTakenBackWhileTheStopIsNotShownToBeComplete() {
        String cycle = openPilot();
        driver.pass(Duration.ofHours(40));
        running().halt(cycle, "printers fail", "release.manager");
        driver.run();
        jdbc().update("update hotpatch.graph_write set settled_at = settled_at + interval '30 days' where cycle_id = ? and kind = 'SUSPEND'", cycle);
        driver.pass(Duration.ofHours(5));
        assertThatCycle(cycle).is(CycleState.STOPPING);
        prove();
        long id = ask(cycle);
        Task task = driver.task("approveRollBack");
        assertThat(shown(cycle)).contains("The stop of the cycle is not shown to be complete", "\"rollBackOffered\":true");
        driver.complete(task, Person.CHANGE_MANAGER, Map.of("decision", "ROLL_BACK", "comment", "yes"));
        String item = driver.cycle(cycle).catalogItem();
        program.sandbox().approveByHand("pilot", item, true);
        assertThatThrownBy(() -> rollBacks().uninstall(id, item)).as("whatever the model says").hasMessageContaining("The release is not suspended for ring 'pilot'");
        driver.until("the ring is rolled back", () -> cycles().rings(cycle).get(0).state() == RingState.ROLLED_BACK);
        assertThat(steps(cycle)).containsSubsequence("HOTPATCH_OFF", "SUSPEND", "UNINSTALL", "RESUME", "FORWARD_LCU");
        assertThat(rollBacks().get(id).state()).isEqualTo("DONE");
        driver.pass(Duration.ofHours(9));
        assertThat(program.bean(Rollouts.class).approvalOf("pilot", item)).as("the stop takes back nothing that a person sent forward").isEqualTo("approved");
        driver.task("resolveStop");
        assertThatCycle(cycle).is(CycleState.STOPPED).hasRing("pilot", RingState.ROLLED_BACK);
    }

    @Test
    void nothingIsUninstalledBeforeTheUnitReadsBackAsSuspended() {
        failuresAreExpected();
        String cycle = openPilot();
        driver.pass(Duration.ofHours(40));
        program.sandbox().fault("POST", "bulkAction", 403, Integer.MAX_VALUE);
        running().halt(cycle, "printers fail", "release.manager");
        driver.run();
        assertThatCycle(cycle).is(CycleState.STOPPING);
        prove();
        ask(cycle);
        driver.complete(driver.task("approveRollBack"), Person.CHANGE_MANAGER, Map.of("decision", "ROLL_BACK", "comment", "yes"));
        driver.run();
        assertThat(steps(cycle)).contains("HOTPATCH_OFF").doesNotContain("UNINSTALL");
        program.sandbox().clearFaults();
        driver.until("the ring is rolled back", () -> cycles().rings(cycle).get(0).state() == RingState.ROLLED_BACK);
        assertThat(steps(cycle)).containsSubsequence("SUSPEND", "UNINSTALL", "RESUME", "FORWARD_LCU");
    }

    @Test
    void withoutProofsOnlyTheWayForwardIsOffered() {
        String cycle = stopped();
        long id = ask(cycle);
        deadlineRemindsAndEscalates(cycle, "approveRollBack", "cab", Duration.ofHours(30));
        Task task = driver.task("approveRollBack");
        assertThat(shown(cycle)).contains("Only the way forward is offered", "uninstalling the update", "check --canary GROUP", "\"rollBackOffered\":false")
                .doesNotContain("UNINSTALL", "HOTPATCH_OFF", "FORWARD_LCU");
        // the stop is counted every hour: a form whose figures changed meanwhile is shown anew by the first attempt
        assertThatThrownBy(() -> driver.complete(task, Person.CHANGE_MANAGER, Map.of("decision", "ROLL_BACK", "comment", "now"))).isInstanceOf(FormFieldValidationException.class);
        refused(task, Person.CHANGE_MANAGER, Map.of("decision", "ROLL_BACK", "comment", "now"), "not proven on test devices: switching hotpatch off");
        refused(task, Person.CHANGE_MANAGER, Map.of("decision", "FORWARD"), "A comment is required");
        driver.complete(task, Person.CHANGE_MANAGER, Map.of("decision", "FORWARD", "comment", "yes"));
        driver.until("the ring went forward", () -> cycles().rings(cycle).get(0).state() == RingState.ROLLED_BACK);
        assertThat(steps(cycle)).containsExactly("SUSPEND", "HOTPATCH_OFF", "FORWARD_LCU");
        assertThat(rollBacks().get(id).state()).isEqualTo("DONE");
    }

    /** The engine's rights of an older installation let every group start it. */
    @Test
    void whoMayNotStopACycleAsksForNoRollBackThroughTheEngineEither() {
        String cycle = stopped();
        AuthorizationService rights = driver.engine().getAuthorizationService();
        Authorization old = rights.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
        old.setGroupId("business-owners");
        old.setResource(Resources.PROCESS_DEFINITION);
        old.setResourceId("roll-back");
        old.addPermission(ProcessDefinitionPermissions.CREATE_INSTANCE);
        rights.saveAuthorization(old);
        Map<String, Object> asked = Map.of("rollBackCycle", cycle, "rollBackRing", "pilot", "rollBackReason", "printers fail");
        try {
            driver.engine().getIdentityService().setAuthentication("business.owner", List.of("business-owners"));
            assertThatThrownBy(() -> driver.engine().getRuntimeService().startProcessInstanceByKey("roll-back", asked)).hasMessageContaining("not yours to ask for");
        } finally {
            driver.engine().getIdentityService().clearAuthentication();
            rights.deleteAuthorization(old.getId());
        }
        assertThat(rollBacks().of(cycle)).isEmpty();
    }

    @Test
    void whoAsksDoesNotDecideAndNothingIsTakenBackWhileTheCycleRuns() {
        String running = openPilot();
        assertThatThrownBy(() -> ask(running)).isInstanceOf(FormFieldValidationException.class).hasMessageContaining("is not stopped");
        assertThatThrownBy(() -> program.bean(RollBackStarts.class).start(running, "early", "x", "release.manager")).hasMessageContaining("was never opened");
        assertThatThrownBy(() -> program.bean(RollBackStarts.class).start("1999.01-B", "pilot", "x", "release.manager")).hasMessageContaining("There is no cycle");
        running().halt(running, "stop", "release.manager");
        driver.task("resolveStop");
        long id = program.bean(RollBackStarts.class).start(running, "pilot", "x", "change.manager");
        Task task = driver.task("approveRollBack");
        assertThatThrownBy(() -> ask(running)).hasMessageContaining("is under way already");
        refused(task, Person.CHANGE_MANAGER, Map.of("decision", "KEEP", "comment", "mine"), "change.manager asked for the roll-back of ring 'pilot'");
        insteadOfChangeManager(task, Map.of("decision", "FORWARD", "comment", "his"), Rule.REQUESTER.clause());
        insteadOfChangeManager(task, Map.of("decision", "KEEP", "comment", "his"), "not in the place of change.manager");
        jdbc().update("update hotpatch.roll_back set state = 'ROLLING_BACK', decided_by = 'business.owner', decided_for = 'change.manager' where id = ?", id);
        assertThatThrownBy(() -> rollBacks().hotpatchOff(id)).as("whatever wrote it").hasMessageContaining("it was not decided by a second person");
        jdbc().update("update hotpatch.roll_back set state = 'REQUESTED', decided_by = null, decided_for = null where id = ?", id);
        assertThatThrownBy(() -> rollBacks().hotpatchOff(id)).hasMessageContaining("nobody decided that this step is taken");
        driver.completeAsOtherManager(task, Map.of("decision", "KEEP", "comment", "no"));
        driver.run();
        assertThat(rollBacks().get(id).state()).isEqualTo("KEPT");
        assertThat(steps(running)).containsExactly("SUSPEND");
    }
}
