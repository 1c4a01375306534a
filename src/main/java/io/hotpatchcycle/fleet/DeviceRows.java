package io.hotpatchcycle.fleet;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of devices as they are known; the way to those of a snapshot and of reported builds. */
public final class DeviceRows {

    private final JdbcTemplate jdbc;
    private final LevelRows levels;
    private final SnapshotRows snapshots;

    public DeviceRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.levels = new LevelRows(jdbc);
        this.snapshots = new SnapshotRows(jdbc);
    }

    LevelRows levels() {
        return levels;
    }

    SnapshotRows snapshots() {
        return snapshots;
    }

    Optional<KnownDevice> known(String text) {
        return new KnownDeviceRows(jdbc).find(text);
    }

    void noteReading(String source, Instant until, int rowsRead) {
        jdbc.update("""
                insert into hotpatch.source_reading (source, read_until, received_at, rows_read) values (?, ?, ?, ?)
                on conflict (source) do update set read_until = excluded.read_until,
                    received_at = excluded.received_at, rows_read = excluded.rows_read
                """, source, Timestamp.from(until), Timestamp.from(until), rowsRead);
    }

    Optional<Instant> readUntil() {
        return jdbc.query("select read_until from hotpatch.source_reading where source = 'managedDevices'",
                (rs, n) -> rs.getTimestamp(1).toInstant()).stream().findFirst();
    }

    Population population(Instant staleBefore) {
        return jdbc.queryForObject("""
                select count(*) filter (where population = 'ACTIVE'), count(*) filter (where population = 'STALE'),
                       count(*) filter (where population = 'RETIRED')
                from hotpatch.device_population(?)
                """, (rs, n) -> new Population(rs.getInt(1), rs.getInt(2), rs.getInt(3)), Timestamp.from(staleBefore));
    }

    List<Integer> activeBuilds(Instant staleBefore) {
        return jdbc.queryForList("""
                select distinct d.build from hotpatch.device d join hotpatch.device_population(?) p on p.device_id = d.id
                where p.population = 'ACTIVE' and d.line = 'WINDOWS_11' and d.build is not null order by 1
                """, Integer.class, Timestamp.from(staleBefore));
    }
}
