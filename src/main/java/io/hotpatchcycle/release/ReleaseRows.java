package io.hotpatchcycle.release;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of releases and revisions. */
public final class ReleaseRows {

    private static final String IN_ORDER = "order by release_id, build, hotpatch desc, ubr, product";

    private final JdbcClient jdbc;

    public ReleaseRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What each known release looked like when it was last read. */
    Map<String, String> fingerprints() {
        Map<String, String> found = new HashMap<>();
        jdbc.sql("select id, fingerprint from hotpatch.release")
                .query(rs -> {
                    found.put(rs.getString(1), rs.getString(2));
                });
        return found;
    }

    /** Inserts what is new and takes over what the catalog corrected, as long as no cycle carries the release. */
    void record(Release release, Kind planned, String fingerprint, Instant now) {
        jdbc.sql("""
                insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence,
                    planned_kind, max_severity, max_base_score, exploited_cves, first_seen_at, fingerprint)
                values (:id, :cycle, :name, :display, :published, :classification, :cadence,
                    :planned, :severity, :score, :exploited, :now, :fingerprint)
                on conflict (id) do update set max_severity = excluded.max_severity,
                    max_base_score = excluded.max_base_score, exploited_cves = excluded.exploited_cves,
                    fingerprint = excluded.fingerprint
                """)
                .param("id", release.id()).param("cycle", release.cycleId()).param("name", release.name())
                .param("display", release.displayName()).param("published", Timestamp.from(release.publishedAt()))
                .param("classification", release.classification()).param("cadence", release.cadence())
                .param("planned", planned == null ? null : planned.name()).param("severity", release.maxSeverity())
                .param("score", release.maxBaseScore()).param("exploited", String.join(",", release.exploitedCves()))
                .param("now", Timestamp.from(now)).param("fingerprint", fingerprint).update();
        jdbc.sql("""
                insert into hotpatch.release_severity (release_id, read_at, max_severity, max_base_score, exploited_cves)
                select :id, :now, :severity, :score, :exploited where not exists (
                    select from (select * from hotpatch.release_severity where release_id = :id order by read_at desc limit 1) last
                    where (last.max_severity, last.max_base_score, last.exploited_cves) is not distinct from (:severity::text, :score::numeric, :exploited))
                on conflict do nothing
                """)
                .param("id", release.id()).param("now", Timestamp.from(now)).param("severity", release.maxSeverity()).param("score", release.maxBaseScore())
                .param("exploited", String.join(",", release.exploitedCves())).update();
        release.revisions().forEach(revision -> record(release.id(), revision));
        release.exploitedCves().forEach(cve -> jdbc.sql("insert into hotpatch.release_cve (release_id, cve, read_at) values (:id, :cve, :now) on conflict do nothing")
                .param("id", release.id()).param("cve", cve).param("now", Timestamp.from(now)).update());
    }

    private void record(String releaseId, Revision revision) {
        jdbc.sql("""
                insert into hotpatch.revision (release_id, product, line, version, build, ubr, kb, hotpatch)
                values (:id, :product, :line, :version, :build, :ubr, :kb, :hotpatch)
                on conflict (release_id, product, build, ubr, kb) do update set hotpatch = excluded.hotpatch
                    where hotpatch.revision.hotpatch = 'UNREADABLE'
                """)
                .param("id", releaseId).param("product", revision.product()).param("line", revision.line().name())
                .param("version", revision.version()).param("build", revision.build()).param("ubr", revision.ubr())
                .param("kb", revision.kb()).param("hotpatch", revision.hotpatch().name()).update();
    }

    /** Replaces which article of a release fixes which CVE, by a document of MSRC. */
    void fixes(String releaseId, String document, Map<String, Set<String>> articles, Instant now) {
        jdbc.sql("delete from hotpatch.fixed_cve where release_id = :id").param("id", releaseId).update();
        List<String[]> pairs = articles.entrySet().stream().flatMap(cve -> cve.getValue().stream().map(kb -> new String[] {cve.getKey(), kb})).toList();
        jdbc.sql("""
                insert into hotpatch.fixed_cve (release_id, cve, kb, document, read_at)
                select :id, f.cve, f.kb, :document, :now from unnest(:cves::text[], :kbs::text[]) f (cve, kb)
                """)
                .param("id", releaseId).param("document", document).param("now", Timestamp.from(now))
                .param("cves", pairs.stream().map(pair -> pair[0]).toArray(String[]::new))
                .param("kbs", pairs.stream().map(pair -> pair[1]).toArray(String[]::new)).update();
    }

    List<Release> undecided() {
        return releases("where r.disposition = 'RECORDED' order by r.published_at desc");
    }

    List<Release> all() {
        return releases("order by r.published_at desc, r.id");
    }

    Optional<Release> find(String id) {
        List<Revision> revisions = jdbc.sql("select * from hotpatch.revision where release_id = :id " + IN_ORDER).param("id", id)
                .query((rs, n) -> revision(rs)).list();
        return jdbc.sql("select * from hotpatch.release r where r.id = :id").param("id", id)
                .query((rs, n) -> release(rs, revisions)).optional();
    }

    /** Two statements, however many releases: the intake looks several times a day, for years. */
    private List<Release> releases(String where) {
        Map<String, List<Revision>> revisions = new HashMap<>();
        jdbc.sql("select * from hotpatch.revision " + IN_ORDER).query(rs -> {
            revisions.computeIfAbsent(rs.getString("release_id"), id -> new ArrayList<>()).add(revision(rs));
        });
        return jdbc.sql("select * from hotpatch.release r " + where)
                .query((rs, n) -> release(rs, revisions.getOrDefault(rs.getString("id"), List.of()))).list();
    }

    Optional<Instant> newestStarted() {
        return jdbc.sql("select max(published_at) from hotpatch.release where disposition = 'STARTED'")
                .query((rs, n) -> Optional.ofNullable(rs.getTimestamp(1)).map(Timestamp::toInstant)).single();
    }

    void setDisposition(String id, String disposition) {
        jdbc.sql("update hotpatch.release set disposition = :d where id = :id").param("d", disposition).param("id", id).update();
    }

    Collection<Integer> trackedBuilds() {
        return jdbc.sql("select distinct build from hotpatch.revision where line = 'WINDOWS_11' and hotpatch = 'YES'")
                .query(Integer.class).set();
    }

    private static Release release(ResultSet rs, List<Revision> revisions) throws SQLException {
        String exploited = rs.getString("exploited_cves");
        return new Release(rs.getString("id"), rs.getString("name"), rs.getString("display_name"),
                rs.getTimestamp("published_at").toInstant(), rs.getString("classification"), rs.getString("cadence"),
                rs.getString("max_severity"), rs.getObject("max_base_score") == null ? null : rs.getDouble("max_base_score"),
                exploited.isEmpty() ? List.of() : Arrays.asList(exploited.split(",")), revisions);
    }

    private static Revision revision(ResultSet rs) throws SQLException {
        return new Revision(rs.getString("product"), ProductLine.valueOf(rs.getString("line")), rs.getString("version"), rs.getInt("build"),
                rs.getInt("ubr"), rs.getString("kb"), HotpatchFlag.valueOf(rs.getString("hotpatch")));
    }
}
