package io.hotpatchcycle.rollout;

import static io.hotpatchcycle.rollout.RolloutFixture.CYCLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.rollout.InstallReports.Install;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who reports before a ring opens and afterwards: the same devices are counted, whoever comes or goes. */
class EnrolmentTest {

    private static final int MEMBERS = 40;

    private final RolloutFixture at = new RolloutFixture(Mode.CONTROL, List.of("pilot"));
    private final EnrolmentRows rows = new EnrolmentRows(at.jdbc);

    @AfterEach
    void close() {
        at.close();
    }

    @BeforeEach
    void open() {
        at.jdbc.update("insert into hotpatch.plan_class (class, cycle_id, devices, population, line, edition, cpu, chpe, join_type, management, licence, vbs, policy, ring, "
                + "controlled, track) values (1, ?, ?, 'ACTIVE', 'WINDOWS_11', '', '', '', '', '', '', '', 'UNIT', 'pilot', true, 'HOTPATCH')", CYCLE, MEMBERS);
        IntStream.range(0, MEMBERS).forEach(i -> {
            device("d" + i);
            at.jdbc.query("select hotpatch.plan_members(c.no, array[d.no], array[1::bigint], null, array[d.object_id]) from hotpatch.cycle c, hotpatch.device d "
                    + "where c.id = ? and d.id = ?", rs -> { }, CYCLE, "d" + i);
        });
        at.reported.clear();
        reports(0, MEMBERS);
        at.inEngineTransaction(() -> at.rollouts.prepareUnits(CYCLE));
        at.inEngineTransaction(() -> {
            at.rollouts.countEnrolled(CYCLE, "pilot");
            return null;
        });
        assertThat(at.open("pilot").outcome()).isEqualTo(OpenResult.Outcome.OPEN);
    }

    private void device(String id) {
        at.jdbc.update("insert into hotpatch.device (id, object_id, name, line, edition, cpu, chpe, join_type, management, received_at) values (?, ?, '', 'WINDOWS_11', '', '', "
                + "'', '', '', ?)", id, "o-" + id, at.now());
    }

    private void reports(int from, int to) {
        IntStream.range(from, to).forEach(i -> at.reported.add(new Install("d" + i, "InProgress", "x", null, at.business.instant(), "Pending", at.business.instant())));
    }

    private Double drop() {
        at.business.pass(Duration.ofHours(12));
        at.inEngineTransaction(() -> {
            at.rollouts.observe(CYCLE, "pilot", false);
            return null;
        });
        return rows.drop(CYCLE, "pilot");
    }

    @Test
    void whoJoinsTheGroupHidesNobodyWhoDropsOut() {
        assertThat(drop()).isZero();
        at.reported.removeIf(i -> Integer.parseInt(i.deviceId().substring(1)) < 4);
        IntStream.range(MEMBERS, MEMBERS + 9).forEach(i -> device("d" + i));
        reports(MEMBERS, MEMBERS + 9);
        assertThat(drop()).isEqualTo(10);
    }

    @Test
    void whoIsExemptedOrLeavesIntuneIsNoDrop() {
        assertThat(drop()).isZero();
        at.reported.removeIf(i -> Integer.parseInt(i.deviceId().substring(1)) < 6);
        at.jdbc.update("update hotpatch.device set gone = true where id in ('d0', 'd1', 'd2', 'd3')");
        for (String exempted : List.of("d4", "d5")) {
            at.jdbc.update("insert into hotpatch.exemption (scope, target, reason, compensating_control, requested_by, requested_at, expires_at, state, decided_by) "
                    + "values ('DEVICE', ?, 'r', 'c', 'x', now(), ?, 'GRANTED', 'y')", exempted, Timestamp.from(at.business.instant().plus(Duration.ofDays(9))));
        }
        assertThat(drop()).isZero();
        at.reported.removeIf(i -> Integer.parseInt(i.deviceId().substring(1)) < 23);
        assertThat(drop()).as("17 of 34").isEqualTo(50);
    }
}
