package io.hotpatchcycle.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.eligibility.DeviceFilter;
import io.hotpatchcycle.eligibility.Eligibilities;
import io.hotpatchcycle.eligibility.Eligibility;
import io.hotpatchcycle.eligibility.EligibilityRows;
import io.hotpatchcycle.eligibility.Forecast;
import io.hotpatchcycle.eligibility.ListedDevice;
import io.hotpatchcycle.eligibility.Readiness;
import io.hotpatchcycle.fleet.VisibleRings;
import io.hotpatchcycle.process.Models;
import io.hotpatchcycle.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What holds for every plan, over fleets made up from seeds. */
class PlanPropertiesTest {

    private static final int DEVICES = 3_000;
    private static final String PLAN = "select device_id, population, ring, uncontrolled_why, controlled, eligibility, reasons, build_class, track, "
            + "restart_expected from hotpatch.plan_device where cycle_id = ?";

    private final TestDatabase database = TestDatabase.fresh();
    private Connection connection;
    private JdbcTemplate jdbc;
    private PlanBench bench;
    private Eligibilities eligibilities;

    @BeforeEach
    void open() throws SQLException {
        connection = database.app().getConnection();
        SingleConnectionDataSource app = new SingleConnectionDataSource(connection, true);
        jdbc = new JdbcTemplate(app);
        bench = new PlanBench(app, Models.builtIn().decisions(), line -> { });
        eligibilities = new Eligibilities(new EligibilityRows(jdbc), Models.builtIn().decisions());
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        database.close();
    }

    private Map<String, Map<String, Object>> plan() {
        bench.plan();
        return jdbc.queryForList(PLAN, bench.cycle()).stream().collect(Collectors.toMap(row -> (String) row.get("device_id"), row -> row));
    }

    private SyntheticFleet fleet(long seed) {
        return new SyntheticFleet(jdbc, seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void eachDeviceIsInOneRingOrNoneWithAReason(long seed) {
        fleet(seed).add(0, DEVICES, false);
        Map<String, Map<String, Object>> plan = plan();

        assertThat(plan).hasSize(DEVICES);
        assertThat(plan.values()).allSatisfy(row -> {
            assertThat(row.get("ring") == null).isEqualTo(row.get("uncontrolled_why") != null);
            assertThat(row.get("controlled")).isEqualTo(row.get("ring") != null);
            assertThat(row.get("eligibility")).isNotNull();
            assertThat(row.get("track")).isEqualTo(row.get("ring") == null ? "NONE" : "ELIGIBLE".equals(row.get("eligibility"))
                    && !"LCU".equals(row.get("track")) ? "HOTPATCH" : "LCU");
            assertThat(List.of("RETIRED", "DUPLICATE").contains(row.get("population")) && row.get("ring") != null).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void countsAreConserved(long seed) {
        fleet(seed).add(0, DEVICES, false);
        Map<String, Map<String, Object>> plan = plan();
        long active = plan.values().stream().filter(row -> "ACTIVE".equals(row.get("population"))).count();

        assertThat(jdbc.queryForObject("select sum(devices) from hotpatch.plan_class", Integer.class)).isEqualTo(DEVICES);
        Readiness readiness = eligibilities.readiness(bench.cycle());
        assertThat(readiness.eligible() + readiness.notEligible() + readiness.unknown()).isEqualTo(readiness.active()).isEqualTo((int) active);
        assertThat(jdbc.queryForObject("select sum(devices) from hotpatch.ring", Long.class)).isEqualTo(
                plan.values().stream().filter(row -> row.get("ring") != null && "ACTIVE".equals(row.get("population"))).count());
        Forecast forecast = eligibilities.forecast(bench.cycle());
        assertThat(forecast.active()).isEqualTo(readiness.active());
        assertThat(forecast.eligible()).isEqualTo(readiness.eligible());
        assertThat(forecast.sequence()).allMatch(step -> step.eligibleAfter() >= step.eligibleBefore() && step.eligibleAfter() <= active);
    }

    @Test
    void theOrderInWhichDevicesAreReadIsIrrelevant() {
        fleet(5).add(0, DEVICES, false);
        Map<String, Map<String, Object>> forwards = plan();
        jdbc.update("delete from hotpatch.device");
        fleet(5).add(0, DEVICES, true);

        assertThat(plan()).isEqualTo(forwards);
    }

    @Test
    void oneMoreDeviceMovesNobody() {
        fleet(6).add(0, DEVICES, false);
        Map<String, Map<String, Object>> before = plan();
        fleet(6).add(DEVICES, DEVICES + 1, false);
        Map<String, Map<String, Object>> after = plan();

        assertThat(after).hasSize(DEVICES + 1).containsAllEntriesOf(before);
    }

    /** Until a hybrid device of this tenant was hotpatched, each of them is told to be looked at. */
    @Test
    void hybridDevicesAreDoubtedUntilOneWasHotpatched() {
        fleet(10).add(0, DEVICES, false);
        jdbc.update("update hotpatch.device set hotpatched_at = null where join_type = 'HYBRID'");
        assertThat(doubted()).isPositive();
        jdbc.update("update hotpatch.device set hotpatched_at = now() where id = (select min(id) from hotpatch.device where join_type = 'HYBRID')");
        assertThat(doubted()).isZero();
        jdbc.update("update hotpatch.device set hotpatched_at = null where join_type = 'HYBRID'");
        assertThat(doubted()).as("results are kept by what was looked at").isPositive();
    }

    private long doubted() {
        return plan().values().stream().filter(row -> row.get("reasons").toString().contains("JOIN_HYBRID")).count();
    }

    @Test
    void theHashFollowsWhatWasPlanned() {
        fleet(7).add(0, DEVICES, false);
        bench.plan();
        String planned = hash();
        assertThat(hash()).isEqualTo(planned);
        jdbc.query("select hotpatch.plan_members(cycle, array[min(device)], null, null, array['another']) from hotpatch.plan_member group by cycle", rs -> { });
        String moved = hash();
        assertThat(moved).isNotEqualTo(planned);
        jdbc.update("update hotpatch.plan_class set track = 'HOTPATCH' where class = (select min(class) from hotpatch.plan_class where track = 'LCU')");
        assertThat(hash()).isNotIn(planned, moved);
    }

    @Test
    void theTablesThatDecidedAreKeptWithTheCycle() {
        fleet(11).add(0, 10, false);
        bench.plan();
        assertThat(jdbc.queryForMap("select build_class_table, eligibility_table from hotpatch.cycle where id = ?", bench.cycle()))
                .containsEntry("build_class_table", Models.builtIn().decisions().open("build-class").hash())
                .containsEntry("eligibility_table", Models.builtIn().decisions().open("eligibility").hash());
    }

    private String hash() {
        return jdbc.queryForObject("select hotpatch.plan_hash(?)", String.class, bench.cycle());
    }

    @ParameterizedTest
    @CsvSource({"99, pilot", "100, early", "999, early", "1000, broad", "3999, broad", "4000, last", "9999, last", "0, pilot"})
    void aShareEndsExactlyAtItsBoundary(int bucket, String ring) {
        String id = IntStream.iterate(0, i -> i + 1).mapToObj(i -> "d" + i).filter(d -> bucket(d) == bucket).findFirst().orElseThrow();
        fleet(8).add(1, 2, false);
        jdbc.update("update hotpatch.device set id = ?, line = 'WINDOWS_11', build = 26100, object_id = 'o', retired = false, "
                + "last_check_in = timestamptz '2026-10-13'", id);

        assertThat(plan().get(id)).containsEntry("ring", ring);
    }

    /** The rule of the share, written down a second time: seven hex digits of the MD5 of the id, modulo 10,000. */
    private static int bucket(String id) {
        try {
            byte[] md5 = MessageDigest.getInstance("MD5").digest(id.getBytes(StandardCharsets.UTF_8));
            return Integer.parseInt(HexFormat.of().formatHex(md5).substring(0, 7), 16) % 10_000;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void listsGoThroughAllDevicesOnceAndTheirCountsAgree() {
        fleet(9).add(0, DEVICES, false);
        bench.plan();
        for (Readiness.ReasonCount reason : eligibilities.readiness(bench.cycle()).reasons()) {
            DeviceFilter filter = new DeviceFilter(reason.code(), null, VisibleRings.ALL);
            assertThat(eligibilities.count(bench.cycle(), filter)).as(reason.code()).isEqualTo(reason.devices());
            List<ListedDevice> streamed = new ArrayList<>();
            eligibilities.eachDevice(bench.cycle(), filter, streamed::add);
            assertThat(streamed).hasSize(reason.devices()).allMatch(d -> d.reasons().contains(reason.code()));
        }
        DeviceFilter unknown = new DeviceFilter(null, Eligibility.State.NOT_ELIGIBLE, VisibleRings.ALL);
        int count = eligibilities.count(bench.cycle(), unknown);
        List<ListedDevice> paged = new ArrayList<>();
        for (int offset = 0; offset < count; offset += 100) {
            paged.addAll(eligibilities.devices(bench.cycle(), unknown, offset, 100));
        }
        assertThat(paged).hasSize(count).allMatch(d -> d.eligibility() == Eligibility.State.NOT_ELIGIBLE);
        assertThat(new HashSet<>(paged)).hasSize(count);
        assertThat(paged).allMatch(d -> d.controlled() == (d.uncontrolledWhy() == null)).anyMatch(ListedDevice::controlled).anyMatch(d -> !d.controlled());
    }
}
