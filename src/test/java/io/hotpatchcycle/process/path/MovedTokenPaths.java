package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.process.path.CycleDriver.Person;
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
}
