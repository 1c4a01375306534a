package io.hotpatchcycle.fleet;

import io.hotpatchcycle.fleet.FactClasses.OsVersion;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of the builds that known devices reported since they were read last. */
final class LevelRows {

    private static final int MAX_ID = 200;
    private static final int VALUES = 6;

    /**
     * A row is rewritten when the build is new, when a cycle awaits the device, or else every third day: a mere check-in
     * of the others tells nobody anything, as long as it stays far within the thirty days after which a device counts as
     * stale. Paging may list a device twice: what was seen last counts. Who was seen hotpatched is told by the same row: a second look at the
     * fleet would cost as much as the first.
     */
    private static final String MERGE = """
            update hotpatch.device d set line = case when d.line = 'WINDOWS_SERVER' then d.line else v.line end, build = v.build, ubr = v.ubr, last_check_in = v.seen, observed_at = v.seen,
                received_at = ?, level_after = case when d.build = v.build and d.ubr = v.ubr then d.level_after else d.observed_at end,
                level_since = case when d.build = v.build and d.ubr = v.ubr then d.level_since else v.seen end,
                enrolled_at = coalesce(v.enrolled, d.enrolled_at), hotpatched_at = %1$s
            from {listed} v left join %2$s l on l.build = v.build and l.ubr = v.ubr and v.line = 'WINDOWS_11'
            where d.id = v.id and (d.observed_at is null or d.observed_at < v.seen and (d.observed_at < v.seen - interval '72 hours'
                or (d.build, d.ubr) is distinct from (v.build, v.ubr) or d.enrolled_at is distinct from coalesce(v.enrolled, d.enrolled_at)
                or d.id in (select device_id from hotpatch.awaited_device)))
            """.formatted(HotpatchedRows.next("case when d.build = v.build and d.ubr = v.ubr then d.level_since else v.seen end", "v.seen"), HotpatchedRows.LEVELS);

    /** Of whom no list of devices has told yet: they wait for one, and are counted until then. */
    private static final String NEWCOMERS = """
            insert into hotpatch.newcomer (id, line, build, ubr, seen_at, noted_at)
            select v.id, v.line, v.build, v.ubr, v.seen, ? from {listed} v where not exists (select from hotpatch.device d where d.id = v.id)
            on conflict (id) do update set line = excluded.line, build = excluded.build, ubr = excluded.ubr, seen_at = excluded.seen_at
                where newcomer.seen_at < excluded.seen_at
            """;

    private static final String SEEN_LAST = "(select distinct on (id) * from level_reading order by id, seen desc)";

    private final JdbcTemplate jdbc;

    LevelRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Takes over what the source streams, all of it or nothing. Where the source fails, a transaction around it goes on. */
    void merge(Consumer<Consumer<List<DeviceLevel>>> source, Clock clock) {
        // The table is the connection's own.
        jdbc.execute((ConnectionCallback<Void>) connection -> {
            Savepoint before = connection.getAutoCommit() ? null : connection.setSavepoint();
            try {
                merge(connection, source, clock);
            } catch (SQLException | RuntimeException e) {
                if (before != null) {
                    // A COPY that breaks off ends the transaction, in which the engine still looks for who handles the error.
                    connection.rollback(before);
                }
                throw e;
            }
            if (before != null) {
                connection.releaseSavepoint(before);
            }
            return null;
        });
    }

    private static void merge(Connection connection, Consumer<Consumer<List<DeviceLevel>>> source, Clock clock) throws SQLException {
        SharedKeys ids = new SharedKeys();
        BinaryRows.stage(connection, "level_reading", "id text, line text, build integer, ubr integer, seen timestamptz, enrolled timestamptz",
                copy -> source.accept(page -> stage(page, clock.instant(), ids, copy)));
        // A fleet is not sorted to find what paging seldom does.
        String listed = ids.apart() ? "level_reading" : SEEN_LAST;
        for (String step : List.of(MERGE, NEWCOMERS)) {
            try (PreparedStatement merge = connection.prepareStatement(step.replace("{listed}", listed))) {
                merge.setTimestamp(1, Timestamp.from(clock.instant()));
                merge.executeUpdate();
            }
        }
    }

    private static void stage(List<DeviceLevel> page, Instant receivedAt, SharedKeys ids, BinaryRows copy) {
        Map<String, OsVersion> known = new HashMap<>();
        page.stream().filter(LevelRows::usable).forEach(level -> {
            Instant seen = ListedRow.seen(level.lastCheckIn(), receivedAt);
            if (seen == null) {
                return;
            }
            OsVersion os = known.computeIfAbsent(String.valueOf(level.osVersion()), version -> FactClasses.osVersion(level.osVersion()));
            byte[] id = level.id().getBytes(StandardCharsets.UTF_8);
            ids.add(id);
            copy.row(VALUES).text(id).text(os.line().name()).integer(os.build()).integer(os.ubr()).time(seen).time(level.enrolledAt());
        });
    }

    private static boolean usable(DeviceLevel level) {
        return level.id() != null && level.id().length() <= MAX_ID && level.id().indexOf(0) < 0;
    }
}
