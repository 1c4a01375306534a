package io.hotpatchcycle.fleet;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Rows of a snapshot while it is read. They are written on connections of their own, step by step: the list of devices is taken over as
 * a whole or not at all, hardware page by page, so that a reading that dies leaves the last good list in force and goes on where it was.
 */
final class SnapshotRows {

    private static final String ENTRA_LACKED = "not exists (select from entra_reading r where r.device_id = e.device_id) "
            + "and (select 2 * count(*) from entra_reading) >= (select count(*) from hotpatch.entra_device where not missed)";
    private static final String ENTRA_MISSED_AGAIN = "delete from hotpatch.entra_device e where e.missed and " + ENTRA_LACKED;
    private static final String ENTRA_MISSED = "update hotpatch.entra_device e set missed = true where not e.missed and " + ENTRA_LACKED;
    private static final String ENTRA_CHANGED = "update hotpatch.entra_device e set object_id = r.object_id, missed = false from entra_reading r "
            + "where r.device_id = e.device_id and (e.missed or e.object_id <> r.object_id)";
    /** In the order of the key: a tree that grows at one place costs a fraction. */
    private static final String ENTRA_NEW = "insert into hotpatch.entra_device (device_id, object_id) select r.device_id, r.object_id from entra_reading r "
            + "where not exists (select from hotpatch.entra_device e where e.device_id = r.device_id) order by r.device_id on conflict do nothing";
    private static final String ENTRA_BACK = "delete from hotpatch.gone_object g using entra_reading r where r.object_id = g.object_id";

    private final JdbcTemplate jdbc;
    private final JdbcTemplate beside;

    /** @param shared a template whose transactions are not ours */
    SnapshotRows(JdbcTemplate shared) {
        // Another object than the one that transactions are bound to: each statement is by itself.
        this.jdbc = new JdbcTemplate(new DelegatingDataSource(shared.getDataSource()));
        // And a third: inside a transaction Spring gives out one connection per object, and the first is busy with COPY.
        this.beside = new JdbcTemplate(new DelegatingDataSource(shared.getDataSource()));
    }

    long start(String cycleId, Instant now) {
        return jdbc.queryForObject("insert into hotpatch.snapshot (cycle_id, taken_at) values (?, ?) returning id",
                Long.class, cycleId, Timestamp.from(now));
    }

    void complete(long id, Reading reading) {
        if (!reading.apart()) {
            completeLookups();
            jdbc.execute("select hotpatch.mark_duplicates()");
        } else if (reading.whole().isEmpty()) {
            jdbc.update("update hotpatch.device set duplicate = false where duplicate");
        }
        // Whom this list does not have though he was seen before it is not there any more.
        jdbc.update("delete from hotpatch.newcomer n where n.noted_at <= (select taken_at from hotpatch.snapshot where id = ?) "
                + "or exists (select from hotpatch.device d where d.id = n.id)", id);
        jdbc.update("update hotpatch.snapshot set rows_read = ?, rows_merged = ?, rows_rejected = ?, rejected_why = ?, "
                + "complete = true where id = ?", reading.read(), reading.merged(), reading.rejected(),
                reading.rejectedWhy(), id);
    }

    /** Keeps with the snapshot by which table licences were judged. */
    void licencesBy(long id, String hash) {
        jdbc.update("update hotpatch.snapshot set licence_table = ? where id = ?", hash, id);
    }

    /** Takes over the list of devices that the source streams, all of it or nothing. */
    void merge(Consumer<Consumer<List<DeviceFact>>> source, Clock clock, Reading reading) {
        new ListRows(jdbc, beside).merge(source, clock, reading);
        if (reading.whole().isEmpty()) {
            jdbc.update(HotpatchedRows.OF_ALL);
        }
    }

    /**
     * Takes over the map of Entra device id to object id that the source streams. A device that two complete lists in a row lack has no
     * object any more. A list that has less than half of what is known is not believed in what it lacks.
     *
     * @return how many it has
     */
    int replaceObjectIds(Consumer<BiConsumer<String, String>> source) {
        int devices = StagedRows.takeOver(jdbc, "entra_reading", "device_id text, object_id text", rows -> source.accept((device, object) -> {
            if (device != null && object != null) {
                rows.row(2).text(FactClasses.whole(device)).text(FactClasses.whole(object));
            }
        }), ENTRA_MISSED_AGAIN, ENTRA_MISSED, ENTRA_CHANGED, ENTRA_NEW, ENTRA_BACK);
        placeObjectIds();
        if (devices > 0) {
            forgetObjectsOfNobody();
            completeLookups();
        }
        return devices;
    }

    private void placeObjectIds() {
        jdbc.update("""
                update hotpatch.device d set object_id = e.object_id from hotpatch.entra_device e
                where e.device_id = d.entra_device_id and d.object_id is distinct from e.object_id
                """);
    }

    /** What has changed in Entra since, on connections of its own as well. */
    EntraChangeRows entraChanges() {
        return new EntraChangeRows(jdbc, this::placeObjectIds);
    }

    /** Those that the first list did without: built once every device has what they look at. */
    private void completeLookups() {
        jdbc.execute("select hotpatch.complete_lookups()");
    }

    /** Where object ids cannot be looked up yet, none was there before. */
    private void forgetObjectsOfNobody() {
        if (Boolean.TRUE.equals(jdbc.queryForObject("select to_regclass('hotpatch.device_object') is not null", Boolean.class))) {
            jdbc.update("update hotpatch.device d set object_id = null where d.object_id is not null "
                    + "and not exists (select from hotpatch.entra_device e where e.device_id = d.entra_device_id)");
        }
    }

    /** What only some devices need, on connections of its own as well. */
    DetailRows details(Reading reading) {
        return new DetailRows(jdbc, reading.whole().map(FirstList::concerned));
    }

    /** Devices whose hardware facts are missing, or could have changed since. */
    Collection<String> hardwareDue(Instant now, Reading reading) {
        return new DueRows(jdbc, now, reading.whole().map(FirstList::hardwareDue));
    }

    void mergeHardware(List<HardwareFact> page, Instant now) {
        jdbc.update("""
                update hotpatch.device d set vbs = v.vbs, vbs_why = v.why, vbs_observed_at = ?,
                    edition = case when v.edition <> 'UNKNOWN' then v.edition else d.edition end
                from unnest(?::text[], ?::text[], ?::text[], ?::text[]) as v (id, vbs, why, edition) where d.id = v.id
                """, Timestamp.from(now), page.stream().map(HardwareFact::deviceId).toArray(String[]::new),
                page.stream().map(fact -> FactClasses.vbs(fact.vbsState())).toArray(String[]::new),
                page.stream().map(fact -> FactClasses.vbsWhy(fact.vbsState(), fact.vbsNeeds())).toArray(String[]::new),
                page.stream().map(fact -> FactClasses.edition(fact.edition())).toArray(String[]::new));
    }

    /** A list begins: what it had when it was last read to the end is what it is expected to have. */
    void begin(String source, Instant now) {
        beside.update("""
                insert into hotpatch.reading_progress as p (source, started_at, updated_at, done) values (?, ?, ?, 0)
                on conflict (source) do update set expected = case when p.finished_at is null then p.expected else p.done end,
                    started_at = excluded.started_at, updated_at = excluded.updated_at, finished_at = null, total = null, done = 0
                """, source, Timestamp.from(now), Timestamp.from(now));
    }

    /** Facts of Windows 11 devices in use that are not known, the widest gap first. */
    List<FleetProgress.Unknown> unknown() {
        return jdbc.query("""
                select fact, devices, asked from (select count(*) as n, count(*) filter (where vbs = 'UNKNOWN') as vbs, count(*) filter (where licence = 'UNKNOWN') as licence,
                    count(*) filter (where edition = 'UNKNOWN') as edition, count(*) filter (where object_id is null) as object,
                    count(*) filter (where starts_with(management, 'CO_MANAGED')) as co, count(*) filter (where management = 'CO_MANAGED') as workload,
                    count(*) filter (where cpu = 'ARM64') as arm, count(*) filter (where cpu = 'ARM64' and chpe = 'UNKNOWN') as chpe
                    from hotpatch.device where not retired and not duplicate and not gone and line = 'WINDOWS_11') d
                cross join lateral (values ('virtualization-based security', vbs, n), ('licence', licence, n), ('edition', edition, n), ('Entra object', object, n),
                    ('update workload of co-managed devices', workload, co), ('compiled hybrid code of Arm devices', chpe, arm)) f (fact, devices, asked)
                where asked > 0 order by devices::float8 / asked desc, fact
                """, (rs, n) -> new FleetProgress.Unknown(rs.getString(1), rs.getInt(2), rs.getInt(3)));
    }

    /**
     * Notes how far a reading has come. Who reads does not wait until that is on disk: a crash may take it back.
     *
     * @param total null where the source does not tell
     */
    void progress(String source, Integer total, int done, Instant now, boolean finished) {
        Timestamp at = Timestamp.from(now);
        beside.update("""
                insert into hotpatch.reading_progress as p (source, started_at, updated_at, finished_at, total, done)
                select ?, ?::timestamptz, ?::timestamptz, ?::timestamptz, ?::integer, ? from set_config('synchronous_commit', 'off', true)
                on conflict (source) do update set started_at = case when p.finished_at is not null or excluded.finished_at is null and excluded.done < p.done then excluded.started_at
                        else p.started_at end,
                    updated_at = excluded.updated_at, finished_at = excluded.finished_at, total = excluded.total, done = excluded.done
                """, source, at, at, finished ? at : null, total, done);
    }

    List<ReadingProgress> progress() {
        return jdbc.query("select * from hotpatch.reading_progress order by started_at", (rs, n) -> new ReadingProgress(rs.getString("source"),
                rs.getTimestamp("started_at").toInstant(), rs.getTimestamp("updated_at").toInstant(),
                rs.getTimestamp("finished_at") == null ? null : rs.getTimestamp("finished_at").toInstant(), (Integer) rs.getObject("total"), rs.getInt("done"),
                (Integer) rs.getObject("expected")));
    }

    /** The newest complete snapshot; null before the first. */
    SnapshotCounts newest() {
        return jdbc.query("select * from hotpatch.snapshot where complete order by id desc limit 1", (rs, n) -> new SnapshotCounts(
                rs.getTimestamp("taken_at").toInstant(), rs.getInt("rows_read"), rs.getInt("rows_merged"), rs.getInt("rows_rejected"),
                rs.getString("rejected_why"))).stream().findFirst().orElse(null);
    }
}
