package io.hotpatchcycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.rollout.InstallReports.Install;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a device last looked for updates is known from the reports of policies. */
class ScanTest {

    private final RolloutFixture at = new RolloutFixture();
    private final Instant now = at.business.instant();

    @AfterEach
    void close() {
        at.close();
    }

    private void told(Duration later, Instant... scans) {
        new ProgressRows(at.jdbc).scans().note(Arrays.stream(scans).flatMap(scan -> Stream.of(new Install("d", "InProgress", "x", null, now, "Pending", scan))).toList(),
                now.plus(later));
    }

    private String known() {
        return at.jdbc.queryForList("select * from hotpatch.update_scan").stream().map(row -> ((Timestamp) row.get("scanned_at")).toInstant() + " "
                + ((Timestamp) row.get("received_at")).toInstant()).findFirst().orElse("nothing");
    }

    @Test
    void theNewestScanIsKeptAndWrittenAgainHalfADayLater() {
        told(Duration.ZERO, (Instant) null, now.plusSeconds(1));
        assertThat(known()).as("none, and one of a clock that is off").isEqualTo("nothing");
        told(Duration.ZERO, now.minusSeconds(60), now.minusSeconds(30), now.minusSeconds(90));
        assertThat(known()).isEqualTo(now.minusSeconds(30) + " " + now);
        told(Duration.ofHours(9), now.plus(Duration.ofHours(8)));
        told(Duration.ofHours(9), now.minus(Duration.ofDays(9)));
        assertThat(known()).isEqualTo(now.minusSeconds(30) + " " + now);
        told(Duration.ofHours(14), now.plus(Duration.ofHours(13)));
        assertThat(known()).isEqualTo(now.plus(Duration.ofHours(13)) + " " + now.plus(Duration.ofHours(14)));
    }

    @Test
    void aRingThatIsAboutToOpenTellsOfItsDevicesToo() {
        at.inEngineTransaction(() -> at.rollouts.prepareUnits(RolloutFixture.CYCLE));
        at.inEngineTransaction(() -> at.rollouts.prepareUnits(RolloutFixture.CYCLE));
        at.reported.add(new Install("d", "InProgress", "x", null, at.business.instant(), "Pending", at.business.instant().minusSeconds(60)));
        at.inEngineTransaction(() -> {
            at.rollouts.countEnrolled(RolloutFixture.CYCLE, "pilot");
            return null;
        });
        assertThat(known()).isEqualTo(at.business.instant().minusSeconds(60) + " " + at.business.instant());
        assertThat(at.jdbc.queryForObject("select reporting from hotpatch.enrolment", Integer.class)).as("it is in no plan").isZero();
    }
}
