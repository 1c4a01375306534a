package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.release.Kind;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.ring.RingView;
import io.hotpatchcycle.ring.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.jdbc.core.JdbcTemplate;

/** The first connection, a baseline and a hotpatch month, both to their end. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class FirstMonthsPaths extends Scenario {

    private static final String FIRST = "2026.10-B";

    @Test
    @Order(1)
    void theFirstConnectionCarriesOnlyTheNewestReleaseAndHoldsAnEmptyRing() {
        driver.readCatalog();
        assertThat(cycles().all()).extracting(CycleView::id).containsExactly(FIRST);
        driver.answer("approveChange", "APPROVE");

        driver.task("reviewRing");
        assertThatCycle(FIRST).is(CycleState.HELD).holds("pilot", "no active controlled device").neverOpened();
        driver.answer("reviewRing", "WAIT");
        driver.task("reviewRing");
        assertThatCycle(FIRST).holds("pilot", "no active controlled device");

        driver.answer("reviewRing", "PROCEED");
        restartsAreAgreedForAnotherWindow();
        driver.until("the baseline is done", () -> driver.ended(FIRST));
        assertThatCycle(FIRST).hasEnded(CycleState.CLOSED).hasVerdict("early", Verdict.PROCEED)
                .wasAnswered("APPROVE", "WAIT", "PROCEED", "OTHER_WINDOW", "AGREE");
        RingView early = cycles().rings(FIRST).get(1);
        assertThat(early.effectiveLcu()).as("devices on the baseline").isGreaterThan(300);
        assertThat(early.effectiveHotpatch()).isZero();
        int takenOff = program.bean(JdbcTemplate.class).queryForObject("select count(*) from hotpatch.progress where cycle_id = ? and rolled_back", Integer.class, FIRST);
        assertThat(cycles().result(FIRST).planned()).as("also devices that took it off again restarted for it").isEqualTo(early.effectiveLcu() + takenOff);
    }

    private void restartsAreAgreedForAnotherWindow() {
        OffsetDateTime wanted = OffsetDateTime.parse("2026-10-17T19:00:00Z");
        driver.answer("approveRestart", Map.of("decision", "OTHER_WINDOW", "comment", "Saturday evening", "otherWindowStart", wanted.toString()));
        assertThatCycle(FIRST).neverOpened();
        driver.answer("approveRestart", "AGREE");
        driver.until("the ring is open", () -> ringIsOpen(FIRST, "early"));
        assertThat(cycles().rings(FIRST).get(1).openedAt()).isBetween(wanted.toInstant(), wanted.toInstant().plus(Duration.ofHours(1)));
    }

    @Test
    @Order(2)
    void nothingNewStartsNothing() {
        driver.readCatalog();
        Job timer = driver.engine().getManagementService().createJobQuery().timers().processDefinitionKey("release-intake").singleResult();
        driver.engine().getManagementService().executeJob(timer.getId());
        driver.run();
        assertThat(cycles().all()).hasSize(1);
    }

    @Test
    @Order(3)
    void aHotpatchMonthGoesFromTheCatalogToClosed() {
        String cycle = driver.publishHotpatch();
        driver.task("approveChange");
        program.sandbox().addMembers(program.sandbox().groupOf("pilot"), driver.hotpatchable(cycle, PILOT_DEVICES));
        driver.answer("approveChange", "RETURN");
        driver.task("approveChange");
        assertThat(cycles().rings(cycle)).extracting(RingView::controlled).first().isEqualTo(PILOT_DEVICES);
        assertThat(cycles().rings(cycle).get(0).restarts()).as("restarts in the pilot ring").isZero();

        driver.answer("approveChange", "APPROVE");
        driver.until("the pilot ring has passed", () -> cycles().rings(cycle).get(0).state() == RingState.PASSED);
        assertThat(cycles().rings(cycle).get(1).everOpened()).as("the second ring opens only after the first has passed").isFalse();
        driver.agreeingRestartsUntil("the cycle is done", () -> driver.ended(cycle));

        assertThatCycle(cycle).hasEnded(CycleState.CLOSED).hasVerdict("pilot", Verdict.PROCEED).hasVerdict("early", Verdict.PROCEED)
                .wasAnswered("RETURN", "APPROVE", "AGREE");
        assertThat(driver.cycle(cycle).kind()).isEqualTo(Kind.HOTPATCH);
        assertThat(driver.cycle(cycle).surprise()).isFalse();
        assertThat(cycles().rings(cycle).get(0).effectiveHotpatch()).isGreaterThan(PILOT_DEVICES * 8 / 10);
        assertThat(program.sandbox().writesLike("\"approve\"")).as("approvals: one per opened ring of two cycles").isEqualTo(3);
        assertThat(Instant.from(driver.cycle(cycle).closedAt())).isBefore(driver.now().plusSeconds(1));
    }
}
