package io.hotpatchcycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.rollout.InstallReports.Install;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An auditor asks when a device was offered the update; the install report tells of two moments around it. */
class OfferTest {

    private final RolloutFixture at = new RolloutFixture();
    private final ProgressRows rows = new ProgressRows(at.jdbc);
    private final Instant opened = at.business.instant();

    @AfterEach
    void close() {
        at.close();
    }

    @BeforeEach
    void oneDeviceOfAnOpenRing() {
        at.jdbc.update("update hotpatch.ring set opened_at = ? where cycle_id = ? and name = 'pilot'", Timestamp.from(opened), RolloutFixture.CYCLE);
        at.jdbc.update("insert into hotpatch.progress (cycle_id, device_id, ring) values (?, 'd', 'pilot')", RolloutFixture.CYCLE);
    }

    /** What the report says once: state, hours of its event and of the device's last scan after the opening. */
    private void said(String aggregate, String status, String substatus, int eventHour, Integer scanHour) {
        rows.report(RolloutFixture.CYCLE, "pilot", List.of(new Install("d", aggregate, substatus, null, hour(eventHour), status, scanHour == null ? null : hour(scanHour))));
    }

    private Instant hour(int after) {
        return opened.plus(Duration.ofHours(after));
    }

    /** Hours after the opening: last seen without an offer, first told of one. */
    private String offered() {
        Map<String, Object> row = at.jdbc.queryForMap("select extract(epoch from not_offered_at - ?)::int / 3600 as before, extract(epoch from offered_at - ?)::int / 3600 as after "
                + "from hotpatch.progress where cycle_id = ? and device_id = 'd'", Timestamp.from(opened), Timestamp.from(opened), RolloutFixture.CYCLE);
        return row.get("before") + " " + row.get("after");
    }

    @Test
    void theOfferLiesBetweenTheLastScanWithoutOneAndTheFirstEventThatTellsOfIt() {
        assertThat(offered()).isEqualTo("null null");
        said("InProgress", "Pending", "Scheduled", -5, 2);
        assertThat(offered()).isEqualTo("2 null");
        said("InProgress", "Pending", "Scheduled", -5, 10);
        said("InProgress", "Pending", "Scheduled", -5, 9);
        assertThat(offered()).as("an older report takes nothing back").isEqualTo("10 null");
        said("InProgress", "Offering", "OfferReady", 14, 14);
        assertThat(offered()).isEqualTo("10 14");
        said("InProgress", "Installing", "DownloadStart", 20, 20);
        said("Success", "Installed", "UpdateInstalled", 30, 30);
        assertThat(offered()).as("what follows is no second offer").isEqualTo("10 14");
    }

    @Test
    void aReportThatComesTooLateToSeeTheOfferBoundsItByTheInstallation() {
        said("InProgress", "Pending", "Scheduled", -5, 3);
        said("Success", "Installed", "UpdateInstalled", 9, 9);
        assertThat(offered()).isEqualTo("3 9");
        said("InProgress", "Offering", "OfferReady", 6, 6);
        assertThat(offered()).as("an earlier event that is told later is the better bound").isEqualTo("3 6");
    }

    @Test
    void whatLiesBeforeTheOpeningIsNoOfferOfThisCycle() {
        said("Success", "Installed", "UpdateInstalled", -40, 1);
        assertThat(offered()).isEqualTo("null null");
    }

    @Test
    void onHoldAndNewWordsTellNothing() {
        said("InProgress", "OnHold", "Scheduled", 4, 4);
        said("InProgress", "NewWord", "NewWord", 5, 5);
        assertThat(offered()).isEqualTo("null null");
    }
}
