package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.ring.Verdict;
import io.hotpatchcycle.rollout.GateProof;
import io.hotpatchcycle.rollout.InstallClass;
import io.hotpatchcycle.rollout.UnapprovedInstall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.runtime.Incident;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Devices that get a release without an approval are found and explained; what nothing explains stops or holds the ring. */
abstract class ProofPaths extends Scenario {

    private static final String OF_EARLY = "select device_id from hotpatch.plan_device p where cycle_id = ? and ring = 'early' and controlled "
            + "and population = 'ACTIVE' and build_class = 'CURRENT' and management <> 'CO_MANAGED' and last_check_in > ?::timestamptz - interval '2 days' ";

    @AfterEach
    void holdAgain() {
        program.sandbox().leak(false);
    }

    @Test
    void eachUnapprovedInstallIsExplainedAndAnUnexplainedOneGoesToAPerson() {
        String cycle = driver.publishHotpatch();
        driver.task("approveChange");
        List<String> reset = devices(cycle, "and build = 26300", 1);
        program.sandbox().install(driver.release(), "RESET", reset);
        driver.answer("approveChange", "RETURN");
        List<String> reimaged = devices(cycle, "and track = 'HOTPATCH' and build = 26300", 1);
        program.sandbox().install(driver.release(), "REIMAGE", reimaged);
        driver.answer("approveChange", "APPROVE");
        driver.until("the pilot ring is open", () -> ringIsOpen(cycle, "pilot"));
        List<String> older = devices(cycle, "and build < 26300", 1);
        List<String> hotpatch = new ArrayList<>(devices(cycle, "and track = 'HOTPATCH' and build = 26300", 2));
        hotpatch.removeAll(reimaged);
        List<String> lcu = devices(cycle, "and track = 'LCU' and build = 26300", 1);
        program.sandbox().install(driver.release(), "FEATURE_UPGRADE", older);
        program.sandbox().install(driver.release(), "BY_HAND", hotpatch.subList(0, 1));
        program.sandbox().install(driver.release(), "BY_HAND", lcu);
        driver.task("reviewRing");

        assertThat(proof().counts(cycle)).isEqualTo(Map.of(InstallClass.PROVISIONED, 1, InstallClass.FEATURE_UPGRADE, 1, InstallClass.REIMAGED, 1,
                InstallClass.BY_PERSON, 1, InstallClass.UNKNOWN, 1));
        assertThat(found(cycle, InstallClass.FEATURE_UPGRADE).deviceId()).isEqualTo(older.get(0));
        assertThat(found(cycle, InstallClass.REIMAGED).deviceId()).isEqualTo(reimaged.get(0));
        assertThat(found(cycle, InstallClass.BY_PERSON).deviceId()).isEqualTo(hotpatch.get(0));
        UnapprovedInstall unknown = found(cycle, InstallClass.UNKNOWN);
        assertThat(unknown.deviceId()).isEqualTo(lcu.get(0));
        assertThat(unknown.notBefore()).isBefore(unknown.notAfter());
        assertThatCycle(cycle).hasVerdict("pilot", Verdict.INCONCLUSIVE).is(CycleState.HELD);
        assertThat(cycles().rings(cycle).get(0).verdictReason()).contains("nothing known explains it");
        assertThat(incidents()).singleElement().satisfies(i -> assertThat(i.getIncidentMessage()).contains(cycle, "1 run it for reasons unknown"));
        assertThat(program.bean(Approvals.class).of(cycle)).filteredOn(a -> a.decision() == null).singleElement()
                .satisfies(a -> assertThat(a.shown()).contains("Nothing known explains it."));

        driver.answer("reviewRing", "WAIT");
        driver.until("the pilot ring has passed", () -> cycles().rings(cycle).get(0).state() == RingState.PASSED);
        assertThat(incidents()).as("a person has decided on it").isEmpty();
    }

    @Test
    void aGateThatLeaksIsFoundAndHalts() {
        String cycle = openPilot();
        program.sandbox().leak(true);
        driver.task("reviewRing");
        assertThatCycle(cycle).hasVerdict("pilot", Verdict.HALT).is(CycleState.HELD);
        assertThat(cycles().rings(cycle).get(0).verdictReason()).contains("the gate did not hold");
        assertThat(proof().counts(cycle).get(InstallClass.GATE_NOT_HELD)).isGreaterThan(5);
        assertThat(incidents()).isNotEmpty();
        assertThat(events(cycle, "gate.notProven")).isPositive();
        assertThat(program.sandbox().writesLike("\"suspend\"")).isPositive();
    }

    private List<String> devices(String cycle, String which, int count) {
        List<String> found = program.bean(JdbcTemplate.class).queryForList(OF_EARLY + which + " order by device_id limit ?", String.class, cycle,
                driver.now().toString(), count);
        assertThat(found).as(which).hasSize(count);
        return found;
    }

    private UnapprovedInstall found(String cycle, InstallClass wanted) {
        return proof().list(cycle, 0, 100).stream().filter(i -> i.installClass() == wanted).findFirst().orElseThrow();
    }

    private List<Incident> incidents() {
        return driver.engine().getRuntimeService().createIncidentQuery().incidentType("gateNotProven").list().stream()
                .filter(i -> i.getId().equals(i.getRootCauseIncidentId())).toList();
    }

    private GateProof proof() {
        return program.bean(GateProof.class);
    }
}
