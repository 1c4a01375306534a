package io.hotpatchcycle.fleet;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
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

    private static final String COLUMNS = ListedRow.COLUMNS;

    /** Paging may list a device twice: what was seen last counts. */
    private static final String ONCE = """
            delete from device_reading r using (select place, row_number() over (partition by id order by last_check_in desc nulls last, place desc) as n
                from device_reading where hashtextextended(id, 0) in (
                    select hashtextextended(id, 0) from device_reading group by 1 having count(*) > 1)) one
            where one.place = r.place and one.n > 1
            """;

    /** How many listed devices are known, and of how many something newer. */
    private static final String KNOWN = """
            select count(*), count(*) filter (where d.observed_at > r.last_check_in or d.observed_at is not null and r.last_check_in is null)
            from device_reading r join hotpatch.device d on d.id = r.id
            """;

    /**
     * What is older than what is known is left out. A row is rewritten when a fact is another one, when a cycle awaits the device, or when
     * it was seen a day later than last noted; where that was noted weeks ago, at once: then the moment decides whether it is stale.
     */
    private static final String UPDATE = """
            update hotpatch.device d set entra_device_id = r.entra_device_id, serial = r.serial, name = r.name, owner = r.owner, line = {line},
                build = r.build, ubr = r.ubr, cpu = r.cpu, chpe = {chpe}, join_type = r.join_type,
                edition = case when r.edition = 'UNKNOWN' and r.line <> 'WINDOWS_SERVER' then d.edition else r.edition end,
                management = {management}, retired = r.retired, last_check_in = r.last_check_in,
                observed_at = r.last_check_in, received_at = r.received_at,
                enrolled_at = coalesce(r.enrolled_at, d.enrolled_at), model = r.model,
                level_after = case when d.build = r.build and d.ubr = r.ubr then d.level_after else d.observed_at end,
                level_since = case when d.build = r.build and d.ubr = r.ubr then d.level_since else r.last_check_in end
            from device_reading r where r.id = d.id and (d.observed_at is null or d.observed_at <= r.last_check_in)
                and ((d.build, d.ubr, d.entra_device_id, d.serial, d.name, d.owner, d.line, d.cpu, d.chpe, d.join_type, d.management, d.retired, d.model)
                    is distinct from (r.build, r.ubr, r.entra_device_id, r.serial, r.name, r.owner, {line}, r.cpu, {chpe}, r.join_type, {management},
                        r.retired, r.model)
                or d.edition <> r.edition and r.edition <> 'UNKNOWN' or d.enrolled_at is distinct from coalesce(r.enrolled_at, d.enrolled_at)
                or (r.last_check_in < d.last_check_in + interval '1 day' and d.last_check_in > r.received_at - interval '20 days') is not true
                or d.id in (select device_id from hotpatch.awaited_device))
            """
            // The list says less of these than what is read after it, which also forgets what is no longer told.
            .replace("{line}", "case when r.edition = 'UNKNOWN' and d.line = 'WINDOWS_SERVER' and r.line <> 'UNKNOWN' then d.line else r.line end")
            .replace("{management}", "case when r.management = 'CO_MANAGED' and starts_with(d.management, r.management) then d.management else r.management end")
            .replace("{chpe}", "case when r.cpu = 'ARM64' and d.cpu = r.cpu then d.chpe else r.chpe end");

    /** In the order of the key: a tree that grows at one place costs a fraction. */
    private static final String INSERT = """
            insert into hotpatch.device (%s) select %s from device_reading r
            where not exists (select from hotpatch.device d where d.id = r.id) order by r.id on conflict (id) do nothing
            """.formatted(COLUMNS, COLUMNS);

    /** By the server's own function; the columns that no list gives have what a new row has. */
    private static final String NUMBERS = """
            select hotpatch.facts_key(line, build, ubr, edition, cpu, chpe, join_type, management, 'UNKNOWN', 'UNKNOWN', false)
            from unnest(?::text[], ?::integer[], ?::integer[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                with ordinality t (line, build, ubr, edition, cpu, chpe, join_type, management, place) order by place
            """;

    /** A sequence that is asked for each of a million rows costs the server a tenth of its time. Putting lookups back lets it go on after them. */
    private static final String FIRST_NUMBER = "select nextval(pg_get_serial_sequence('hotpatch.device', 'no'))";

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
                int surplus = number(connection, "select hotpatch.put_lookups_back()");
                reading.apart(apart.join());
                reading.reject("listed twice", surplus);
                reading.merged(reading.stagedRows() - surplus);
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
        BinaryRows.stage(connection, "device_reading", "place bigint generated always as identity, " + ListedRow.TYPES, "device_reading (" + COLUMNS + ")",
                copy -> source.accept(page -> rows.add(page, copy)));
        boolean alone = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            // Sorting a fleet in the usual 4 MB writes all of it to disk.
            run(connection, "set local work_mem = '64MB'");
            number(connection, "select hotpatch.put_lookups_back()");
            number(connection, "select hotpatch.complete_lookups()");
            merge(connection, reading);
            AbsentRows.note(connection);
            run(connection, "truncate device_reading");
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

    private static void merge(Connection connection, Reading reading) throws SQLException {
        run(connection, "analyze device_reading");
        int surplus = run(connection, ONCE);
        int distinct = reading.stagedRows() - surplus;
        int known;
        int newer;
        try (Statement statement = connection.createStatement(); ResultSet counted = statement.executeQuery(KNOWN)) {
            counted.next();
            known = counted.getInt(1);
            newer = counted.getInt(2);
        }
        if (newer < known) {
            run(connection, UPDATE);
        }
        if (known < distinct) {
            run(connection, INSERT);
        }
        reading.merged(distinct - newer);
        reading.reject("listed twice", surplus);
        reading.reject("older than what is known", newer);
    }

    private List<Long> numbers(List<ListedFacts.Classes> classes) {
        return beside.queryForList(NUMBERS, Long.class, texts(classes, ListedFacts.Classes::line),
                classes.stream().map(ListedFacts.Classes::build).toArray(Integer[]::new), classes.stream().map(ListedFacts.Classes::ubr).toArray(Integer[]::new),
                texts(classes, ListedFacts.Classes::edition), texts(classes, ListedFacts.Classes::cpu), texts(classes, ListedFacts.Classes::chpe),
                texts(classes, ListedFacts.Classes::joinType), texts(classes, ListedFacts.Classes::management));
    }

    private static String[] texts(List<ListedFacts.Classes> classes, Function<ListedFacts.Classes, String> which) {
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
