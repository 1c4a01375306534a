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
