package io.hotpatchcycle.fleet;

import io.hotpatchcycle.fleet.FactClasses.OsVersion;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of devices and snapshots. Pages are merged one by one, so memory does not grow with the fleet. */
public final class DeviceRows {

    private static final int MAX_TEXT = 200;

    private final JdbcTemplate jdbc;
    private final LevelRows levels;

    public DeviceRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.levels = new LevelRows(jdbc);
    }

    LevelRows levels() {
        return levels;
    }

    long startSnapshot(String cycleId, Instant now) {
        return jdbc.queryForObject("insert into hotpatch.snapshot (cycle_id, taken_at) values (?, ?) returning id",
                Long.class, cycleId, Timestamp.from(now));
    }

    void completeSnapshot(long id, Reading reading) {
        jdbc.execute("select hotpatch.mark_duplicates()");
        jdbc.update("update hotpatch.snapshot set rows_read = ?, rows_merged = ?, rows_rejected = ?, rejected_why = ?, "
                + "complete = true where id = ?", reading.read(), reading.merged(), reading.rejected(),
                reading.rejectedWhy(), id);
    }

    void merge(List<DeviceFact> page, Instant receivedAt, Reading reading) {
        reading.read(page.size());
        // The driver makes one statement of the batch, which may touch a row only once; paging may list a device twice.
        Map<String, DeviceFact> latest = new LinkedHashMap<>();
        for (DeviceFact fact : page) {
            if (fact.id() == null || fact.id().isBlank()) {
                reading.reject("no id");
            } else {
                latest.merge(fact.id(), fact, DeviceRows::later);
            }
        }
        List<Object[]> batch = new ArrayList<>(latest.size());
        latest.values().forEach(fact -> batch.add(row(fact, receivedAt)));
        jdbc.batchUpdate("""
                insert into hotpatch.device (id, entra_device_id, serial, name, owner, line, build, ubr, edition, cpu,
                    chpe, join_type, management, retired, last_check_in, observed_at, received_at, level_since, enrolled_at, model)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (id) do update set entra_device_id = excluded.entra_device_id, serial = excluded.serial,
                    name = excluded.name, owner = excluded.owner, line = excluded.line, build = excluded.build,
                    ubr = excluded.ubr, cpu = excluded.cpu, chpe = excluded.chpe, join_type = excluded.join_type,
                    edition = case when excluded.edition = 'UNKNOWN' then hotpatch.device.edition else excluded.edition end,
                    management = excluded.management, retired = excluded.retired, last_check_in = excluded.last_check_in,
                    observed_at = excluded.observed_at, received_at = excluded.received_at,
                    enrolled_at = coalesce(excluded.enrolled_at, hotpatch.device.enrolled_at), model = excluded.model,
                    level_after = case when hotpatch.device.build = excluded.build and hotpatch.device.ubr = excluded.ubr
                        then hotpatch.device.level_after else hotpatch.device.observed_at end,
                    level_since = case when hotpatch.device.build = excluded.build and hotpatch.device.ubr = excluded.ubr
                        then hotpatch.device.level_since else excluded.level_since end
                where hotpatch.device.observed_at is null or hotpatch.device.observed_at <= excluded.observed_at
                """, batch);
        reading.merged(batch.size());
    }

    private static DeviceFact later(DeviceFact one, DeviceFact other) {
        boolean first = other.lastCheckIn() == null || one.lastCheckIn() != null && one.lastCheckIn().isAfter(other.lastCheckIn());
        return first ? one : other;
    }

    private static Object[] row(DeviceFact fact, Instant receivedAt) {
        OsVersion os = FactClasses.osVersion(fact.osVersion());
        String cpu = FactClasses.cpu(fact.architecture());
        // A check-in from the future is a clock that is off: the fact is as old as we can prove.
        Instant seen = fact.lastCheckIn() == null || fact.lastCheckIn().isAfter(receivedAt) ? null : fact.lastCheckIn();
        return new Object[] {fact.id(), clip(fact.entraDeviceId()), clip(fact.serial()),
            fact.name() == null ? "(no name)" : clip(fact.name()), clip(fact.owner()), os.line().name(), os.build(),
            os.ubr(), FactClasses.edition(fact.skuFamily()), cpu, FactClasses.chpe(cpu),
            FactClasses.joinType(fact.joinType()), FactClasses.management(fact.managementAgent()),
            FactClasses.retired(fact.managementState()), timestamp(seen), timestamp(seen), timestamp(receivedAt), timestamp(seen),
            timestamp(fact.enrolledAt()), clip(fact.model())};
    }

    private static String clip(String text) {
        if (text == null) {
            return null;
        }
        String clean = text.replace("\u0000", "");
        // A character of four bytes is two of Java's: half of one is none.
        int end = clean.length() > MAX_TEXT && Character.isHighSurrogate(clean.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
        return clean.length() > MAX_TEXT ? clean.substring(0, end) : clean;
    }

    private static Timestamp timestamp(Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
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

    /** Replaces the map of Entra device id to object id by what the source streams. */
    void replaceObjectIds(Consumer<BiConsumer<String, String>> source) {
        jdbc.update("delete from hotpatch.entra_device");
        PagedInsert pages = new PagedInsert(jdbc,
                "insert into hotpatch.entra_device (device_id, object_id) values (?, ?) on conflict do nothing");
        source.accept(pages::add);
        pages.flush();
        jdbc.update("""
                update hotpatch.device d set object_id = e.object_id from hotpatch.entra_device e
                where e.device_id = d.entra_device_id and d.object_id is distinct from e.object_id
                """);
    }

    /** Replaces who holds a qualifying licence by what the source streams. */
    void replaceLicences(Consumer<BiConsumer<String, Boolean>> source) {
        jdbc.update("delete from hotpatch.user_licence");
        PagedInsert pages = new PagedInsert(jdbc,
                "insert into hotpatch.user_licence (owner, qualifying) values (lower(?), ?) on conflict do nothing");
        source.accept(pages::add);
        pages.flush();
        jdbc.update("""
                update hotpatch.device d set licence = l.class
                from (select d2.id, case when l2.qualifying then 'QUALIFYING' when l2.qualifying is false then 'NONE'
                        else 'UNKNOWN' end as class
                      from hotpatch.device d2 left join hotpatch.user_licence l2 on l2.owner = lower(d2.owner)) l
                where l.id = d.id and d.licence <> l.class
                """);
    }

    /** Devices whose hardware facts are missing, or could have changed since. A running VBS stays until it is doubted. */
    List<String> hardwareDue(Instant before) {
        return jdbc.queryForList("""
                select id from hotpatch.device where not retired and line = 'WINDOWS_11'
                and (vbs_observed_at is null or vbs <> 'RUNNING' and vbs_observed_at < ?) order by id
                """, String.class, Timestamp.from(before));
    }

    void mergeHardware(List<HardwareFact> page, Instant now) {
        jdbc.update("""
                update hotpatch.device d set vbs = v.vbs, vbs_observed_at = ?,
                    edition = case when v.edition <> 'UNKNOWN' then v.edition else d.edition end
                from unnest(?::text[], ?::text[], ?::text[]) as v (id, vbs, edition) where d.id = v.id
                """, Timestamp.from(now), page.stream().map(HardwareFact::deviceId).toArray(String[]::new),
                page.stream().map(fact -> FactClasses.vbs(fact.vbsState())).toArray(String[]::new),
                page.stream().map(fact -> FactClasses.edition(fact.edition())).toArray(String[]::new));
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
