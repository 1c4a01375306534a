package io.hotpatchcycle.finding;

import io.hotpatchcycle.fleet.CopyRows;
import io.hotpatchcycle.fleet.VisibleRings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of imported lists. A list is judged as a whole, by SQL. */
public final class FindingRows {

    /** By what a scanner's name for a device is understood, the surest first. A device that is listed twice counts once. */
    private static final String MATCHES = """
            create temporary table matched on commit drop as
            with named as (select distinct lower(device) as key from listed where device is not null),
            found as (
                select key, d.no, 1 as way from named join hotpatch.device d on lower(d.id) = key and not d.duplicate and not d.gone
                union all select key, d.no, 2 from named join hotpatch.device d on lower(d.entra_device_id) = key and not d.duplicate and not d.gone
                union all select key, d.no, 3 from named join hotpatch.device d on lower(d.name) = key and not d.duplicate and not d.gone
                union all select key, d.no, 4 from named join hotpatch.device d on lower(d.name) = split_part(key, '.', 1) and not d.duplicate and not d.gone
                    where strpos(key, '.') > 1),
            surest as (select *, min(way) over (partition by key) as best from found)
            select key, min(no) as no, (array['INTUNE_ID', 'ENTRA_ID', 'NAME', 'HOST_NAME'])[min(way)] as way, count(distinct no) as devices
            from surest where way = best group by key
            """;

    /**
     * What would close each distinct finding of each level: how many releases name it, how many of them the level contains, the lowest fix. Where
     * MSRC says of a CVE that only the cumulative update of a release fixes it, no hotpatch contains that.
     */
    private static final String CLOSES = """
            create temporary table closes on commit drop as
            with asked as (select distinct d.line, d.build, d.ubr, s.subject
                from listed l join matched m on m.key = lower(l.device) and m.devices = 1 join hotpatch.device d on d.no = m.no,
                    unnest(array[l.kb, l.cve]) as s(subject)
                where d.build is not null and d.ubr is not null and s.subject is not null),
            naming as (select subject, line, build, release_id, bool_and(by_hotpatch) as by_hotpatch from (
                select kb as subject, line, build, release_id, true as by_hotpatch from hotpatch.revision
                union all select cve, v.line, v.build, v.release_id, true from hotpatch.revision v join hotpatch.release r on r.id = v.release_id,
                    unnest(string_to_array(r.exploited_cves, ',')) as cve
                union all select f.cve, v.line, v.build, v.release_id, bool_or(v.hotpatch = 'YES') or not exists (select from hotpatch.revision h
                        where h.release_id = v.release_id and h.line = v.line and h.build = v.build and h.hotpatch <> 'NO')
                    from hotpatch.revision v join hotpatch.fixed_cve f on f.release_id = v.release_id and f.kb = v.kb
                    group by f.cve, v.line, v.build, v.release_id) named
                group by subject, line, build, release_id),
            lowest as (select release_id, line, build, min(ubr) as ubr from hotpatch.revision group by release_id, line, build),
            contained as materialized (select * from hotpatch.contained_release)
            select a.line, a.build, a.ubr, a.subject, count(*) as releases, count(c.release_id) as contained, min(w.ubr) as lowest,
                array_agg(n.release_id) as release_ids
            from asked a join naming n on n.subject = a.subject and n.line = a.line and n.build = a.build
            join lowest w on w.release_id = n.release_id and w.line = n.line and w.build = n.build
            left join hotpatch.catalog_level l on l.line = a.line and l.build = a.build and l.ubr = a.ubr
            left join contained c on c.line = a.line and c.build = a.build and c.ubr = a.ubr and c.release_id = n.release_id
                and (n.by_hotpatch or l.hotpatch = 'NO')
            group by a.line, a.build, a.ubr, a.subject
            """;

    /** Whether the level of a device contains what one column of a line names; null where the line leaves it empty. */
    private static final String SUBJECT = """
            case when l.{column} is null then null
                when {closes}.subject is null and l.{column} in (select kb from hotpatch.revision
                    union select unnest(string_to_array(exploited_cves, ',')) from hotpatch.release union select cve from hotpatch.fixed_cve) then 'OTHER_PRODUCT'
                when {closes}.subject is null then 'NOT_IN_CATALOG'
                when {closes}.contained = {closes}.releases then {contained}
                when {closes}.contained = 0 and d.ubr < {closes}.lowest then 'RUNS_EARLIER'
                when t.kb is null then 'LEVEL_NOT_IN_CATALOG'
                else 'NO_PROOF' end""";

    /** A line that names an article and a CVE is closed only where both are contained. */
    private static final String JUDGE = """
            insert into hotpatch.finding (import_id, line, device, cve, kb, verdict, why, device_id, matched_by, build, ubr, installed_kb, twin_kb,
                release, as_of, level_after, level_since)
            select ?, l.line, coalesce(l.device, ''), l.cve, l.kb,
                case when w.why in ('RUNS_IT', 'RUNS_TWIN', 'RUNS_LATER') then 'FALSE_POSITIVE' when w.why = 'RUNS_EARLIER' then 'REAL' else 'UNKNOWN' end,
                w.why, d.id, case when d.id is not null then m.way end, d.build, d.ubr, t.kb, t.twin_kb, t.release, d.observed_at, d.level_after,
                d.level_since
            from listed l left join matched m on m.key = lower(l.device)
            left join hotpatch.device d on d.no = m.no and m.devices = 1
            left join (select * from hotpatch.kb_twin) t on t.line = d.line and t.build = d.build and t.ubr = d.ubr
            left join closes a on a.line = d.line and a.build = d.build and a.ubr = d.ubr and a.subject = l.kb
            left join closes c on c.line = d.line and c.build = d.build and c.ubr = d.ubr and c.subject = l.cve
            cross join lateral (select {article} as article, {cve} as cve) s
            cross join lateral (select case
                when l.device is null or coalesce(l.kb, l.cve) is null then 'NOT_UNDERSTOOD'
                when m.key is null then 'NO_SUCH_DEVICE'
                when m.devices > 1 then 'SEVERAL_DEVICES'
                when d.retired then 'RETIRED'
                when d.last_check_in is null or d.last_check_in < ? then 'NOT_SEEN'
                when d.build is null or d.ubr is null then 'NO_BUILD'
                when s.article = 'RUNS_EARLIER' or s.cve = 'RUNS_EARLIER' then 'RUNS_EARLIER'
                when s.article not in ('RUNS_IT', 'RUNS_TWIN', 'RUNS_LATER') then s.article
                -- A CVE that no source names says nothing beside the article that the scanner itself holds against it.
                when s.cve not in ('RUNS_IT', 'RUNS_LATER') and not (s.cve = 'NOT_IN_CATALOG' and s.article is not null) then s.cve
                else coalesce(s.article, s.cve) end as why) w
            """.replace("{article}", subject("kb", "a", "case when l.kb = t.kb then 'RUNS_IT' when l.kb = t.twin_kb then 'RUNS_TWIN' else 'RUNS_LATER' end"))
            .replace("{cve}", subject("cve", "c", "case when t.release_id = any (c.release_ids) then 'RUNS_IT' else 'RUNS_LATER' end"));

    private static final String VISIBLE = VisibleRings.condition("finding.device_id");

    private final JdbcTemplate jdbc;

    public FindingRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    private static String subject(String column, String closes, String contained) {
        return SUBJECT.replace("{column}", column).replace("{closes}", closes).replace("{contained}", contained);
    }

    long startImport(String name, Instant now, String person) {
        return jdbc.queryForObject("insert into hotpatch.finding_import (name, imported_at, imported_by) values (?, ?, ?) returning id", Long.class,
                name, Timestamp.from(now), person);
    }

    /** Takes the lines in. */
    void list(Consumer<ScannerList.Line> source) {
        jdbc.execute("create temporary table listed (line integer, device text, cve text, kb text) on commit drop");
        CopyRows.into(jdbc, "listed (line, device, cve, kb)", copy -> source.accept((number, device, cve, kb) -> copy.add(number, device, cve, kb)));
        jdbc.execute("analyze listed");
    }

    /** Judges them by what is known now. */
    void judge(long id, Instant staleBefore) {
        jdbc.execute("set local work_mem = '64MB'");
        jdbc.execute(MATCHES);
        jdbc.execute("analyze matched");
        jdbc.execute(CLOSES);
        jdbc.execute("analyze closes");
        jdbc.update(JUDGE, id, Timestamp.from(staleBefore));
        jdbc.update("""
                update hotpatch.finding_import i set rows = f.rows, false_positive = f.fp, real = f.r, unknown = f.rows - f.fp - f.r
                from (select count(*) as rows, count(*) filter (where verdict = 'FALSE_POSITIVE') as fp, count(*) filter (where verdict = 'REAL') as r
                    from hotpatch.finding where import_id = ?) f where i.id = ?
                """, id, id);
    }

    int forgetBefore(Instant limit) {
        return jdbc.update("delete from hotpatch.finding_import where imported_at < ?", Timestamp.from(limit));
    }

    List<ImportedList> imports() {
        return jdbc.query("select * from hotpatch.finding_import order by id desc", (rs, n) -> imported(rs));
    }

    Optional<ImportedList> find(long id) {
        return jdbc.query("select * from hotpatch.finding_import where id = ?", (rs, n) -> imported(rs), id).stream().findFirst();
    }

    int count(long id, Finding.Verdict verdict, VisibleRings visible) {
        return jdbc.queryForObject("select count(*) from hotpatch.finding where import_id = ? and (?::text is null or verdict = ?) and" + VISIBLE, Integer.class, id,
                name(verdict), name(verdict), visible.names(), visible.names());
    }

    /** Lines after a number, in the order of the file. */
    List<Finding> after(long id, Finding.Verdict verdict, VisibleRings visible, int line, int offset, int limit) {
        return jdbc.query("select * from hotpatch.finding where import_id = ? and (?::text is null or verdict = ?) and" + VISIBLE
                + " and line > ? order by line offset ? limit ?", (rs, n) -> finding(rs), id, name(verdict), name(verdict), visible.names(),
                visible.names(), line, offset, limit);
    }

    private static String name(Finding.Verdict verdict) {
        return verdict == null ? null : verdict.name();
    }

    private static ImportedList imported(ResultSet rs) throws SQLException {
        return new ImportedList(rs.getLong("id"), rs.getString("name"), KbTwinRows.instant(rs, "imported_at"), rs.getString("imported_by"),
                rs.getInt("rows"), rs.getInt("false_positive"), rs.getInt("real"), rs.getInt("unknown"));
    }

    private static Finding finding(ResultSet rs) throws SQLException {
        Object build = rs.getObject("build");
        return new Finding(rs.getInt("line"), rs.getString("device"), rs.getString("cve"), rs.getString("kb"),
                Finding.Verdict.valueOf(rs.getString("verdict")), Finding.Why.valueOf(rs.getString("why")), rs.getString("device_id"),
                rs.getString("matched_by"), build == null ? null : build + "." + rs.getString("ubr"), rs.getString("installed_kb"),
                rs.getString("twin_kb"), rs.getString("release"), KbTwinRows.instant(rs, "as_of"), KbTwinRows.instant(rs, "level_after"),
                KbTwinRows.instant(rs, "level_since"));
    }
}
