package io.hotpatchcycle.fleet;

import java.sql.Timestamp;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Rows of what only some devices need. Each reading replaces the one before, then tells the devices; what the source no longer says is
 * unknown again.
 */
final class DetailRows {

    private final JdbcTemplate jdbc;
    private final Concerned concerned;

    DetailRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.concerned = jdbc.queryForObject("""
                select coalesce(bool_or(licence <> 'UNKNOWN'), false), coalesce(bool_or(starts_with(management, 'CO_MANAGED')), false),
                    coalesce(bool_or(cpu = 'ARM64'), false) from hotpatch.device
                """, (rs, n) -> new Concerned(rs.getBoolean(1), rs.getBoolean(2), rs.getBoolean(3)));
    }

    /** Whether there is a device of each kind. One look for all, by several processes at once: a fleet is not gone through for none. */
    private record Concerned(boolean licensed, boolean coManaged, boolean arm) {
    }

    /** Takes over who holds a licence that covers hotpatch. @return how many users were told */
    int replaceUsers(Consumer<Consumer<List<UserFact>>> source) {
        jdbc.update("delete from hotpatch.user_licence");
        source.accept(page -> jdbc.batchUpdate("insert into hotpatch.user_licence (owner, qualifying, region) values (lower(?), ?, ?) on conflict do nothing",
                page.stream().map(user -> new Object[] {user.principalName(), user.qualifying(), region(user.region())}).toList()));
        jdbc.update("""
                update hotpatch.device d set licence = l.class
                from (select owner, case when qualifying then 'QUALIFYING' when qualifying is false then 'NONE' else 'UNKNOWN' end as class
                    from hotpatch.user_licence) l
                where l.owner = lower(d.owner) and d.licence <> l.class
                """);
        if (concerned.licensed) {
            jdbc.update("""
                    update hotpatch.device d set licence = 'UNKNOWN'
                    where d.licence <> 'UNKNOWN' and not exists (select from hotpatch.user_licence l where l.owner = lower(d.owner))
                    """);
        }
        return count("user_licence");
    }

    /** Takes over who updates the co-managed devices. @return of how many it is known */
    int replaceWorkloads(Consumer<BiConsumer<String, Boolean>> source) {
        jdbc.update("delete from hotpatch.update_workload");
        PagedInsert pages = new PagedInsert(jdbc, "insert into hotpatch.update_workload (device_id, with_intune) values (?, ?) on conflict (device_id) "
                // told twice and differently: the less healthy word counts
                + "do update set with_intune = hotpatch.update_workload.with_intune and excluded.with_intune");
        source.accept(pages::add);
        pages.flush();
        if (concerned.coManaged) {
            jdbc.update("""
                    update hotpatch.device d set management = w.class
                    from (select c.id, case when w2.with_intune then 'CO_MANAGED_INTUNE' when w2.with_intune is false then 'CO_MANAGED_OTHER'
                            else 'CO_MANAGED' end as class
                          from hotpatch.device c left join hotpatch.update_workload w2 on w2.device_id = c.id
                          where c.management in ('CO_MANAGED', 'CO_MANAGED_INTUNE', 'CO_MANAGED_OTHER')) w
                    where w.id = d.id and d.management <> w.class
                    """);
        }
        return count("update_workload");
    }

    /** Takes over what the script found of compiled hybrid code. @return of how many devices it is told */
    int replaceHybridCode(Predicate<Consumer<List<HybridCodeFact>>> source) {
        jdbc.update("delete from hotpatch.hybrid_code");
        source.test(page -> jdbc.batchUpdate("insert into hotpatch.hybrid_code as h (device_id, state, observed_at) values (?, ?, ?) "
                + "on conflict (device_id) do update set state = excluded.state, observed_at = excluded.observed_at where h.observed_at < excluded.observed_at",
                page.stream().map(found -> new Object[] {found.deviceId(), FactClasses.hybridCode(found.restricted()),
                    found.ranAt() == null ? null : Timestamp.from(found.ranAt())}).toList()));
        if (concerned.arm) {
            jdbc.update("""
                    update hotpatch.device d set chpe = c.class
                    from (select a.id, coalesce(h.state, 'UNKNOWN') as class from hotpatch.device a left join hotpatch.hybrid_code h on h.device_id = a.id
                          where a.cpu = 'ARM64') c
                    where c.id = d.id and d.chpe <> c.class
                    """);
        }
        return count("hybrid_code");
    }

    /** Takes over which devices the service for Windows updates has. @return how many */
    int replaceEnrolments(Predicate<Consumer<List<EnrolmentFact>>> source) {
        jdbc.update("delete from hotpatch.update_enrolment");
        // told twice: what is worse counts
        source.test(page -> jdbc.batchUpdate("insert into hotpatch.update_enrolment as e (entra_id, state, errors, changed_at) values (?, ?, ?, ?) "
                + "on conflict (entra_id) do update set state = excluded.state, errors = excluded.errors, changed_at = excluded.changed_at "
                + "where e.state = 'ENROLLED' and e.errors = ''",
                page.stream().map(told -> new Object[] {told.entraId(), FactClasses.enrolment(told.state()), FactClasses.cut(told.errors()),
                    told.changedAt() == null ? null : Timestamp.from(told.changedAt())}).toList()));
        return count("update_enrolment");
    }

    private int count(String table) {
        return jdbc.queryForObject("select count(*) from hotpatch." + table, Integer.class);
    }

    private static String region(String said) {
        return said != null && said.matches("[A-Za-z]{2}") ? said.toUpperCase(Locale.ROOT) : null;
    }
}
