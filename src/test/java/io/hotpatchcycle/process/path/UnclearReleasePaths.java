package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.release.Kind;
import java.time.Duration;
import java.time.Instant;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A release of which the catalog does not say what it is: a person is asked, nothing is guessed. */
abstract class UnclearReleasePaths extends Scenario {

    private static final Duration NEXT_LOOK = Duration.ofHours(4);

    private String publishWithoutFlag() {
        return driver.publishHotpatch(row -> row.put("omitIsHotpatchUpdate", true));
    }

    /** A large fleet takes long, and it is another node that reads it. */
    @Test
    void whileTheFleetIsBeingReadNothingIsDecidedAndWhenTheReaderDiesAnotherGoesOn() {
        JdbcTemplate jdbc = program.bean(JdbcTemplate.class);
        String cycle = driver.publishHotpatch(row -> jdbc.update("insert into hotpatch.sync (cycle_id, node, lease_until) values (?, 'another', now() + interval '1 hour')",
                driver.release().replace(' ', '-')));
        Instant begun = driver.now();
        driver.until("it was looked again for half an hour", () -> driver.now().isAfter(begun.plus(Duration.ofMinutes(30))));
        assertThatCycle(cycle).is(CycleState.PLANNING);
        assertThat(driver.cycle(cycle).snapshotAt()).isNull();

        jdbc.update("update hotpatch.sync set lease_until = now() - interval '1 second'");
        driver.task("approveChange");
        assertThat(driver.cycle(cycle).snapshotAt()).isNotNull();
        assertThat(jdbc.queryForObject("select count(*) from hotpatch.sync", Integer.class)).isZero();
    }

    @Test
    void aMissingFlagAsksAPersonWhoDecides() {
        String cycle = publishWithoutFlag();
        Task asked = driver.task("clarifyRelease");
        assertThatCycle(cycle).is(CycleState.HELD).waitsFor("clarifyRelease");
        assertThat(shown(asked)).contains("does not say whether").contains("is a hotpatch");
        assertThat(driver.cycle(cycle).kind()).isNull();

        driver.answer("clarifyRelease", "HOTPATCH");
        driver.task("approveChange");
        assertThatCycle(cycle).is(CycleState.AWAITING_APPROVAL).wasAnswered("HOTPATCH");
        assertThat(driver.cycle(cycle).kind()).isEqualTo(Kind.HOTPATCH);
        assertThat(driver.cycle(cycle).kindDecidedBy()).isEqualTo("change.manager");
    }

    @Test
    void whatTheCatalogSaysByNowIsReadAgainBeforeAPersonSaysWhatTheReleaseIs() {
        String cycle = publishWithoutFlag();
        driver.task("clarifyRelease");
        JdbcTemplate jdbc = program.bean(JdbcTemplate.class);
        jdbc.update("update hotpatch.revision set kb = kb || '9' where release_id = (select release_id from hotpatch.cycle where id = ?)", cycle);
        try {
            driver.answerAfterReadingAnew("clarifyRelease", "HOTPATCH");
        } finally {
            jdbc.update("update hotpatch.revision set kb = left(kb, -1) where release_id = (select release_id from hotpatch.cycle where id = ?)", cycle);
        }
        assertThatCycle(cycle).wasAnswered("HOTPATCH");
    }

    @Test
    void theStringFalseIsNotAFlagAndTheReleaseCanBeRejected() {
        String cycle = driver.publishHotpatch(row -> row.put("isHotpatchUpdate", "false"));
        driver.task("clarifyRelease");
        driver.answer("clarifyRelease", "REJECT");
        driver.until("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.REJECTED).neverOpened();
    }

    @Test
    void aPersonMaySayThatItIsABaseline() {
        String cycle = publishWithoutFlag();
        driver.answer("clarifyRelease", "BASELINE");
        driver.task("approveChange");
        assertThat(driver.cycle(cycle).kind()).isEqualTo(Kind.BASELINE);
        assertThat(cycles().rings(cycle)).allSatisfy(ring -> assertThat(ring.hotpatch()).isZero());
    }

    @Test
    void retryAsksAnewAsLongAsItIsUnclear() {
        String cycle = publishWithoutFlag();
        Task first = driver.task("clarifyRelease");
        driver.answer("clarifyRelease", "RETRY");
        assertThat(driver.task("clarifyRelease").getId()).isNotEqualTo(first.getId());
        assertThatCycle(cycle).wasAnswered("RETRY");
    }

    @Test
    void afterFourHoursTheCatalogIsLookedAtAgain() {
        String cycle = publishWithoutFlag();
        Task first = driver.task("clarifyRelease");
        deadlineRemindsAndEscalates(cycle, "clarifyRelease", "release-managers", NEXT_LOOK.minusMinutes(10));
        driver.pass(Duration.ofHours(1));
        assertThat(driver.task("clarifyRelease").getId()).isNotEqualTo(first.getId());
        assertThatCycle(cycle).is(CycleState.HELD).wasAnswered().neverOpened();
    }

    private String shown(Task task) {
        return program.bean(Approvals.class).of(driver.cycleId()).stream().filter(a -> a.taskId().equals(task.getId())).findFirst().orElseThrow().shown();
    }
}
