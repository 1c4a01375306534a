package io.hotpatchcycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.eligibility.DecisionTables;
import io.hotpatchcycle.rollout.Signal.Standing;
import io.hotpatchcycle.rollout.StartupHistory.Start;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Starts of devices, told late or not at all. */
class StartUpsTest {

    private static final String CYCLE = RolloutFixture.CYCLE;

    private final RolloutFixture at = new RolloutFixture();
    private final Scripted history = new Scripted();
    private final Instant installed = at.business.instant();

    private static final class Scripted implements StartupHistory {

        private final List<Start> starts = new ArrayList<>();
        private boolean granted = true;
        private RuntimeException fault;
        private int pages = 1;
        private int readings;

        @Override
        public End read(String from, int most, Consumer<List<Start>> each) {
            readings++;
            if (fault != null) {
                throw fault;
            }
            int first = from == null ? 0 : Integer.parseInt(from);
            int last = Math.min(first + most, pages);
            for (int page = first; granted && page < last; page++) {
                each.accept(starts);
            }
            return new End(granted, granted && last < pages ? String.valueOf(last) : null);
        }
    }

    @BeforeEach
    void tenDevices() {
        for (int i = 0; i < 10; i++) {
            at.jdbc.update("insert into hotpatch.device (id, name, line, edition, cpu, chpe, join_type, management, received_at) "
                    + "values (?, ?, '', '', '', '', '', '', ?)", "d" + i, "d" + i, now());
            at.jdbc.update("insert into hotpatch.progress (cycle_id, device_id, ring, outcome, confirmed, not_effective_at, effective_at) "
                    + "values (?, ?, 'pilot', 'EFFECTIVE_HOTPATCH', true, ?, ?)", CYCLE, "d" + i, now(), now());
            history.starts.add(new Start("before " + i, "d" + i, installed.minus(Duration.ofDays(2)), "blueScreen"));
        }
    }

    @AfterEach
    void close() {
        at.close();
    }

    private Timestamp now() {
        return Timestamp.from(installed);
    }

    private Signals signals(String mode) {
        DecisionTables tables = id -> new DecisionTables.Table() {
            @Override
            public String hash() {
                return "";
            }

            @Override
            public List<Map<String, Object>> evaluate(Map<String, Object> inputs) {
                if (id.equals("start-class")) {
                    return "new word".equals(inputs.get("category")) ? List.of() : List.of(Map.of("class", "blueScreen".equals(inputs.get("category")) ? "CRASH"
                            : Boolean.TRUE.equals(inputs.get("restartPlanned")) ? "EXPECTED" : "UNEXPECTED"));
                }
                return List.of(Map.of("mode", mode, "limit", 5));
            }
        };
        return new Signals(new SignalRows(at.jdbc), new StartUps(new StartUpRows(at.jdbc), history, tables, at.transactions, at.business), tables, at.business);
    }

    private Signal measured(String name) {
        Signals signals = signals("GATE");
        signals.measure(CYCLE, "pilot", at.business.instant());
        return signals.list(CYCLE, "pilot").stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    }

    private void starts(int devices, String category) {
        for (int i = 0; i < devices; i++) {
            history.starts.add(new Start(category + i, "d" + i, installed.plusSeconds(60), category));
        }
    }

    /** The first devices are to restart, the others not. */
    private void plan(int restarting) {
        for (int planClass = 0; planClass < 2; planClass++) {
            at.jdbc.update("insert into hotpatch.plan_class (class, cycle_id, devices, population, line, edition, cpu, chpe, join_type, management, licence, "
                    + "vbs, policy, ring, controlled, restart_expected) values (?, ?, 10, 'ACTIVE', '', '', '', '', '', '', '', '', 'UNIT', 'pilot', true, ?)",
                    planClass, CYCLE, planClass == 0);
            at.jdbc.query("select hotpatch.plan_members(c.no, array[d.no], array[?::bigint], null, null) from hotpatch.cycle c, hotpatch.device d "
                    + "where c.id = ? and (substr(d.id, 2)::int < ?) = ?", rs -> { }, planClass, CYCLE, restarting, planClass == 0);
        }
    }


    @Test
    void crashesSinceTheInstallAreCountedAndWhatWasBeforeIsNot() {
        plan(0);
        starts(6, "blueScreen");
        assertThat(measured("CRASH")).as("bad news counts at once").satisfies(s -> {
            assertThat(s.devices()).isEqualTo(6);
            assertThat(s.of()).isEqualTo(10);
            assertThat(s.standing()).isEqualTo(Standing.BEYOND);
        });
        assertThat(signals("GATE").standing(CYCLE, "pilot")).isEqualTo(Standing.BEYOND);
        signals("OBSERVE").measure(CYCLE, "pilot", at.business.instant());
        assertThat(signals("OBSERVE").standing(CYCLE, "pilot")).as("observed only").isEqualTo(Standing.CALM);
    }

    @Test
    void aCrashThatIsToldWhenItsRingHasPassedStopsTheNextOne() {
        plan(0);
        assertThat(measured("CRASH").standing()).isEqualTo(Standing.UNKNOWN);
        starts(6, "blueScreen");
        at.business.pass(Duration.ofDays(2));
        for (String mode : List.of("OBSERVE", "GATE")) {
            Signals signals = signals(mode);
            signals.measure(CYCLE, "early", at.business.instant());
            assertThat(signals.late(CYCLE, "early")).containsOnlyKeys("pilot");
            assertThat(signals.standing(CYCLE, "early") == Standing.BEYOND).as(mode).isEqualTo(mode.equals("GATE"));
        }
    }

    @Test
    void aRestartByAnUpdateIsUnexpectedWhereNoneWasPlanned() {
        plan(8);
        starts(10, "restartWithUpdate");
        assertThat(measured("UNEXPECTED_RESTART").devices()).isEqualTo(2);
        assertThat(measured("CRASH").devices()).isZero();
    }

    @Test
    void aWordThatNoRuleKnowsIsNotTakenForNormal() {
        plan(0);
        starts(3, "new word");
        assertThat(measured("UNEXPECTED_RESTART").devices()).isEqualTo(3);
    }

    @Test
    void whereItIsNotGrantedNothingIsKnown() {
        plan(0);
        history.granted = false;
        assertThat(measured("CRASH")).satisfies(s -> {
            assertThat(s.devices()).isNull();
            assertThat(s.standing()).isEqualTo(Standing.UNKNOWN);
            assertThat(s.note()).contains("not licensed");
        });
    }

    @Test
    void itIsReadOnceADayAndWhatCannotBeReadIsNotKnown() {
        plan(0);
        measured("CRASH");
        at.business.pass(Duration.ofHours(23));
        assertThat(measured("CRASH").standing()).as("nobody can have told yet").isEqualTo(Standing.UNKNOWN);
        assertThat(history.readings).isEqualTo(1);
        history.fault = new IllegalStateException("cut");
        at.business.pass(Duration.ofHours(1));
        assertThat(measured("CRASH")).as("the reading before stands").satisfies(s -> {
            assertThat(s.devices()).isZero();
            assertThat(s.note()).endsWith("cut");
        });
        assertThat(history.readings).isEqualTo(2);
        at.business.pass(Duration.ofHours(25));
        assertThat(measured("CRASH")).as("for two days").satisfies(s -> {
            assertThat(s.devices()).isNull();
            assertThat(s.note()).isEqualTo("cut");
        });
        history.fault = null;
        at.business.pass(Duration.ofDays(5));
        assertThat(measured("CRASH")).satisfies(s -> {
            assertThat(s.devices()).isZero();
            assertThat(s.of()).isEqualTo(10);
            assertThat(s.standing()).isEqualTo(Standing.CALM);
            assertThat(s.asOf()).isEqualTo(at.business.instant());
        });
    }

    @Test
    void whatTheServiceKeepsNoLongerIsForgotten() {
        plan(0);
        measured("CRASH");
        assertThat(at.jdbc.queryForObject("select count(*) from hotpatch.start_up", Integer.class)).isEqualTo(10);
        history.granted = false;
        at.business.pass(Duration.ofDays(28));
        measured("CRASH");
        assertThat(at.jdbc.queryForObject("select count(*) from hotpatch.start_up", Integer.class)).isZero();
        history.granted = true;
        at.business.pass(Duration.ofDays(1));
        measured("CRASH");
        assertThat(at.jdbc.queryForObject("select count(*) from hotpatch.start_up", Integer.class)).as("nor taken anew").isZero();
    }

    @Test
    void whatIsTooLongForOneGoIsGoneOnWithAtTheNextLookAndIsAsOfItsBeginning() {
        plan(0);
        history.pages = 450;
        Instant begun = at.business.instant();
        assertThat(measured("CRASH")).satisfies(s -> {
            assertThat(s.standing()).isEqualTo(Standing.UNKNOWN);
            assertThat(s.note()).contains("200 pages of it are read");
        });
        at.business.pass(Duration.ofHours(4));
        assertThat(measured("CRASH").note()).contains("400 pages of it are read since " + begun);
        at.business.pass(Duration.ofHours(4));
        assertThat(measured("CRASH")).satisfies(s -> {
            assertThat(s.of()).isEqualTo(10);
            assertThat(s.asOf()).as("what came while it was read may be missing").isEqualTo(begun);
        });
        assertThat(history.readings).isEqualTo(3);
        at.business.pass(Duration.ofHours(4));
        measured("CRASH");
        assertThat(history.readings).as("once a day").isEqualTo(3);
    }

    @Test
    void aLongReadingThatBreaksOffOrTakesTooLongBeginsAnew() {
        plan(0);
        history.pages = 450;
        measured("CRASH");
        history.fault = new IllegalStateException("the link has expired");
        assertThat(measured("CRASH").note()).contains("the link has expired");
        history.fault = null;
        measured("CRASH");
        assertThat(history.readings).as("not before tomorrow").isEqualTo(2);
        at.business.pass(Duration.ofHours(24));
        assertThat(measured("CRASH").note()).contains("200 pages of it are read");
        at.business.pass(Duration.ofHours(49));
        assertThat(measured("CRASH").note()).as("what was read first is stale").contains("200 pages of it are read since " + at.business.instant());
    }
}
