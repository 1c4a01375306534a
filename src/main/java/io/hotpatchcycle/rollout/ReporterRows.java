package io.hotpatchcycle.rollout;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Whom a reading of who reports is about: before and after the opening the same devices, those that are active and controlled by the plan, not exempted
 * since, and still in Intune. Who joined later counts as little as who left for good.
 */
final class ReporterRows {

    /** Who is planned is followed from the opening on: the plan itself is kept in large parts, which no page of a report should have unpacked. */
    private static final String PLANNED = "select device_id from hotpatch.plan_device where cycle_id = ? and ring = ? and controlled and population = 'ACTIVE'";
    private static final String FOLLOWED = "select device_id from hotpatch.progress where cycle_id = ? and ring = ? and counted";

    private final JdbcTemplate jdbc;
    private final String cycleId;
    private final String ring;
    private final Timestamp now;
    private final String members;
    private int reporting;

    /** Asks once whether the ring is followed already. */
    ReporterRows(JdbcTemplate jdbc, String cycleId, String ring, Instant now) {
        this.jdbc = jdbc;
        this.cycleId = cycleId;
        this.ring = ring;
        this.now = Timestamp.from(now);
        boolean followed = Boolean.TRUE.equals(jdbc.queryForObject("select exists (select 1 from hotpatch.progress where cycle_id = ? and ring = ?)", Boolean.class,
                cycleId, ring));
        this.members = " hotpatch.device d join (" + (followed ? FOLLOWED : PLANNED) + ") m on m.device_id = d.id and not d.gone and not d.retired "
                + "and d.object_id not in (select object_id from hotpatch.exempted(?))";
    }

    /** Counts those that a page of the install report names. */
    void add(List<InstallReports.Install> page) {
        reporting += jdbc.queryForObject("select count(*) from (select distinct id from unnest(?::text[]) t (id)) named join (select d.id from" + members
                + ") m on m.id = named.id", Integer.class, page.stream().map(InstallReports.Install::deviceId).toArray(String[]::new), cycleId, ring, now);
    }

    /** Keeps how many members the ring's policy's install report listed, and of how many. */
    void keep() {
        jdbc.update("insert into hotpatch.enrolment (cycle_id, ring, measured_at, reporting, members) values (?, ?, ?, ?, (select count(*) from" + members
                + ")) on conflict do nothing", cycleId, ring, now, reporting, cycleId, ring, now);
    }
}
