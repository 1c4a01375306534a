package io.hotpatchcycle.eligibility;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of eligibility: distinct combinations out, results in. */
public final class EligibilityRows {

    /** What eligibility looks at, in one line: the key of a cached result. */
    private static final String FACTS = "concat_ws('|', p.line, p.build_class, p.edition, p.licence, p.cpu, p.chpe, "
            + "p.vbs, %s, p.management, p.policy, p.enrolment, p.hotpatched_before)";
    private static final String JOIN = "p.join_type";
    /** Where devices of this join were hotpatched in this tenant, nothing of it is doubted any more. */
    private static final String JOIN_PROVEN = "case p.join_type when 'HYBRID' then 'HYBRID_PROVEN' else p.join_type end";

    /** What reasons said in the table that decided a cycle's plan. */
    static final String REASONS = "(select r.* from hotpatch.reason r join hotpatch.cycle c on r.table_hash = coalesce(c.eligibility_table, '') where c.id = ?)";

    private final JdbcTemplate jdbc;
    private final DeviceEligibilityRows newest;
    private final DeviceListRows lists;

    public EligibilityRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.newest = new DeviceEligibilityRows(jdbc);
        this.lists = new DeviceListRows(jdbc);
    }

    Optional<DeviceEligibility> newest(String deviceId) {
        return newest.newest(deviceId);
    }

    DeviceListRows devices() {
        return lists;
    }

    /** Active devices of the plan by what was found of them. A code that is no longer known leaves the answer open. */
    List<Forecast.Group> groups(String cycleId) {
        Map<String, Reason> known = new LinkedHashMap<>();
        jdbc.query("select * from " + REASONS + " r", rs -> {
            known.put(rs.getString("code"), new Reason(rs.getString("code"), rs.getString("effect"), rs.getString("owner"), rs.getString("fix"),
                    rs.getBoolean("fix_restarts")));
        }, cycleId);
        return jdbc.query("""
                select reasons, hotpatched_before, sum(devices) from hotpatch.plan_class where cycle_id = ? and population = 'ACTIVE'
                and eligibility is not null group by reasons, hotpatched_before order by 1, 2
                """, (rs, n) -> new Forecast.Group(rs.getInt(3), Arrays.stream(rs.getString(1).split(",")).filter(code -> !code.isEmpty())
                        .map(code -> known.getOrDefault(code, new Reason(code, "UNKNOWN", "", "", false))).toList(), rs.getBoolean(2)), cycleId);
    }

    /** A distinct build of the plan, with the newest baseline published before the cycle's release. */
    record Build(String line, Integer build, Integer ubr, String cpu, boolean tracked, Integer baselineUbr) {
    }

    /** A distinct combination of classes. */
    record Combination(String facts, String buildClass, Map<String, Object> inputs, boolean hotpatchedBefore) {
    }

    /** A decided combination. */
    record Result(Combination combination, Eligibility eligibility) {
    }

    List<Build> builds(String cycleId) {
        return jdbc.query("""
                with tracked as (
                    select distinct build from hotpatch.revision where line = 'WINDOWS_11' and hotpatch = 'YES'),
                current as (select r.published_at from hotpatch.cycle c join hotpatch.release r on r.id = c.release_id
                    where c.id = ?),
                baseline as (
                    select v.build, max(v.ubr) as ubr from hotpatch.revision v join hotpatch.release r on r.id = v.release_id
                    where v.line = 'WINDOWS_11' and r.cadence = 'monthly' and r.classification = 'security'
                      and r.published_at < (select published_at from current)
                      and not exists (select 1 from hotpatch.revision h where h.release_id = r.id and h.build = v.build
                                      and h.line = v.line and h.hotpatch <> 'NO')
                    group by v.build)
                select distinct p.line, p.build, p.ubr, p.cpu, t.build is not null as tracked, b.ubr as baseline
                from hotpatch.plan_class p left join tracked t on t.build = p.build left join baseline b on b.build = p.build
                where p.cycle_id = ?
                """, (rs, n) -> new Build(rs.getString("line"), (Integer) rs.getObject("build"),
                        (Integer) rs.getObject("ubr"), rs.getString("cpu"), rs.getBoolean("tracked"),
                        (Integer) rs.getObject("baseline")), cycleId, cycleId);
    }

    /** Gives every device of the plan the class of its build. */
    void classify(String cycleId, List<Build> builds, List<String> classes) {
        jdbc.update("""
                update hotpatch.plan_class p set build_class = b.class
                from unnest(?::text[], ?::int[], ?::int[], ?::text[], ?::text[]) as b (line, build, ubr, cpu, class)
                where p.cycle_id = ? and p.line = b.line and coalesce(p.build, -1) = coalesce(b.build, -1)
                    and coalesce(p.ubr, -1) = coalesce(b.ubr, -1) and p.cpu = b.cpu
                """, builds.stream().map(Build::line).toArray(String[]::new), builds.stream().map(Build::build).toArray(Integer[]::new),
                builds.stream().map(Build::ubr).toArray(Integer[]::new), builds.stream().map(Build::cpu).toArray(String[]::new),
                classes.toArray(String[]::new), cycleId);
    }

    private String join(String cycleId) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select from hotpatch.plan_class where cycle_id = ? and join_type = 'HYBRID' "
                + "and hotpatched_before)", Boolean.class, cycleId)) ? JOIN_PROVEN : JOIN;
    }

    List<Combination> undecided(String cycleId, String tableHash) {
        String join = join(cycleId);
        String facts = FACTS.formatted(join);
        return jdbc.query("select distinct " + facts + " as facts, " + join + """
                 as join_type, line, build_class, edition, licence, cpu, chpe, vbs, management, policy, enrolment, hotpatched_before
                from hotpatch.plan_class p where cycle_id = ? and not exists (select 1 from hotpatch.eligibility_result e
                    where e.table_hash = ? and e.facts_hash = md5("""
                + facts + ")) order by 1", (rs, n) -> {
                    Map<String, Object> inputs = new LinkedHashMap<>();
                    inputs.put("product", rs.getString("line"));
                    inputs.put("buildClass", rs.getString("build_class"));
                    inputs.put("join", rs.getString("join_type"));
                    for (String same : List.of("edition", "licence", "cpu", "chpe", "vbs", "management", "policy", "enrolment")) {
                        inputs.put(same, rs.getString(same));
                    }
                    return new Combination(rs.getString("facts"), rs.getString("build_class"), inputs,
                            rs.getBoolean("hotpatched_before"));
                }, cycleId, tableHash);
    }

    /** Keeps what each code means in a table. */
    void keep(String tableHash, Collection<Reason> reasons) {
        jdbc.batchUpdate("""
                insert into hotpatch.reason (table_hash, code, effect, owner, fix, fix_restarts) values (?, ?, ?, ?, ?, ?)
                on conflict (table_hash, code) do update set effect = excluded.effect, owner = excluded.owner, fix = excluded.fix,
                    fix_restarts = excluded.fix_restarts
                """, reasons.stream().map(r -> new Object[] {tableHash, r.code(), r.effect(), r.owner(), r.fix(), r.fixRestarts()}).toList());
    }

    void keepResults(String tableHash, List<Result> results) {
        jdbc.update("""
                insert into hotpatch.eligibility_result (table_hash, facts_hash, build_class, eligibility, reasons)
                select ?, md5(r.facts), r.build_class, r.eligibility, r.reasons
                from unnest(?::text[], ?::text[], ?::text[], ?::text[]) as r (facts, build_class, eligibility, reasons) on conflict do nothing
                """, tableHash, column(results, r -> r.combination().facts()), column(results, r -> r.combination().buildClass()),
                column(results, r -> r.eligibility().state().name()),
                column(results, r -> String.join(",", r.eligibility().reasons().stream().map(Reason::code).toList())));
    }

    /** Keeps with the cycle which tables decided. */
    void keepTables(String cycleId, String buildClassTable, String eligibilityTable) {
        jdbc.update("update hotpatch.cycle set build_class_table = ?, eligibility_table = ? where id = ?", buildClassTable, eligibilityTable, cycleId);
    }

    private static String[] column(List<Result> results, Function<Result, String> value) {
        return results.stream().map(value).toArray(String[]::new);
    }

    void apply(String cycleId, String tableHash) {
        jdbc.update("""
                update hotpatch.plan_class p set eligibility = e.eligibility, reasons = e.reasons
                from hotpatch.eligibility_result e where p.cycle_id = ? and e.table_hash = ? and e.facts_hash = md5("""
                + FACTS.formatted(join(cycleId)) + ")", cycleId, tableHash);
    }

    Readiness readiness(String cycleId) {
        List<Readiness.ReasonCount> reasons = jdbc.query("""
                select r.code, sum(p.devices) as devices, r.owner, r.fix
                from hotpatch.plan_class p, regexp_split_to_table(p.reasons, ',') as hit(code), %s r
                where p.cycle_id = ? and p.population = 'ACTIVE' and r.code = hit.code
                group by r.code, r.owner, r.fix order by 2 desc, 1
                """.formatted(REASONS), (rs, n) -> new Readiness.ReasonCount(rs.getString(1), rs.getInt(2), rs.getString(3), rs.getString(4)), cycleId, cycleId);
        return jdbc.queryForObject("""
                select sum(devices) filter (where population <> 'DUPLICATE'), sum(devices) filter (where population = 'ACTIVE'),
                    sum(devices) filter (where population = 'ACTIVE' and eligibility = 'ELIGIBLE'),
                    sum(devices) filter (where population = 'ACTIVE' and eligibility = 'NOT_ELIGIBLE'),
                    sum(devices) filter (where population = 'ACTIVE' and coalesce(eligibility, 'UNKNOWN') = 'UNKNOWN')
                from hotpatch.plan_class where cycle_id = ?
                """, (rs, n) -> new Readiness(rs.getInt(1), rs.getInt(2), rs.getInt(3), rs.getInt(4), rs.getInt(5), reasons), cycleId);
    }
}
