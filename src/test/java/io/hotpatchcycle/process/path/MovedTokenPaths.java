package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.approval.Rule;
import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.process.ModelSets;
import io.hotpatchcycle.process.Models;
import io.hotpatchcycle.process.path.CycleDriver.Person;
import io.hotpatchcycle.ring.RingState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** An administrator moves tokens and changes variables: neither decides who is asked, who answered, nor what the verdict was. */
abstract class MovedTokenPaths extends Scenario {

    private JdbcTemplate jdbc() {
        return program.bean(JdbcTemplate.class);
    }

    private RuntimeService runtime() {
        return driver.engine().getRuntimeService();
    }

    private void asAdmin(Runnable work) {
        driver.engine().getIdentityService().setAuthentication("admin", List.of("camunda-admin"));
        try {
            work.run();
        } finally {
            driver.engine().getIdentityService().clearAuthentication();
        }
    }

    private List<Map<String, Object>> rows(String sql, Object... arguments) {
        return jdbc().queryForList(sql, arguments);
    }

    /** The token leaves the task and stands before a step, with a variable set to somebody's name. */
    private void move(Task task, String before, String variable, Object value) {
        asAdmin(() -> runtime().createProcessInstanceModification(task.getProcessInstanceId()).cancelAllForActivity(task.getTaskDefinitionKey())
                .startBeforeActivity(before).setVariable(variable, value).execute());
        driver.run();
    }

    @Test
    void aStopIsNotLiftedByATokenAndAName() {
        failuresAreExpected();
        String cycle = openPilot();
        running().halt(cycle, "it breaks printers", "release.manager");
        move(driver.task("resolveStop"), "serviceTask_liftHalt", "stopDecidedBy", "change.deputy");
        driver.pass(Duration.ofHours(30));

        assertThat(rows("select lifted_by from hotpatch.halt where cycle_id = ?", cycle)).as("nobody decided").singleElement()
                .satisfies(halt -> assertThat(halt.get("lifted_by")).isNull());
        assertThat(events(cycle, "cycle.haltLifted")).isZero();
        assertThat(cycles().get(cycle).state()).isIn(CycleState.STOPPING, CycleState.STOPPED);
    }

    @Test
    void whoResumedIsToldByTheDecisionWhateverAVariableSays() {
        String cycle = openPilot();
        running().halt(cycle, "it breaks printers", "release.manager");
        Task task = driver.task("resolveStop");
        asAdmin(() -> runtime().setVariable(task.getProcessInstanceId(), "stopDecidedBy", "change.deputy"));
        driver.complete(task, Person.CHANGE_MANAGER, Map.of("decision", "RESUME", "comment", "go on"));
        asAdmin(() -> runtime().setVariable(task.getProcessInstanceId(), "stopDecidedBy", "change.deputy"));
        driver.run();

        assertThat(rows("select lifted_by from hotpatch.halt where cycle_id = ?", cycle)).containsExactly(Map.of("lifted_by", "change.manager"));
    }

    private void notAsked(String cycle, Task task, String rightful) {
        assertThat(rows("select asked from hotpatch.approval where task_id = ?", task.getId())).containsExactly(Map.of("asked", rightful));
        assertThat(events(cycle, "approval.notAsked")).as("told").isEqualTo(1);
        assertThatThrownBy(() -> driver.complete(task, "admin", List.of("camunda-admin"), Map.of("decision", task.getTaskDefinitionKey().equals("reviewRing") ? "PROCEED"
                : "APPROVE", "comment", "mine"))).hasMessageContaining("admin was not asked: this decision belongs to " + rightful.replace(",", " or "));
    }

    @Test
    void whoApprovesAChangeIsNotChangedByAVariable() {
        failuresAreExpected();
        String cycle = driver.publishHotpatch();
        move(driver.task("approveChange"), "approveChange", "approvers", "camunda-admin");
        Task anew = driver.task("approveChange");

        notAsked(cycle, anew, "change-managers");
        assertThatCycle(cycle).is(CycleState.AWAITING_APPROVAL).neverOpened();
    }

    @Test
    void whoReviewsARingIsNotChangedByAVariable() {
        String cycle = openPilot();
        String instance = ringRollout();
        asAdmin(() -> runtime().setVariable(instance, "ringReviewers", "camunda-admin"));
        program.sandbox().knownIssue(driver.release(), "investigating");
        try {
            notAsked(cycle, driver.task("reviewRing"), "plant-managers,release-managers");
        } finally {
            program.sandbox().knownIssue(driver.release(), "resolved");
        }
    }

    @Test
    void aVerdictThatATokenAndAVariableBringIsJudgedAgain() {
        String cycle = openPilot();
        String instance = ringRollout();
        String at = runtime().getActivityInstance(instance).getChildActivityInstances()[0].getActivityId();
        asAdmin(() -> runtime().createProcessInstanceModification(instance).cancelAllForActivity(at).startBeforeActivity("serviceTask_recordVerdict")
                .setVariable("verdict", "PROCEED").setVariable("verdictReason", "because I say so").execute());
        driver.run();

        assertThat(rows("select state, verdict from hotpatch.ring where cycle_id = ? and name = 'pilot'", cycle)).containsExactly(Map.of("state", "OPEN", "verdict", "WAIT"));
        assertThat(events(cycle, "ring.verdictNotTaken")).isEqualTo(1);
    }

    @Test
    void aRingThatWasNeverOpenedIsNotPassedByATokenOrAVariable() {
        failuresAreExpected();
        String cycle = driver.publishHotpatch();
        program.sandbox().assignUpdateRing("pilot", List.of());
        driver.answer("approveChange", "APPROVE");
        Task held = driver.task("reviewRing");
        program.sandbox().assignUpdateRing("pilot", List.of("pilot"));
        asAdmin(() -> runtime().createProcessInstanceModification(held.getProcessInstanceId()).cancelAllForActivity("reviewRing")
                .startBeforeActivity("serviceTask_promoteRing").setVariable("reviewDecision", "PROCEED").execute());
        driver.run();

        assertThat(driver.failures()).anySatisfy(failure -> assertThat(failure).contains("Ring 'pilot' of cycle " + cycle + " has not passed: nothing of it was ever opened"));
        assertThatCycle(cycle).hasRing("pilot", RingState.HELD).neverOpened();
    }

    @Test
    void aLimitThatAVariableRaisesMakesNoGateMilder() {
        String cycle = openPilot();
        String instance = ringRollout();
        for (String limit : List.of("failureLimit", "silentLimit")) {
            asAdmin(() -> runtime().setVariable(instance, limit, 100.0));
        }
        for (String least : List.of("minimumSample", "reportedShareNeeded", "effectiveShareNeeded", "provingSample")) {
            asAdmin(() -> runtime().setVariable(instance, least, 0.0));
        }
        jdbc().update("update hotpatch.ring set soak = 'PT0S', failure_limit = 100 where cycle_id = ? and name = 'pilot'", cycle);
        driver.pass(poll().plus(Duration.ofMinutes(1)));

        assertThat(rows("select state, verdict from hotpatch.ring where cycle_id = ? and name = 'pilot'", cycle)).containsExactly(Map.of("state", "OPEN", "verdict", "WAIT"));
    }

    @Test
    void aSoakThatAVariableShortensIsTheOneOfTheTable() {
        String cycle = openPilot();
        String policy = "select soak, observe_for, failure_limit, silent_limit from hotpatch.ring where cycle_id = ? and name = 'pilot'";
        List<Map<String, Object>> before = rows(policy, cycle);
        String instance = ringRollout();
        for (String time : List.of("soak", "observeFor")) {
            asAdmin(() -> runtime().setVariable(instance, time, "PT1M"));
        }
        asAdmin(() -> runtime().setVariable(instance, "changeType", "EMERGENCY"));
        asAdmin(() -> runtime().setVariable(instance, "failureLimit", 100.0));
        String at = runtime().getActivityInstance(instance).getChildActivityInstances()[0].getActivityId();
        asAdmin(() -> runtime().createProcessInstanceModification(instance).cancelAllForActivity(at).startBeforeActivity("serviceTask_prepareRing").execute());
        driver.run();

        assertThat(rows(policy, cycle)).isEqualTo(before);
        assertThatCycle(cycle).hasRing("pilot", RingState.OPEN);
    }

    @Test
    void aChangeTypeThatATokenAndAVariableBringIsDecidedAgain() {
        String cycle = driver.publishHotpatch();
        Task task = driver.task("approveChange");
        List<Map<String, Object>> before = rows("select change_type, change_why from hotpatch.cycle where id = ?", cycle);
        move(task, "serviceTask_requestChange", "changeType", "EMERGENCY");
        driver.task("approveChange");

        assertThat(rows("select change_type, change_why from hotpatch.cycle where id = ?", cycle)).isEqualTo(before);
        assertThat(runtime().getVariable(task.getProcessInstanceId(), "changeType")).isEqualTo(before.get(0).get("change_type"));
        assertThat(events(cycle, "change.typeNotTaken")).isEqualTo(1);
    }

    @Test
    void aMovedTokenMakesNoEmergency() {
        failuresAreExpected();
        String cycle = openPilot();
        String before = rows("select change_type from hotpatch.cycle where id = ?", cycle).toString();
        String instance = runtime().createProcessInstanceQuery().processInstanceBusinessKey(cycle).processDefinitionKey("patch-cycle").singleResult().getId();
        asAdmin(() -> runtime().createProcessInstanceModification(instance).startBeforeActivity("serviceTask_shortenRings").execute());
        driver.run();

        assertThat(rows("select change_type from hotpatch.cycle where id = ?", cycle)).hasToString(before);
        assertThat(events(cycle, "ring.emergencyEffect")).isZero();
    }

    /** The pilot ring of a new cycle, held before it opened because of a known issue. */
    private Task held() {
        driver.publishHotpatch();
        driver.answer("approveChange", "APPROVE");
        program.sandbox().knownIssue(driver.release(), "investigating");
        try {
            return driver.task("reviewRing");
        } finally {
            program.sandbox().knownIssue(driver.release(), "resolved");
        }
    }

    @Test
    void anAnswerIsAboutWhatWasAskedWhateverAVariableSays() {
        Task held = held();
        String cycle = held.getName().replaceAll(".*: (.*), ring pilot", "$1");
        for (int attempt = 0; attempt < 2; attempt++) {
            asAdmin(() -> runtime().setVariable(held.getProcessInstanceId(), "ringName", "early"));
            assertThatThrownBy(() -> driver.complete(driver.open("reviewRing"), Person.RELEASE_MANAGER, Map.of("decision", "PROCEED", "comment", "mine")))
                    .hasMessageContaining("This question was put about {cycle=" + cycle + ", ring=pilot}, but the variables of its instance say {cycle=" + cycle + ", ring=early}");
        }
        assertThat(rows("select name from hotpatch.ring where cycle_id = ? and overridden_by is not null", cycle)).isEmpty();
        assertThat(events(cycle, "decision.refused")).as("told").isEqualTo(2);
        asAdmin(() -> runtime().setVariable(held.getProcessInstanceId(), "ringName", "pilot"));
    }

    @Test
    void whoAskedForAStopIsToldByTheDecisionWhateverAVariableSays() {
        Task held = held();
        String cycle = held.getName().replaceAll(".*: (.*), ring pilot", "$1");
        driver.complete(held, Person.RELEASE_MANAGER, Map.of("decision", "HALT", "comment", "stop it"));
        asAdmin(() -> runtime().setVariable(held.getProcessInstanceId(), "haltRequestedBy", "cab.member"));
        driver.run();

        assertThat(rows("select requested_by, reason from hotpatch.stop_request where cycle_id = ?", cycle))
                .containsExactly(Map.of("requested_by", "release.manager", "reason", "stop it"));
    }

    @Test
    void whoEditedTheModelsThatACycleWasMovedToDoesNotApproveIt() {
        ModelSets sets = program.bean(ModelSets.class);
        String before = sets.active();
        String cycle = driver.publishHotpatch();
        Task task = driver.task("approveChange");
        String[] own = new String[1];
        driver.engine().getIdentityService().setAuthentication("change.manager", List.of("camunda-admin"));
        try {
            own[0] = sets.deploy(Models.builtIn());
        } finally {
            driver.engine().getIdentityService().clearAuthentication();
        }
        new SetsInUse(program).use(own[0], "cab.member");
        try {
            String target = driver.engine().getRepositoryService().createProcessDefinitionQuery().deploymentId(own[0]).processDefinitionKey("patch-cycle").singleResult().getId();
            asAdmin(() -> runtime().newMigration(runtime().createMigrationPlan(task.getProcessDefinitionId(), target).mapEqualActivities().build())
                    .processInstanceIds(task.getProcessInstanceId()).execute());

            assertThatThrownBy(() -> driver.complete(driver.open("approveChange"), Person.CHANGE_MANAGER, Map.of("decision", "APPROVE", "comment", "mine")))
                    .hasMessageContaining(Rule.MODEL_EDITOR.clause());
            assertThatCycle(cycle).is(CycleState.AWAITING_APPROVAL).neverOpened();
        } finally {
            new SetsInUse(program).putBack(before);
        }
    }

    private String ringRollout() {
        return runtime().createVariableInstanceQuery().variableName("ringReviewers").list().get(0).getProcessInstanceId();
    }
}
