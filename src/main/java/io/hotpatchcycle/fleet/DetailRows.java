package io.hotpatchcycle.fleet;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Rows of what only some devices need. Each reading replaces the one before as a whole, then tells the devices; what the source no longer
 * says is unknown again.
 */
final class DetailRows {

    private final JdbcTemplate jdbc;
    private final Concerned concerned;

    /** @param concerned empty where it has to be looked up */
    DetailRows(JdbcTemplate jdbc, Optional<Concerned> concerned) {
        this.jdbc = jdbc;
        this.concerned = concerned.orElseGet(() -> jdbc.queryForObject("""
                select coalesce(bool_or(licence <> 'UNKNOWN'), false), coalesce(bool_or(starts_with(management, 'CO_MANAGED')), false),
                    coalesce(bool_or(cpu = 'ARM64'), false) from hotpatch.device
                """, (rs, n) -> new Concerned(rs.getBoolean(1), rs.getBoolean(2), rs.getBoolean(3))));
    }

    /** Whether there is a device of each kind. One look for all, by several processes at once: a fleet is not gone through for none. */
    record Concerned(boolean licensed, boolean coManaged, boolean arm) {
    }

    /** Takes over who holds a licence that covers hotpatch. @return how many users were told */
    int replaceUsers(Consumer<Consumer<List<UserFact>>> source) {
        StagedRows.takeOver(jdbc, "licence_reading", "owner text, qualifying boolean, region text", rows -> source.accept(page -> page.forEach(user ->
                rows.row(3).text(FactClasses.whole(user.principalName())).flag(user.qualifying()).text(region(user.region())))),
                "delete from hotpatch.user_licence", "insert into hotpatch.user_licence (owner, qualifying, region) select lower(owner), qualifying, region "
                + "from licence_reading where owner is not null on conflict do nothing");
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
        StagedRows.takeOver(jdbc, "workload_reading", "device_id text, with_intune boolean", rows -> source.accept((device, withIntune) -> {
            if (device != null && withIntune != null) {
                rows.row(2).text(FactClasses.whole(device)).flag(withIntune);
            }
        }), "delete from hotpatch.update_workload",
                // told twice and differently: the less healthy word counts
                "insert into hotpatch.update_workload (device_id, with_intune) select device_id, bool_and(with_intune) from workload_reading group by device_id");
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
        StagedRows.takeOver(jdbc, "hybrid_reading", "device_id text, state text, observed_at timestamptz", rows -> source.test(page -> page.forEach(found ->
                rows.row(3).text(FactClasses.whole(found.deviceId())).text(FactClasses.hybridCode(found.restricted())).time(found.ranAt()))),
                "delete from hotpatch.hybrid_code", "insert into hotpatch.hybrid_code (device_id, state, observed_at) select distinct on (device_id) device_id, "
                + "state, observed_at from hybrid_reading where device_id is not null order by device_id, observed_at desc nulls last");
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
        // told twice: what is worse counts
        StagedRows.takeOver(jdbc, "enrolment_reading", "entra_id text, state text, errors text, changed_at timestamptz", rows -> source.test(page -> page.forEach(told ->
                rows.row(4).text(FactClasses.whole(told.entraId())).text(FactClasses.enrolment(told.state())).text(FactClasses.cut(told.errors()))
                        .time(told.changedAt()))),
                "delete from hotpatch.update_enrolment", "insert into hotpatch.update_enrolment (entra_id, state, errors, changed_at) "
                + "select distinct on (entra_id) entra_id, state, errors, changed_at from enrolment_reading where entra_id is not null "
                + "order by entra_id, state = 'ENROLLED' and errors is not distinct from ''");
        return count("update_enrolment");
    }

    private int count(String table) {
        return jdbc.queryForObject("select count(*) from hotpatch." + table, Integer.class);
    }

    private static String region(String said) {
        return said != null && said.matches("[A-Za-z]{2}") ? said.toUpperCase(Locale.ROOT) : null;
    }
}
