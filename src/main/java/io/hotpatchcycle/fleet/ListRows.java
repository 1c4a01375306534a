package io.hotpatchcycle.fleet;

import io.hotpatchcycle.fleet.FirstList.Level;
import io.hotpatchcycle.fleet.ListedFacts.Classes;
import io.hotpatchcycle.fleet.ListedFacts.Number;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Takes over the list of devices, all of it or nothing. The first list goes straight into the table of devices, whose indexes are built
 * over it afterwards; each later one into a table of the connection's own, from which what is new is merged.
 */
final class ListRows {

    /** Paging may list a device twice: what was seen last counts. */
    private static final String ONCE = """
            delete from device_reading r using (select place, row_number() over (partition by id order by last_check_in desc nulls last, place desc) as n
                from device_reading where hashtextextended(id, 0) in (
                    select hashtextextended(id, 0) from device_reading group by 1 having count(*) > 1)) one
            where one.place = r.place and one.n > 1
            """;

    /**
     * What a list has to say: once through both, and only what is not as it was is kept. What is older than what is known is left out. A row is
     * rewritten when a fact is another one, when a cycle awaits the device, or when it was seen a day later than last noted; where that was noted
     * weeks ago, at once: then the moment decides whether it is stale.
     */
    private static final String COMPARE = """
            insert into device_compared (place, no, older, absent_since)
            select place, no, older, absent_since from (
                select r.place, d.no, d.absent_since, d.id is null or r.id is null or d.absent_since is not null as other,
                    r.id is not null and coalesce(d.observed_at > r.last_check_in or d.observed_at is not null and r.last_check_in is null, false) as older,
                    (d.build, d.ubr, d.entra_device_id, d.serial, d.name, d.owner, d.line, d.cpu, d.chpe, d.join_type, d.management, d.retired, d.model)
                        is distinct from (r.build, r.ubr, r.entra_device_id, r.serial, r.name, r.owner, {line}, r.cpu, {chpe}, r.join_type, {management},
                            r.retired, r.model)
                    or d.edition <> r.edition and r.edition <> 'UNKNOWN' or d.enrolled_at is distinct from coalesce(r.enrolled_at, d.enrolled_at)
                    or (r.last_check_in < d.last_check_in + interval '24 hours' and d.last_check_in > r.received_at - interval '480 hours') is not true
                    or d.id in (select device_id from hotpatch.awaited_device) as changed
                from hotpatch.device d full join device_reading r on r.id = d.id) c
            where other or older or changed
            """;

    private static final String FOUND = """
            select count(*) filter (where older), count(*) filter (where no is null), count(*) filter (where place is not null and no is not null and not older),
                count(*) filter (where place is null), count(*) filter (where place is null and absent_since is null), count(*) filter (where place is not null
                    and absent_since is not null) from device_compared
            """;

    /** The moment is looked at again: a device may have been seen since. */
    private static final String UPDATE = """
            update hotpatch.device d set entra_device_id = r.entra_device_id, serial = r.serial, name = r.name, owner = r.owner, line = {line},
                build = r.build, ubr = r.ubr, cpu = r.cpu, chpe = {chpe}, join_type = r.join_type,
                edition = case when r.edition = 'UNKNOWN' and r.line <> 'WINDOWS_SERVER' then d.edition else r.edition end,
                management = {management}, retired = r.retired, last_check_in = r.last_check_in,
                observed_at = r.last_check_in, received_at = r.received_at,
                enrolled_at = coalesce(r.enrolled_at, d.enrolled_at), model = r.model,
                level_after = case when d.build = r.build and d.ubr = r.ubr then d.level_after else d.observed_at end,
                level_since = case when d.build = r.build and d.ubr = r.ubr then d.level_since else r.last_check_in end
            from device_compared c join device_reading r on r.place = c.place
            where c.no = d.no and not c.older and (d.observed_at is null or d.observed_at <= r.last_check_in)
            """;

    /** In the order of the key: a tree that grows at one place costs a fraction. */
    private static final String INSERT = """
            insert into hotpatch.device (%s) select %s from device_reading r
            where place in (select place from device_compared where no is null) order by r.id on conflict (id) do nothing
            """.formatted(ListedRow.COLUMNS, ListedRow.VALUES_OF_NEW);

    /** By the server's own function; the columns that no list gives have what a new row has. */
    private static final String NUMBERS = """
            select hotpatch.facts_key(t.line, t.build, t.ubr, edition, cpu, chpe, join_type, management, 'UNKNOWN', 'UNKNOWN', false),
                hotpatch.facts_key(t.line, t.build, t.ubr, edition, cpu, chpe, join_type, management, 'UNKNOWN', 'UNKNOWN', true), l.hotpatch is true
            from unnest(?::text[], ?::integer[], ?::integer[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                with ordinality t (line, build, ubr, edition, cpu, chpe, join_type, management, place)
            left join %s l on t.line = 'WINDOWS_11' and l.build = t.build and l.ubr = t.ubr order by place
            """.formatted(HotpatchedRows.LEVELS);

    /** Whether the catalog says something else of a level than while the list was read. */
    private static final String CATALOG_MOVED = """
            select exists (select from unnest(?::integer[], ?::integer[], ?::boolean[]) t (build, ubr, hotpatch)
                left join %s l on l.build = t.build and l.ubr = t.ubr where t.hotpatch <> (l.hotpatch is true))
            """.formatted(HotpatchedRows.LEVELS);

    /** A sequence that is asked for each of a million rows costs the server a tenth of its time. Putting lookups back lets it go on after them. */
    private static final String FIRST_NUMBER = "select nextval(pg_get_serial_sequence('hotpatch.device', 'no'))";

    /** The list says less of these than what is read after it, which also forgets what is no longer told. */
    private static String told(String sql) {
        return sql.replace("{line}", "case when r.edition = 'UNKNOWN' and d.line = 'WINDOWS_SERVER' and r.line <> 'UNKNOWN' then d.line else r.line end")
                .replace("{management}", "case when r.management = 'CO_MANAGED' and starts_with(d.management, r.management) then d.management else r.management end")
                .replace("{chpe}", "case when r.cpu = 'ARM64' and d.cpu = r.cpu then d.chpe else r.chpe end");
    }

    private final JdbcTemplate jdbc;
    private final JdbcTemplate beside;

    /**
     * @param jdbc   a template whose connections are in no transaction
     * @param beside another, for questions while the first is busy
     */
    ListRows(JdbcTemplate jdbc, JdbcTemplate beside) {
        this.jdbc = jdbc;
        this.beside = beside;
    }

    /** Takes over what the source streams. */
    void merge(Consumer<Consumer<List<DeviceFact>>> source, Clock clock, Reading reading) {
        jdbc.execute((ConnectionCallback<Void>) connection -> {
            boolean first = connection.getAutoCommit() && yes(connection, "select hotpatch.set_lookups_aside()");
            if (!first || !first(connection, source, clock, reading)) {
                later(connection, source, clock, reading);
            }
            return null;
        });
    }

    /** @return false where it is another connection that brings the first list; then nothing is done */
    private boolean first(Connection connection, Consumer<Consumer<List<DeviceFact>>> source, Clock clock, Reading reading) throws SQLException {
        connection.setAutoCommit(false);
        try {
            boolean ours = yes(connection, "select hotpatch.lookups_are_aside()");
            if (ours) {
                ListedRow rows = ListedRow.numbered(clock, reading, this::numbers, number(connection, FIRST_NUMBER));
                BinaryRows.into(connection, "hotpatch.device (" + ListedRow.NUMBERED + ")", copy -> source.accept(page -> rows.add(page, copy)));
                CompletableFuture<Boolean> apart = CompletableFuture.supplyAsync(rows::apart);
                int surplus = number(connection, "select hotpatch.put_lookups_back(" + (rows.next() - 1) + ")");
                reading.apart(apart.join());
                reading.reject("listed twice", surplus);
                reading.merged(reading.stagedRows() - surplus);
                if (surplus == 0 && !catalogMoved(rows.first().hotpatched())) {
                    reading.whole(rows.first());
                }
            }
            connection.commit();
            return ours;
        } catch (SQLException | RuntimeException e) {
            undo(connection, e);
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** Where this fails too, the next list finds the lookups aside and puts them back. */
    private static void undo(Connection connection, Exception because) {
        try {
            connection.rollback();
            number(connection, "select hotpatch.put_lookups_back()");
            connection.commit();
        } catch (SQLException again) {
            because.addSuppressed(again);
        }
    }

    private static void later(Connection connection, Consumer<Consumer<List<DeviceFact>>> source, Clock clock, Reading reading) throws SQLException {
        ListedRow rows = ListedRow.plain(clock, reading);
        BinaryRows.stage(connection, "device_reading", ListedRow.TYPES, copy -> source.accept(page -> rows.add(page, copy)));
        boolean alone = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            // Sorting a fleet in the usual 4 MB writes all of it to disk.
            run(connection, "set local work_mem = '64MB'");
            number(connection, "select hotpatch.put_lookups_back()");
            merge(connection, rows, reading);
            run(connection, "truncate device_reading, device_compared");
            if (alone) {
                connection.commit();
            }
        } catch (SQLException | RuntimeException e) {
            if (alone) {
                connection.rollback();
            }
            throw e;
        } finally {
            connection.setAutoCommit(alone);
        }
    }

    private static void merge(Connection connection, ListedRow rows, Reading reading) throws SQLException {
        int surplus = rows.listedOnce() ? 0 : run(connection, ONCE);
        int distinct = reading.stagedRows() - surplus;
        run(connection, "create temporary table if not exists device_compared (place bigint, no bigint, older boolean, absent_since timestamptz)");
        run(connection, "truncate device_compared");
        // A sample that tells which has more rows is all that planning needs.
        run(connection, "set local default_statistics_target = 10");
        run(connection, "analyze device_reading (place)");
        run(connection, told(COMPARE));
        run(connection, "analyze device_compared");
        Found found;
        try (Statement statement = connection.createStatement(); ResultSet counted = statement.executeQuery(FOUND)) {
            counted.next();
            found = new Found(counted.getInt(1), counted.getInt(2), counted.getInt(3), counted.getInt(4), counted.getInt(5), counted.getInt(6));
        }
        int changed = found.changed() == 0 ? 0 : run(connection, told(UPDATE));
        int added = found.unknown() == 0 ? 0 : run(connection, INSERT);
        AbsentRows.note(connection, distinct, found);
        reading.apart(found.older() + found.lacked() == 0 && changed == found.changed() && added == found.unknown() && rows.apart());
        reading.merged(distinct - found.older());
        reading.reject("listed twice", surplus);
        reading.reject("older than what is known", found.older());
    }

    /**
     * How many devices of a list and of the fleet are not as they were.
     *
     * @param older  of which something newer is known
     * @param lacked that are known and not listed
     * @param missed the part of them that the list before had
     * @param back   that are listed again
     */
    record Found(int older, int unknown, int changed, int lacked, int missed, int back) {
    }

    private List<Number> numbers(List<Classes> classes) {
        return beside.query(NUMBERS, (rs, n) -> new Number(rs.getLong(1), rs.getLong(2), rs.getBoolean(3)), texts(classes, Classes::line),
                classes.stream().map(Classes::build).toArray(Integer[]::new), classes.stream().map(Classes::ubr).toArray(Integer[]::new),
                texts(classes, Classes::edition), texts(classes, Classes::cpu), texts(classes, Classes::chpe), texts(classes, Classes::joinType),
                texts(classes, Classes::management));
    }

    private boolean catalogMoved(Map<Level, Boolean> hotpatched) {
        return Boolean.TRUE.equals(beside.queryForObject(CATALOG_MOVED, Boolean.class, hotpatched.keySet().stream().map(Level::build).toArray(Integer[]::new),
                hotpatched.keySet().stream().map(Level::ubr).toArray(Integer[]::new), hotpatched.values().toArray(Boolean[]::new)));
    }

    private static String[] texts(List<Classes> classes, Function<Classes, String> which) {
        return classes.stream().map(which).toArray(String[]::new);
    }

    private static int run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static boolean yes(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet answer = statement.executeQuery(sql)) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet answer = statement.executeQuery(sql)) {
            answer.next();
            return answer.getInt(1);
        }
    }
}
