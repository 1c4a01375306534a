package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.fleet.VisibleRings;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.restart.Restarts;
import io.hotpatchcycle.ring.Verdict;
import io.hotpatchcycle.rollout.GateProof;
import io.hotpatchcycle.rollout.InstallClass;
import io.hotpatchcycle.rollout.UnapprovedInstall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.runtime.Incident;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Devices that get a release without an approval are found and explained; what nothing explains stops or holds the ring. */
abstract class ProofPaths extends Scenario {

    private static final int PLAYED = 3;
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
        Map<String, InstallClass> played = new HashMap<>();
        play(cycle, "RESET", "build = 26300", InstallClass.PROVISIONED, played);
        driver.answer("approveChange", "RETURN");
        driver.answer("approveChange", "APPROVE");
        driver.until("the pilot ring is open", () -> ringIsOpen(cycle, "pilot"));
        play(cycle, "FEATURE_UPGRADE", "build < 26300", InstallClass.FEATURE_UPGRADE, played);
        play(cycle, "REIMAGE", "track = 'HOTPATCH' and build = 26300", InstallClass.REIMAGED, played);
        play(cycle, "BY_HAND", "track = 'HOTPATCH' and build = 26300", InstallClass.BY_PERSON, played);
        play(cycle, "BY_HAND", "track = 'LCU' and build = 26300", InstallClass.UNKNOWN, played);
        driver.task("reviewRing");

        List<UnapprovedInstall> found = proof().list(cycle, VisibleRings.ALL, 0, 100);
        // A reset device is another record of Intune.
        assertThat(found).filteredOn(i -> i.installClass() != InstallClass.PROVISIONED)
                .allSatisfy(i -> assertThat(i.installClass()).as(i.toString()).isEqualTo(played.get(i.deviceId())));
        assertThat(found).extracting(UnapprovedInstall::installClass).contains(InstallClass.PROVISIONED, InstallClass.FEATURE_UPGRADE, InstallClass.REIMAGED,
                InstallClass.BY_PERSON, InstallClass.UNKNOWN).doesNotContain(InstallClass.GATE_NOT_HELD);
        assertThat(found.get(0)).as("the unexplained first").satisfies(i -> {
            assertThat(i.installClass()).isEqualTo(InstallClass.UNKNOWN);
            assertThat(i.notBefore()).isBefore(i.notAfter());
        });
        assertThatCycle(cycle).hasVerdict("pilot", Verdict.INCONCLUSIVE).is(CycleState.HELD);
        assertThat(cycles().rings(cycle).get(0).verdictReason()).contains("nothing known explains it");
        assertThat(incidents()).singleElement().satisfies(i -> assertThat(i.getIncidentMessage()).contains(cycle, "run it for reasons unknown",
                "docs/runbooks/gate-not-proven.md"));
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

    @Test
    void anInstallThatIsFoundInARestartWindowIsAnIncidentUntilAPersonDecides() {
        String cycle = askForRestarts();
        driver.answer("approveRestart", "AGREE");
        driver.until("the ring is open in its window", () -> ringIsOpen(cycle, "early"));
        JdbcTemplate jdbc = program.bean(JdbcTemplate.class);
        jdbc.update("update hotpatch.restart_window set ends_at = ends_at + interval '4 days' where cycle_id = ? and ring = 'early'", cycle);
        jdbc.update("""
                insert into hotpatch.unapproved_install (cycle_id, device_id, ring, build, ubr, not_after, approval, delivered, track, enrolled_anew, known_before,
                    newer_windows, other_source, found_at)
                select cycle_id, device_id, ring, build, 1, now(), 'NEVER', 'LCU', 'LCU', false, true, false, false, now() from hotpatch.plan_device
                where cycle_id = ? and ring = 'early' and controlled limit 1
                """, cycle);
        driver.task("reviewRing");
        assertThat(driver.now()).as("found by a look of the window").isBefore(program.bean(Restarts.class).window(cycle, "early").orElseThrow().endsAt());
        assertThatCycle(cycle).is(CycleState.HELD);
        assertThat(incidents()).as("the window is over, the question is not").singleElement().satisfies(i -> assertThat(i.getIncidentMessage()).contains(cycle));
        driver.pass(poll().plusSeconds(1));
        assertThat(incidents()).singleElement();
    }

    @Test
    void whatIsFoundDuringAStopIsAnIncidentAndListedWhereItIsResolved() {
        String cycle = openPilot();
        program.bean(JdbcTemplate.class).update("""
                insert into hotpatch.unapproved_install (cycle_id, device_id, ring, build, ubr, not_after, approval, delivered, track, enrolled_anew, known_before,
                    newer_windows, other_source, found_at)
                select cycle_id, device_id, ring, build, 1, now(), 'NEVER', 'HOTPATCH', 'LCU', false, true, false, true, ?::timestamptz from hotpatch.plan_device
                where cycle_id = ? and ring = 'early' and controlled limit 1
                """, driver.now().toString(), cycle);
        running().halt(cycle, "printers fail", "release.manager");
        driver.run();
        assertThat(incidents()).singleElement().satisfies(i -> assertThat(i.getIncidentMessage()).contains(cycle, "1 devices got the release without an approval"));
        driver.task("resolveStop");
        assertThat(program.bean(Approvals.class).of(cycle)).filteredOn(a -> a.decision() == null).singleElement()
                .satisfies(a -> assertThat(a.shown()).contains("Gate not held", "A hotpatch comes through Windows Update only"));
        assertThat(incidents()).as("until somebody decides").hasSize(1);
        driver.answer("resolveStop", "RESUME");
        driver.agreeingRestartsUntil("the pilot ring was looked at again", () -> cycles().rings(cycle).get(0).verdict() != null);
        assertThat(incidents()).as("who resumed was shown it").isEmpty();
    }

    /** Plays it on devices of the early ring, which is not open; some may stay switched off for days. */
    private void play(String cycle, String how, String which, InstallClass expected, Map<String, InstallClass> played) {
        List<String> found = program.bean(JdbcTemplate.class).queryForList(OF_EARLY + "and " + which + " order by device_id", String.class, cycle,
                driver.now().toString()).stream().filter(id -> !played.containsKey(id)).limit(PLAYED).toList();
        assertThat(found).as(which).hasSize(PLAYED);
        found.forEach(id -> played.put(id, expected));
        program.sandbox().install(driver.release(), how, found);
    }

    private List<Incident> incidents() {
        return driver.engine().getRuntimeService().createIncidentQuery().incidentType("gateNotProven").list().stream()
                .filter(i -> i.getId().equals(i.getRootCauseIncidentId())).toList();
    }

    private GateProof proof() {
        return program.bean(GateProof.class);
    }
}
