package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.approval.Rule;
import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.process.ModelSets;
import io.hotpatchcycle.process.Models;
import io.hotpatchcycle.process.path.CycleDriver.Person;
import io.hotpatchcycle.process.task.Deciders;
import io.hotpatchcycle.ring.Rings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Who may not decide, tried through every door the engine has. */
abstract class SeparationPaths extends Scenario {

    private static final Map<String, Object> APPROVE = Map.of("decision", "APPROVE", "comment", "I say so.");

    private JdbcTemplate jdbc() {
        return program.bean(JdbcTemplate.class);
    }

    private TaskService tasks() {
        return driver.engine().getTaskService();
    }

    private void refused(Person person, Map<String, Object> answer, String sentence) {
        refused(driver.open("approveChange"), person, answer, sentence);
    }

    private void refused(Person person, Map<String, Object> answer, Rule rule) {
        refused(driver.open("approveChange"), person, answer, rule);
    }

    private void refused(Task task, Person person, Map<String, Object> answer, Rule rule) {
        refused(task, person, answer, rule.clause());
        assertThat(lastEvent()).as("the rule by its code").contains("\"rule\": \"" + rule.name() + "\"");
    }

    private void refused(Task task, Person person, Map<String, Object> answer, String sentence) {
        String last = lastEvent();
        assertThatThrownBy(() -> driver.complete(task, person, answer)).isInstanceOf(FormFieldValidationException.class).hasMessageContaining(sentence);
        assertThat(lastEvent()).as("the attempt is in the trail").isNotEqualTo(last).contains(task.getId(), answer.get("decision").toString());
        assertThat(tasks().createTaskQuery().taskId(task.getId()).count()).as("nothing changed").isEqualTo(1);
    }

    private String lastEvent() {
        return String.join("", jdbc().queryForList("select id || data::text from hotpatch.event where type = 'decision.refused' order by id desc limit 1", String.class));
    }

    private String approval(String column, Task task) {
        return jdbc().queryForObject("select " + column + "::text from hotpatch.approval where task_id = ?", String.class, task.getId());
    }

    @Test
    void whoSaidWhatTheReleaseIsDoesNotApproveIt() {
        String cycle = driver.publishHotpatch();
        Task task = driver.task("approveChange");
        jdbc().update("update hotpatch.cycle set kind_decided_by = 'change.manager' where id = ?", cycle);

        refused(Person.CHANGE_MANAGER, APPROVE, Rule.REQUESTER);

        driver.answer("approveChange", "REJECT");
        assertThat(approval("decision", task)).as("what stops is everybody's").isEqualTo("REJECT");
    }

    @Test
    void whoOverrodeAGateDoesNotApprove() {
        String cycle = driver.publishHotpatch();
        driver.task("approveChange");
        jdbc().update("update hotpatch.ring set overridden_by = 'change.manager' where cycle_id = ? and name = 'pilot'", cycle);

        refused(Person.CHANGE_MANAGER, APPROVE, Rule.OVERRIDER);
        assertThatCycle(cycle).is(CycleState.AWAITING_APPROVAL).neverOpened();
    }

    @Test
    void neitherWhoDeployedTheModelsNorWhoActivatedOrWroteThemApproves() {
        ModelSets sets = program.bean(ModelSets.class);
        String before = sets.active();
        driver.engine().getIdentityService().setAuthentication("change.manager", List.of("camunda-admin"));
        String own;
        try {
            own = sets.deploy(Models.builtIn());
        } finally {
            driver.engine().getIdentityService().clearAuthentication();
        }
        new SetsInUse(program).use(own, "cab.member");
        try {
            String cycle = driver.publishHotpatch();
            Task task = driver.task("approveChange");
            tasks().addCandidateGroup(task.getId(), "cab");
            tasks().addCandidateGroup(task.getId(), "business-owners");
            jdbc().update("update hotpatch.approval set asked = 'business-owners,cab,change-managers' where task_id = ?", task.getId());
            jdbc().update("insert into hotpatch.model_set_proposal (deployment_id, reason, author, deployed_by, compared_with, changes, findings, sha256, proposed_by, proposed_at, "
                    + "decision, decided_by, decided_at, comment) values (?, 'r', 'somebody, business.owner', '', '', '[]', '[]', 'h', 'cab.member', now(), 'APPROVE', 'other', now(), '')", own);

            refused(Person.CHANGE_MANAGER, APPROVE, Rule.MODEL_EDITOR);
            refused(Person.CAB_MEMBER, APPROVE, Rule.MODEL_EDITOR);
            refused(Person.BUSINESS_OWNER, APPROVE, Rule.MODEL_EDITOR);
            assertThatCycle(cycle).is(CycleState.AWAITING_APPROVAL).neverOpened();
        } finally {
            new SetsInUse(program).putBack(before);
        }
    }

    @Test
    void whoApprovedTheChangeDoesNotOverrideItsGate() {
        String cycle = driver.publishHotpatch();
        Task approval = driver.task("approveChange");
        driver.answer("approveChange", "APPROVE");
        assertThat(approval("rules", approval)).contains("\"rule\": \"MODEL_EDITOR\"", "\"holds\": true", "\"rule\": \"ONE_LEVEL\"");
        program.sandbox().knownIssue(driver.release(), "investigating");
        Task held = driver.task("reviewRing");
        driver.pass(Duration.ofHours(30));

        refused(held, Person.CHANGE_MANAGER, Map.of("decision", "PROCEED", "comment", "mine"), Rule.APPROVER);
        program.sandbox().knownIssue(driver.release(), "resolved");
        assertThatCycle(cycle).waitsFor("reviewRing");
    }

    @Test
    void assigneeOwnerAndDelegateDecideNothing() {
        driver.publishHotpatch();
        Task task = driver.task("approveChange");
        tasks().setOwner(task.getId(), "business.owner");
        tasks().setAssignee(task.getId(), "business.owner");
        assertThatThrownBy(() -> driver.complete(task, Person.AUDITOR, APPROVE)).isInstanceOf(AuthorizationException.class);
        refused(Person.BUSINESS_OWNER, APPROVE, "business.owner was not asked");

        tasks().delegateTask(task.getId(), "cab.member");
        assertThatThrownBy(() -> driver.complete(task, Person.CAB_MEMBER, APPROVE)).isInstanceOf(ProcessEngineException.class);
        tasks().resolveTask(task.getId());
        tasks().setAssignee(task.getId(), "cab.member");
        refused(null, APPROVE, "Nobody is signed in");

        driver.answer("approveChange", "APPROVE");
        assertThat(approval("decided_by", task)).as("who is signed in decides, not who is assigned").isEqualTo("change.manager");
    }

    @Test
    void anAnswerPutIntoTheVariablesIsNobodys() {
        driver.publishHotpatch();
        Task task = driver.task("approveChange");
        for (Runnable put : List.<Runnable>of(() -> driver.engine().getRuntimeService().setVariable(task.getProcessInstanceId(), "decision", "APPROVE"),
                () -> tasks().setVariableLocal(task.getId(), "decision", "APPROVE"))) {
            put.run();
            refused(Person.CHANGE_MANAGER, APPROVE, "Somebody has put an answer into the variables");
            driver.engine().getRuntimeService().removeVariable(task.getProcessInstanceId(), "decision");
            tasks().removeVariableLocal(task.getId(), "decision");
        }
        driver.answer("approveChange", "APPROVE");
        assertThat(approval("decided_by", task)).isEqualTo("change.manager");
    }

    @Test
    void aTokenMovedPastTheApprovalOpensNothing() {
        String cycle = driver.publishHotpatch();
        Task task = driver.task("approveChange");
        driver.engine().getRuntimeService().createProcessInstanceModification(task.getProcessInstanceId()).cancelAllForActivity("approveChange")
                .startAfterActivity("approveChange").setVariable("changeDecision", "APPROVE").setVariable("approvedBeforehand", true).execute();
        failuresAreExpected();
        driver.run();
        driver.pass(Duration.ofDays(3));

        assertThatCycle(cycle).neverOpened().wasAnswered();
    }

    @Test
    void anErrorThrownAtTheTaskDecidesNothing() {
        String cycle = driver.publishHotpatch();
        Task task = driver.task("approveChange");
        driver.engine().getIdentityService().setAuthentication("change.manager", List.of("change-managers"));
        try {
            assertThatThrownBy(() -> tasks().handleBpmnError(task.getId(), "approved")).isInstanceOf(ProcessEngineException.class);
            tasks().handleEscalation(task.getId(), "approved");
        } catch (ProcessEngineException refusedToo) {
            assertThat(refusedToo).hasMessageContaining("approved");
        } finally {
            driver.engine().getIdentityService().clearAuthentication();
        }
        assertThatCycle(cycle).is(CycleState.AWAITING_APPROVAL).waitsFor("approveChange").wasAnswered().neverOpened();
    }

    @Test
    void figuresThatChangedAreReadAgainBeforeTheyAreApproved() {
        String cycle = driver.publishHotpatch();
        Task task = driver.task("approveChange");
        String hash = approval("shown_hash", task);
        jdbc().update("update hotpatch.ring set restarts = restarts + 7 where cycle_id = ? and name = 'pilot'", cycle);

        refused(Person.CHANGE_MANAGER, APPROVE, "The figures have changed since this form was shown (rings)");

        assertThat(jdbc().queryForList("select shown_hash from hotpatch.approval_shown where task_id = ?", String.class, task.getId())).containsExactly(hash);
        assertThat(approval("shown_hash", task)).isNotEqualTo(hash);
        assertThat(tasks().getVariableLocal(task.getId(), "shown").toString()).contains("\"restarts\":" + jdbc().queryForObject(
                "select restarts from hotpatch.ring where cycle_id = ? and name = 'pilot'", Integer.class, cycle));
        driver.answer("approveChange", "APPROVE");
        assertThat(approval("decision", task)).isEqualTo("APPROVE");
    }

    @Test
    void whoseAccountNobodyCanUseIsNotCountedAndIsNamed() {
        IdentityService identity = driver.engine().getIdentityService();
        for (String id : List.of("left.directory", "no.password", "locked.out", "deleted.person")) {
            User user = identity.newUser(id);
            user.setPassword(id.equals("no.password") ? null : "a password of length");
            identity.saveUser(user);
            identity.createMembership(id, "business-owners");
        }
        identity.setUserInfo("left.directory", "hotpatch.directory", "https://login.example.com/v2.0");
        jdbc().update("update public.act_id_user set attempts_ = 10 where id_ = 'locked.out'");
        identity.deleteUser("deleted.person");
        identity.deleteMembership("business.owner", "business-owners");
        identity.deleteMembership("change.deputy", "change-managers");
        try {
            String cycle = driver.publishHotpatch();
            Task shortage = tasks().createTaskQuery().taskNameLike("Too few people can decide: %").singleResult();
            assertThat(shortage).as("the task of who is missing").isNotNull();
            assertThat(shortage.getDescription()).contains("RESTART of ring 'pilot': only change.manager of business-owners and change-managers",
                    "left.directory is not counted: the directory https://login.example.com/v2.0 is not connected any more.",
                    "no.password is not counted: the account has no password.", "locked.out is not counted: the account is locked after 10 wrong passwords.")
                    .doesNotContain("deleted.person");
            assertThat(jdbc().queryForList("select distinct jsonb_object_keys(left_out) from hotpatch.decider_shortage where cycle_id = ? order by 1", String.class,
                    cycle)).containsExactly("left.directory", "locked.out", "no.password");
        } finally {
            identity.createMembership("business.owner", "business-owners");
            identity.createMembership("change.deputy", "change-managers");
            List.of("left.directory", "no.password", "locked.out").forEach(identity::deleteUser);
            program.bean(Deciders.class).lookAtAll();
        }
        assertThat(tasks().createTaskQuery().taskNameLike("Too few people can decide: %").count()).isZero();
    }

    @Test
    void tooFewPeopleForAnApprovalAheadIsATaskThatNamesTheRule() {
        driver.engine().getIdentityService().deleteMembership("business.owner", "business-owners");
        driver.engine().getIdentityService().deleteMembership("change.deputy", "change-managers");
        driver.engine().getIdentityService().createMembership("auditor", "business-owners");
        try {
            String cycle = driver.publishHotpatch();
            Task shortage = tasks().createTaskQuery().taskNameLike("Too few people can decide: %").singleResult();
            assertThat(shortage.getName()).endsWith(cycle);
            assertThat(shortage.getDescription()).contains("RESTART of ring 'pilot': only change.manager of business-owners and change-managers",
                    "auditor is excluded: " + Rule.AUDITOR.clause()).doesNotContain("CHANGE:");
            assertThat(events(cycle, "deciders.short")).isEqualTo(program.bean(Rings.class).settings().size());
            assertThat(running().waiting()).anySatisfy(waiting -> assertThat(waiting.cycleId()).isEqualTo(cycle));
        } finally {
            driver.engine().getIdentityService().createMembership("business.owner", "business-owners");
            driver.engine().getIdentityService().createMembership("change.deputy", "change-managers");
            program.bean(Deciders.class).lookAtAll();
            driver.engine().getIdentityService().deleteMembership("auditor", "business-owners");
        }
        assertThat(tasks().createTaskQuery().taskNameLike("Too few people can decide: %").count()).isZero();
        assertThat(jdbc().queryForObject("select count(*) from hotpatch.decider_shortage where resolved_at is null", Integer.class)).isZero();
    }
}
