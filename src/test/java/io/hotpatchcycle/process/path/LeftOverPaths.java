package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.approval.Rule;
import io.hotpatchcycle.approval.Separation;
import io.hotpatchcycle.approval.Subject;
import io.hotpatchcycle.cycle.ReleaseDecisionView;
import io.hotpatchcycle.cycle.ReleaseDecisions;
import io.hotpatchcycle.process.DecisionStarts;
import io.hotpatchcycle.process.path.CycleDriver.Person;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** A release that nobody deploys is asked about by itself, once, and ends in a signature or a cycle. */
abstract class LeftOverPaths extends Scenario {

    private static int recorded;

    private String left;

    @Test
    void aReleaseThatIsLeftForTwoWeeksIsAskedAboutOnceAndSigned() {
        record("nonSecurity", "monthly", "2026.09 D");
        driver.pass(Duration.ofDays(13));
        driver.readCatalog();
        assertThat(decisions()).as("after 13 days").isEmpty();
        driver.pass(Duration.ofDays(1));
        driver.readCatalog();
        Task task = driver.open("signDecision");
        assertThat(task.getName()).contains("2026.09 D");
        assertThat(driver.engine().getTaskService().getIdentityLinksForTask(task.getId())).extracting(IdentityLink::getGroupId)
                .contains("release-managers", "change-managers");
        driver.readCatalog();
        assertThat(decisions()).as("asked once").hasSize(1);
        assertThatThrownBy(() -> driver.complete(task, Person.RELEASE_MANAGER, Map.of("decision", "START", "comment", "try it")))
                .hasMessageContaining("gets no cycle").hasMessageContaining("preview");
        sign(task);
        assertThat(decisions()).singleElement().satisfies(d -> {
            assertThat(d.state()).isEqualTo("SIGNED");
            assertThat(d.signedBy()).isEqualTo("release.manager");
            assertThat(d.declinedBy()).isNull();
        });
        driver.readCatalog();
        assertThat(driver.open("signDecision")).as("signed is not asked").isNull();
    }

    @Test
    void aReleaseThatIsLeftGetsItsCycleWhenAPersonWantsItAndHeDoesNotApproveIt() {
        String cycle = record("security", "outOfBand", "2026.09 OOB");
        ask();
        driver.complete(driver.open("signDecision"), Person.RELEASE_MANAGER, Map.of("decision", "START", "comment", "it fixes the till"));
        driver.run();
        assertThat(driver.cycle(cycle).releaseId()).isEqualTo(left);
        assertThat(decisions()).singleElement().extracting(ReleaseDecisionView::state).isEqualTo("CARRIED");
        assertThat(program.bean(Separation.class).excluded(Subject.CHANGE, cycle)).containsEntry("release.manager", Rule.REQUESTER);
    }

    @Test
    void theQuestionIsClosedWhenACycleStartsMeanwhile() {
        String cycle = record("security", "outOfBand", "2026.09 OOB");
        ask();
        assertThat(driver.open("signDecision")).isNotNull();
        driver.readCatalog();
        assertThat(driver.cycle(cycle).releaseId()).isEqualTo(left);
        assertThat(driver.open("signDecision")).isNull();
        assertThat(decisions()).singleElement().extracting(ReleaseDecisionView::state).isEqualTo("CARRIED");
    }

    @Test
    void aSignatureThatEndsIsNotAskedForAgainOnceACycleCarriesTheRelease() {
        String cycle = record("security", "outOfBand", "2026.09 OOB");
        ask();
        sign(driver.open("signDecision"));
        driver.readCatalog();
        assertThat(driver.cycle(cycle).releaseId()).isEqualTo(left);
        assertThat(decisions()).singleElement().extracting(ReleaseDecisionView::state).isEqualTo("SIGNED");
        driver.pass(Duration.ofDays(1));
        assertThat(decisions()).singleElement().extracting(ReleaseDecisionView::state).isEqualTo("CARRIED");
        assertThat(driver.open("signDecision")).isNull();
        assertThat(driver.engine().getRuntimeService().createProcessInstanceQuery().processInstanceBusinessKey("release " + left + "/risk").count()).isZero();
    }

    @Test
    void aQuestionThatModelsOfBeforeLeaveOpenIsNeitherSignedNorStartedOnceACycleCarriesTheReleaseAndSettledClosesIt() {
        record("nonSecurity", "monthly", "2026.09 D");
        ask();
        Task task = driver.open("signDecision");
        JdbcTemplate jdbc = program.bean(JdbcTemplate.class);
        // without the message: what those models do not wait for
        jdbc.update("insert into hotpatch.cycle (id, release_id, state, model_set, created_at) select 'carrier', ?, 'PLANNING', model_set, created_at from hotpatch.cycle limit 1", left);
        try {
            assertThatThrownBy(() -> sign(task)).hasMessageContaining("Cycle carrier carries").hasMessageContaining("Choose 'Settled'");
            assertThatThrownBy(() -> driver.complete(task, Person.RELEASE_MANAGER, Map.of("decision", "START", "comment", "now"))).hasMessageContaining("Cycle carrier carries");
            assertThat(decisions()).singleElement().extracting(ReleaseDecisionView::state).isEqualTo("OPEN");
            driver.complete(task, Person.RELEASE_MANAGER, Map.of("decision", "SETTLED", "comment", "it has its cycle"));
            driver.run();
            assertThat(decisions()).singleElement().extracting(ReleaseDecisionView::state).isEqualTo("CARRIED");
        } finally {
            jdbc.update("delete from hotpatch.cycle where id = 'carrier'");
        }
    }

    @Test
    void whatIsForServersOnlyOrFromBeforeTheFirstCycleIsNotLeftOver() {
        record("nonSecurity", "monthly", "2026.09 D");
        assertThat(leftOver()).contains(left);
        JdbcTemplate jdbc = program.bean(JdbcTemplate.class);
        jdbc.update("update hotpatch.revision set line = 'WINDOWS_SERVER' where release_id = ?", left);
        assertThat(leftOver()).as("for servers only").doesNotContain(left);
        jdbc.update("update hotpatch.revision set line = 'WINDOWS_11' where release_id = ?", left);
        jdbc.update("update hotpatch.release set published_at = (select min(r.published_at) from hotpatch.release r join hotpatch.cycle c on c.release_id = r.id) - interval '1 second' where id = ?", left);
        assertThat(leftOver()).as("from before the first one that a cycle carried").doesNotContain(left);
    }

    @Test
    void twoNodesAskOnceAndOneThatBreaksOffLeavesNothing() {
        record("nonSecurity", "monthly", "2026.09 D");
        transaction().executeWithoutResult(status -> {
            program.bean(DecisionStarts.class).askAboutLeft(driver.now());
            status.setRollbackOnly();
        });
        assertThat(decisions()).isEmpty();
        assertThat(driver.open("signDecision")).isNull();
        CompletableFuture.allOf(CompletableFuture.runAsync(this::ask), CompletableFuture.runAsync(this::ask), CompletableFuture.runAsync(this::ask)).join();
        assertThat(decisions()).hasSize(1);
        assertThat(driver.open("signDecision")).isNotNull();
    }

    /** A release that the catalog lists from now on, as the intake would record it; the id of the cycle that would carry it. */
    private String record(String classification, String cadence, String kind) {
        driver.pass(Duration.ofHours(1));
        recorded++;
        String name = kind + recorded;
        left = "left-over-" + recorded;
        String cycle = name.replace(' ', '-') + ("outOfBand".equals(cadence) ? "-KB99" + recorded : "");
        Timestamp now = Timestamp.from(driver.now());
        JdbcTemplate jdbc = program.bean(JdbcTemplate.class);
        jdbc.update("insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence, first_seen_at, fingerprint) values (?, ?, ?, ?, ?, ?, ?, ?, 'f')",
                left, cycle, name, name, now, classification, cadence, now);
        jdbc.update("insert into hotpatch.revision (release_id, product, line, version, build, ubr, kb, hotpatch) values (?, 'Windows 11, version 24H2', 'WINDOWS_11', '24H2', 26100, 1, ?, 'NO')",
                left, "KB99" + recorded);
        return cycle;
    }

    private List<String> leftOver() {
        return program.bean(ReleaseDecisions.class).left(driver.now());
    }

    private void sign(Task task) {
        driver.complete(task, Person.RELEASE_MANAGER, Map.of("decision", "SIGN", "comment", "not for us", "residualRisk", "none that we know", "riskOwner", "Ada Example",
                "expiresOn", driver.now().plus(Duration.ofDays(1)).toString()));
        driver.run();
    }

    private void ask() {
        transaction().executeWithoutResult(status -> program.bean(DecisionStarts.class).askAboutLeft(driver.now()));
    }

    private TransactionTemplate transaction() {
        return new TransactionTemplate(program.bean(org.springframework.transaction.PlatformTransactionManager.class));
    }

    private List<ReleaseDecisionView> decisions() {
        return program.bean(ReleaseDecisions.class).ofRelease(left);
    }
}
