package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.approval.Substitutes;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.RunningCycles;
import io.hotpatchcycle.rollout.Signal;
import io.hotpatchcycle.rollout.Signals;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the paths have in common: one program for all, nothing open before and after, no job fails unnoticed. */
abstract class Scenario {

    static final int PILOT_DEVICES = 60;

    Program program;
    CycleDriver driver;
    private boolean failuresExpected;

    /** Business owners stand in for the change manager, who asked or declined himself. */
    void insteadOfChangeManager(Task task, Map<String, Object> answer, String sentence) {
        Substitutes substitutes = program.bean(Substitutes.class);
        long named = substitutes.name("change.manager", "business.owner", null, driver.now().plus(Duration.ofHours(2)), "on leave", "change.manager").id();
        try {
            assertThatThrownBy(() -> driver.complete(task, "business.owner", List.of("business-owners", "change-managers"), answer))
                    .isInstanceOf(FormFieldValidationException.class).hasMessageContaining(sentence);
        } finally {
            substitutes.end(named, "change.manager");
        }
    }

    @BeforeEach
    void begin() {
        program = PathsIT.program();
        driver = PathsIT.driver();
        driver.clear();
    }

    @AfterEach
    void end() {
        List<String> failures = driver.failures();
        if (!failuresExpected) {
            assertThat(failures).as("failed jobs").isEmpty();
        }
        driver.clear();
    }

    void failuresAreExpected() {
        failuresExpected = true;
    }

    PatchCycleAssert assertThatCycle(String cycleId) {
        return PatchCycleAssert.assertThatCycle(program, cycleId);
    }

    Cycles cycles() {
        return program.bean(Cycles.class);
    }

    RunningCycles running() {
        return program.bean(RunningCycles.class);
    }

    /** A new hotpatch cycle whose pilot ring is open. */
    String openPilot() {
        String cycle = driver.publishHotpatch();
        driver.answer("approveChange", "APPROVE");
        // A device that an earlier scenario left behind the baseline has its restart asked for first.
        driver.agreeingRestartsUntil("the pilot ring is open", () -> ringIsOpen(cycle, "pilot"));
        return cycle;
    }

    /** A new hotpatch cycle that asks for the restarts of its second ring. */
    String askForRestarts() {
        String cycle = openPilot();
        driver.task("approveRestart");
        return cycle;
    }

    boolean ringIsOpen(String cycle, String ring) {
        return cycles().rings(cycle).stream().anyMatch(r -> r.name().equals(ring) && r.state() == io.hotpatchcycle.ring.RingState.OPEN);
    }

    /** Lets the deadline of an open task pass: people are reminded, one more group is asked, and nothing is decided. */
    void deadlineRemindsAndEscalates(String cycle, String key, String escalatedTo, Duration untilPassed) {
        Task asked = driver.task(key);
        long reminders = events(cycle, "approval.reminded");
        long escalations = events(cycle, "approval.escalated");
        driver.pass(untilPassed);
        Task still = driver.open(key);
        assertThat(still).as("'%s' after its deadline", key).isNotNull();
        assertThat(still.getId()).isEqualTo(asked.getId());
        assertThat(still.getPriority()).isEqualTo(100);
        assertThat(driver.engine().getTaskService().getIdentityLinksForTask(still.getId())).extracting(IdentityLink::getGroupId).contains(escalatedTo);
        assertThat(events(cycle, "approval.reminded")).as("reminders").isGreaterThan(reminders);
        assertThat(events(cycle, "approval.escalated")).as("escalations").isGreaterThan(escalations);
        assertThat(program.bean(Approvals.class).of(cycle)).filteredOn(a -> a.taskId().equals(still.getId()))
                .singleElement().satisfies(a -> assertThat(a.decision()).as("a deadline never decides").isNull());
        assertThat(told("task_id", still.getId())).as("who is asked is told").startsWith("TASK_ASKED").contains("TASK_REMINDED", "TASK_ESCALATED");
    }

    /** Kinds of the notices with this value, oldest first. */
    List<String> told(String column, String value) {
        return program.bean(org.springframework.jdbc.core.JdbcTemplate.class).queryForList("select kind from hotpatch.notice where " + column
                + " = ? order by event_id", String.class, value);
    }

    long events(String cycle, String what) {
        return program.bean(org.springframework.jdbc.core.JdbcTemplate.class).queryForObject(
                "select count(*) from hotpatch.event where cycle_id = ? and type = ?", Long.class, cycle, what);
    }

    /** How often a running ring is looked at. */
    Duration poll() {
        return Duration.parse((String) driver.engine().getRuntimeService().createVariableInstanceQuery().variableName("poll").listPage(0, 1).get(0).getValue());
    }

    /** When a signal beside failures was stored that is beyond its limit. */
    Instant beyondSince(String cycle, String ring) {
        return program.bean(Signals.class).list(cycle, ring).stream().filter(s -> s.standing() == Signal.Standing.BEYOND).map(Signal::measuredAt)
                .findFirst().orElseThrow();
    }

    /** When the approval of a ring first read back as suspended; null when it never did. */
    Instant suspendedAt(String cycle, String ring) {
        Timestamp at = program.bean(org.springframework.jdbc.core.JdbcTemplate.class).queryForObject("select min(settled_at) from hotpatch.graph_write "
                + "where cycle_id = ? and ring = ? and kind = 'SUSPEND' and state = 'DONE'", Timestamp.class, cycle, ring);
        return at == null ? null : at.toInstant();
    }
}
