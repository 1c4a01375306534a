package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.approval.Substitutes;
import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.process.path.CycleDriver.Person;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;

/** The approval of the change: what is refused, what ends the cycle, and that time never approves. */
abstract class ApprovingPaths extends Scenario {

    @Test
    void aDeadlineRemindsAndEscalatesButNeverApproves() {
        String cycle = driver.publishHotpatch();
        deadlineRemindsAndEscalates(cycle, "approveChange", "cab", Duration.ofDays(4));
        assertThatCycle(cycle).is(CycleState.AWAITING_APPROVAL).neverOpened().waitsFor("approveChange");
    }

    @Test
    void aRejectedChangeEndsTheCycleBeforeAnythingOpens() {
        String cycle = driver.publishHotpatch();
        driver.answer("approveChange", "REJECT");
        driver.until("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.REJECTED).neverOpened().wasAnswered("REJECT");
    }

    @Test
    void aStepThatFailedForGoodIsAnIncidentInTheEngineAndTold() {
        String cycle = driver.publishHotpatch();
        Task task = driver.task("approveChange");
        ManagementService jobs = driver.engine().getManagementService();
        String job = jobs.createJobQuery().processInstanceId(task.getProcessInstanceId()).list().get(0).getId();
        jobs.setJobRetries(job, 0);
        assertThat(driver.engine().getRuntimeService().createIncidentQuery().processInstanceId(task.getProcessInstanceId()).list()).singleElement()
                .satisfies(i -> assertThat(i.getIncidentMessage()).as("Cockpit names the page").endsWith(" See docs/runbooks/unexpected-failure.md."));
        assertThat(events(cycle, "incident.opened")).isEqualTo(1);
        assertThat(told("cycle_id", cycle)).endsWith("INCIDENT_OPENED");
        jobs.setJobRetries(job, 3);
        assertThat(driver.engine().getRuntimeService().createIncidentQuery().processInstanceId(task.getProcessInstanceId()).count()).isZero();
        assertThat(events(cycle, "incident.opened")).as("a retry tells nothing").isEqualTo(1);
    }

    @Test
    void aNewerReleaseSupersedesACycleThatStillWaitsForItsApproval() {
        String older = driver.publishHotpatch();
        driver.task("approveChange");
        String newer = driver.publishNewer();
        driver.until("the older cycle has ended", () -> driver.ended(older));
        assertThatCycle(older).hasEnded(CycleState.SUPERSEDED).neverOpened();
        assertThat(driver.cycle(older).supersededBy()).isEqualTo(newer);
        assertThatCycle(newer).is(CycleState.AWAITING_APPROVAL).waitsFor("approveChange");
    }

    @Test
    void anAnswerThatIsNoneIsRefusedAndChangesNothing() {
        String cycle = driver.publishHotpatch();
        refused(Person.CHANGE_MANAGER, Map.of("decision", "YES"), "'decision' must be one of [APPROVE, REJECT, RETURN]");
        refused(Person.CHANGE_MANAGER, Map.of(), "'decision' must be one of");
        refused(Person.CHANGE_MANAGER, Map.of("decision", true), "'decision' must be one of");
        refused(Person.CHANGE_MANAGER, Map.of("decision", "approve"), "not 'approve'");
        refused(Person.CHANGE_MANAGER, Map.of("decision", "REJECT"), "A comment is required for 'Reject'");
        refused(Person.CHANGE_MANAGER, Map.of("decision", "REJECT", "comment", "   "), "A comment is required for 'Reject'");
        refused(Person.CHANGE_MANAGER, Map.of("decision", "APPROVE", "comment", "x".repeat(2001)), "2001 characters");
        refused(null, Map.of("decision", "APPROVE"), "Nobody is signed in");
        assertThatCycle(cycle).is(CycleState.AWAITING_APPROVAL).waitsFor("approveChange").wasAnswered().neverOpened();
        driver.answer("approveChange", Map.of("decision", "APPROVE", "comment", "x".repeat(2000)));
        assertThatCycle(cycle).wasAnswered("APPROVE");
    }

    @Test
    void aSubstituteDecidesInPlaceOfAnotherWithinTheDatesOnly() {
        String cycle = driver.publishHotpatch();
        Task task = driver.task("approveChange");
        Substitutes substitutes = program.bean(Substitutes.class);
        List<String> session = List.of("business-owners", "change-managers");
        substitutes.name("change.manager", "business.owner", null, driver.now().plus(Duration.ofHours(2)), "on leave", "change.manager");
        driver.pass(Duration.ofHours(2));
        assertThatThrownBy(() -> driver.complete(task, "business.owner", session, Map.of("decision", "APPROVE")))
                .isInstanceOf(FormFieldValidationException.class).hasMessageContaining("business.owner was not asked");
        assertThatCycle(cycle).waitsFor("approveChange").wasAnswered().neverOpened();

        substitutes.name("change.manager", "business.owner", null, driver.now().plus(Duration.ofHours(2)), "still on leave", "change.manager");
        driver.complete(task, "business.owner", session, Map.of("decision", "APPROVE", "changeReference", " CHG0042 "));
        assertThatCycle(cycle).wasAnswered("APPROVE");
        assertThat(program.bean(Approvals.class).of(cycle)).singleElement().satisfies(a -> {
            assertThat(a.decidedBy()).isEqualTo("business.owner");
            assertThat(a.decidedFor()).isEqualTo("change.manager");
            assertThat(a.changeReference()).isEqualTo("CHG0042");
        });
    }

    @Test
    void aChangeReferenceThatDoesNotFitApprovesNothing() {
        String cycle = driver.publishHotpatch();
        refused(Person.CHANGE_MANAGER, Map.of("decision", "APPROVE", "changeReference", "42"), "'changeReference' is '42'");
        assertThatCycle(cycle).waitsFor("approveChange").wasAnswered().neverOpened();
        driver.answer("approveChange", Map.of("decision", "REJECT", "comment", "not now", "changeReference", "42"));
        assertThat(program.bean(Approvals.class).of(cycle)).first().extracting(a -> a.changeReference()).as("only approvals need one").isNull();
    }

    private void refused(Person person, Map<String, Object> variables, String sentence) {
        Task task = driver.task("approveChange");
        assertThatThrownBy(() -> driver.complete(task, person, variables)).isInstanceOf(FormFieldValidationException.class).hasMessageContaining(sentence);
    }

    @Test
    void whoWasNotAskedCannotAnswerNotEvenAsAdmin() {
        String cycle = driver.publishHotpatch();
        Task task = driver.task("approveChange");
        assertThatThrownBy(() -> driver.complete(task, Person.RELEASE_MANAGER, Map.of("decision", "APPROVE")))
                .isInstanceOf(ProcessEngineException.class);
        driver.engine().getIdentityService().setAuthentication("admin", java.util.List.of("camunda-admin"));
        try {
            assertThatThrownBy(() -> driver.engine().getTaskService().complete(task.getId(), Map.of("decision", "APPROVE")))
                    .isInstanceOf(FormFieldValidationException.class).hasMessageContaining("was not asked: this decision belongs to");
        } finally {
            driver.engine().getIdentityService().clearAuthentication();
        }
        assertThatCycle(cycle).waitsFor("approveChange").wasAnswered();
    }

    @Test
    void anEarlierAnswerNeverDecidesALaterTask() {
        String cycle = driver.publishHotpatch();
        driver.answer("approveChange", "RETURN");
        Task again = driver.task("approveChange");
        driver.engine().getRuntimeService().setVariable(again.getProcessInstanceId(), "changeDecision", "APPROVE");
        assertThat(driver.engine().getRuntimeService().getVariable(again.getExecutionId(), "decision")).isNull();
        assertThatThrownBy(() -> driver.complete(again, Person.CHANGE_MANAGER, Map.of())).isInstanceOf(FormFieldValidationException.class);
        driver.answer("approveChange", "REJECT");
        driver.until("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.REJECTED).neverOpened();
    }

    @Test
    void anEmergencyIsApprovedAfterwardsAsWell() {
        String cycle = driver.publishHotpatch();
        driver.task("approveChange");
        assertThat(running().requestEmergency(cycle, "customers are attacked", null, "release.manager")).isTrue();
        driver.answer("approveChange", "APPROVE");
        assertThat(driver.cycle(cycle).changeType()).isEqualTo("EMERGENCY");
        driver.agreeingRestartsUntil("it is asked afterwards", () -> driver.open("approveAfterwards") != null);
        deadlineRemindsAndEscalates(cycle, "approveAfterwards", "cab", Duration.ofHours(30));
        driver.answer("approveAfterwards", "APPROVE");
        driver.until("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.CLOSED).wasAnswered("APPROVE", "AGREE", "APPROVE");
    }
}
