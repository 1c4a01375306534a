package io.hotpatchcycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.ring.RingFigures;
import io.hotpatchcycle.ring.Wilson;
import io.hotpatchcycle.rollout.InstallReports.Install;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the install report says of a ring whose devices restart, as the gate counts it. */
class FailingRingTest {

    private static final int DEVICES = 100;

    private final RolloutFixture at = new RolloutFixture();

    @BeforeEach
    void open() {
        assertThat(at.open("pilot").outcome()).isEqualTo(OpenResult.Outcome.OPEN);
        at.jdbc.update("insert into hotpatch.progress (cycle_id, device_id, ring, last_check_in) select ?, 'd' || n, 'pilot', ? from generate_series(1, ?) n",
                RolloutFixture.CYCLE, at.now(), DEVICES);
        at.jdbc.update("update hotpatch.ring set controlled = ? where name = 'pilot'", DEVICES);
    }

    @AfterEach
    void close() {
        at.close();
    }

    private void report(int from, int to, String state, String substatus) {
        IntStream.rangeClosed(from, to).forEach(n -> {
            at.reported.removeIf(i -> i.deviceId().equals("d" + n));
            at.reported.add(new Install("d" + n, state, substatus, null, at.business.instant(), "", at.business.instant()));
        });
    }

    private RingFigures look() {
        at.inEngineTransaction(() -> {
            at.rollouts.observe(RolloutFixture.CYCLE, "pilot", true);
            return null;
        });
        return at.rings.figures(RolloutFixture.CYCLE, "pilot");
    }

    /** The failures of the night are told first, the successes after the restarts. */
    @Test
    void devicesThatWaitForTheirRestartHaveNotFailed() {
        report(1, 6, "Error", "InstallError");
        report(7, 90, "InProgress", "RestartRequired");
        RingFigures figures = look();
        assertThat(figures.failed()).isEqualTo(6);
        assertThat(figures.waiting()).isEqualTo(84);
        assertThat(figures.surelyFailing()).isEqualTo(Wilson.of(6, 90).lower());
    }

    /** So many devices run the fixed build, and the report says so. */
    private void effective(int devices) {
        at.jdbc.update("insert into hotpatch.revision (release_id, product, line, build, ubr, kb, hotpatch) values ('r', 'Windows 11', 'WINDOWS_11', 26100, 9106, 'KB1', 'YES')");
        IntStream.rangeClosed(1, devices).forEach(n -> at.jdbc.update("insert into hotpatch.device (id, object_id, name, line, build, ubr, edition, cpu, chpe, join_type, management, "
                + "last_check_in, received_at) values (?, ?, '', 'WINDOWS_11', 26100, 9106, '', '', '', '', '', ?, ?)", "d" + n, "o" + n, at.now(), at.now()));
        at.jdbc.update("update hotpatch.progress set last_check_in = null");
        report(1, devices, "Success", "UpdateInstalled");
        assertThat(look()).satisfies(figures -> {
            assertThat(figures.effective()).isEqualTo(devices);
            assertThat(figures.confirmed()).isEqualTo(devices);
        });
        at.business.pass(java.time.Duration.ofDays(1));
    }

    @Test
    void aDeviceThatIsSeenWithALowerBuildAfterItWasEffectiveIsNotAnyMore() {
        effective(10);
        at.jdbc.update("update hotpatch.device set ubr = 8000, last_check_in = ? where id in ('d1', 'd2', 'd3')", at.now());
        at.jdbc.update("update hotpatch.device set enrolled_at = ? where id = 'd3'", at.now());
        RingFigures figures = look();
        assertThat(figures.effective()).isEqualTo(7);
        assertThat(figures.failed()).as("one was reset: it has it still to come").isEqualTo(2);
        assertThat(at.jdbc.queryForList("select device_id from hotpatch.progress where rolled_back order by 1", String.class)).containsExactly("d1", "d2");
        assertThat(at.jdbc.queryForObject("select count(*) from hotpatch.progress where effective_at is not null", Integer.class)).isEqualTo(7);
    }

    @Test
    void aDeviceThatIsRolledBackAfterItWasEffectiveIsNotAnyMoreByItsAlertAlone() {
        effective(10);
        at.reported.removeIf(i -> i.deviceId().equals("d4"));
        at.reported.add(new Install("d4", "Error", "x", "RollbackInitiated", at.business.instant(), "", at.business.instant()));
        RingFigures figures = look();
        assertThat(figures.effective()).isEqualTo(9);
        assertThat(figures.failed()).isEqualTo(1);
        assertThat(look().effective()).as("the build it was last seen with is older than the alert").isEqualTo(9);

        at.business.pass(java.time.Duration.ofDays(1));
        at.jdbc.update("update hotpatch.device set last_check_in = ? where id = 'd4'", at.now());
        assertThat(look().effective()).as("seen with the fixed build later than the alert").isEqualTo(10);
    }

    @Test
    void aDeviceThatWaitedAndFailsFailedInTheRestart() {
        report(1, 60, "InProgress", "RestartRequired");
        look();
        report(1, 12, "Error", "InstallError");
        report(13, 15, "Success", "UpdateInstalled");
        at.jdbc.update("update hotpatch.progress set outcome = 'EFFECTIVE_LCU' where device_id in ('d13', 'd14', 'd15')");
        report(61, 61, "Error", "InstallError");
        RingFigures figures = look();
        assertThat(figures.failed()).isEqualTo(13);
        assertThat(figures.failedAtRestart()).isEqualTo(12);
        assertThat(figures.waiting()).isEqualTo(45);
        assertThat(figures.surelyFailing()).isEqualTo(Wilson.of(12, 15).lower()).isGreaterThan(50);
    }
}
