package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.cycle.Shown;
import io.hotpatchcycle.process.RunningCycles;
import io.hotpatchcycle.process.model.RingWatchModel;
import io.hotpatchcycle.release.KnownIssues;
import io.hotpatchcycle.rollout.ObservedOpening;
import io.hotpatchcycle.rollout.Rollouts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A cycle in mode observe: the whole course with its people, without a single write. */
class ObserveIT {

    /** In a tenant that grants only reading, a report cannot even be ordered. */
    @Test
    void aStopEndsTheLookingWithoutASingleWriteAndIsResolved() {
        try (Program program = Program.observing(400)) {
            CycleDriver driver = new CycleDriver(program);
            driver.readCatalog();
            String cycle = driver.cycleId();
            driver.answer("approveChange", "APPROVE");
            driver.agreeingRestartsUntil("the pilot ring looks open", () -> !program.bean(Rollouts.class).observation(cycle).isEmpty());
            // the units have policies of the tenant's own
            program.bean(JdbcTemplate.class).update("update hotpatch.unit set policy_id = ?", program.sandbox().get("/beta/deviceManagement/windowsQualityUpdatePolicies")
                    .path("value").path(0).path("id").asText());
            program.sandbox().fault("POST", "exportJobs", 403, Integer.MAX_VALUE);
            program.bean(RunningCycles.class).halt(cycle, "look no further", "release.manager");
            driver.task("resolveStop");
            assertThat(driver.failures()).as("failed jobs").isEmpty();
            assertThat(driver.cycle(cycle).state()).isEqualTo(CycleState.STOPPED);
            assertThat(program.bean(Cycles.class).stopCount(cycle)).satisfies(c -> {
                assertThat(c.complete()).isTrue();
                assertThat(c.rings()).isEmpty();
            });
            assertThat(program.bean(Shown.class).stop(cycle).get("stopText").toString()).contains("the cycle only observes");
            driver.completeAsOtherManager(driver.open("resolveStop"), Map.of("decision", "ABANDON", "comment", "yes"));
            driver.until("the cycle has ended", () -> driver.ended(cycle));
            assertThat(driver.cycle(cycle).state()).isEqualTo(CycleState.ABANDONED);
            assertThat(program.sandbox().writes()).as("what Graph was asked to change").isEmpty();
        }
    }

    @Test
    void whatAllRingsShareIsReadOnceADayThoughTheyAreLookedAtMoreOften() {
        try (Program program = Program.observing(400)) {
            CycleDriver driver = new CycleDriver(program);
            driver.readCatalog();
            String cycle = driver.cycleId();
            driver.answer("approveChange", "APPROVE");
            driver.agreeingRestartsUntil("the last devices are followed", () -> {
                if (driver.open("reviewRing") != null) {
                    driver.answer("reviewRing", "PROCEED");
                }
                return driver.cycle(cycle).state() == CycleState.CLOSING;
            });
            // so many are missing that they are followed to the end
            program.bean(JdbcTemplate.class).update("update hotpatch.ring set controlled = 10 * controlled where cycle_id = ?", cycle);
            program.sandbox().clearCalls();
            program.bean(KnownIssues.class).refresh();
            long once = program.sandbox().calls("GET", "knownIssues");
            program.sandbox().clearCalls();
            long looks = looks(driver);
            driver.pass(Duration.ofDays(2));
            assertThat(looks(driver) - looks).as("at each poll").isGreaterThanOrEqualTo(3);
            assertThat(program.sandbox().calls("GET", "knownIssues")).as("what all share is read once a day").isBetween(once, 2 * once);
        }
    }

    private static long looks(CycleDriver driver) {
        return driver.engine().getHistoryService().createHistoricProcessInstanceQuery().processDefinitionKey(RingWatchModel.PROCESS).finished().count();
    }

    @Test
    void aCycleIsCarriedThroughAndSaysWhatItWouldHaveDone() {
        try (Program program = Program.observing(400)) {
            CycleDriver driver = new CycleDriver(program);
            JdbcTemplate jdbc = program.bean(JdbcTemplate.class);
            driver.readCatalog();
            String cycle = driver.cycleId();
            driver.task("approveChange");
            assertThat(jdbc.queryForObject("select shown::text from hotpatch.approval where cycle_id = ?", String.class, cycle))
                    .contains("Observed only: nothing is written");
            driver.answer("approveChange", "APPROVE");
            driver.agreeingRestartsUntil("the cycle has ended", () -> {
                if (driver.open("reviewRing") != null) {
                    driver.answer("reviewRing", "PROCEED");
                }
                return driver.ended(cycle);
            });

            assertThat(driver.cycle(cycle).state()).isEqualTo(CycleState.CLOSED);
            assertThat(driver.cycle(cycle).closingNote()).contains("observed only, nothing was written");
            assertThat(program.sandbox().writes()).as("what Graph was asked to change").isEmpty();
            assertThat(jdbc.queryForObject("select count(*) from hotpatch.graph_write", Integer.class)).isZero();

            List<ObservedOpening> observed = program.bean(Rollouts.class).observation(cycle);
            assertThat(observed).extracting(ObservedOpening::ring).containsExactly("pilot", "early");
            assertThat(observed).allSatisfy(o -> {
                assertThat(o.obstacle()).isEmpty();
                assertThat(o.devices()).isPositive();
                assertThat(o.effective() + o.failed() + o.pending()).isEqualTo(o.devices());
                assertThat(o.sentence()).startsWith("Would have opened at " + o.at()).contains(o.already() + " ran the release before that");
            });
            assertThat(observed).extracting(ObservedOpening::at).isSorted();
            assertThat(observed.get(0).effective()).as("the tenant updates without us").isGreaterThan(observed.get(0).already());
            assertThat(observed.get(1).already()).as("by the time of the second ring many have it").isPositive();
        }
    }
}
