package io.hotpatchcycle.rollout;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of openings that were only observed. */
public final class ObservedRows {

    private final JdbcTemplate jdbc;

    public ObservedRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Notes an opening, once, with who has the release by then. */
    void record(String cycleId, String ring, String obstacle, Instant now) {
        jdbc.update("""
                insert into hotpatch.observed_opening (cycle_id, ring, at, devices, already, restarts, obstacle)
                select r.cycle_id, r.name, ?, r.controlled, (
                    select count(*) from hotpatch.plan_device p join hotpatch.device d on d.id = p.device_id
                    join (select v.build, min(v.ubr) as ubr from hotpatch.revision v join hotpatch.cycle c on c.release_id = v.release_id
                        where c.id = ? and v.line = 'WINDOWS_11' group by v.build) v on v.build = d.build and d.line = 'WINDOWS_11' and d.ubr >= v.ubr
                    where p.cycle_id = r.cycle_id and p.ring = r.name and p.controlled and p.population = 'ACTIVE'), r.restarts, ?
                from hotpatch.ring r where r.cycle_id = ? and r.name = ? on conflict do nothing
                """, Timestamp.from(now), cycleId, obstacle, cycleId, ring);
    }

    /** Whether the cycle has rings that only look opened. */
    boolean any(String cycleId) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select 1 from hotpatch.observed_opening where cycle_id = ?)", Boolean.class, cycleId));
    }

    List<ObservedOpening> list(String cycleId) {
        return jdbc.query("""
                select o.ring, o.at, o.obstacle, o.devices, o.already, r.effective, r.failed, greatest(0, o.devices - r.effective - r.failed) as pending,
                    o.restarts, (select count(*) from hotpatch.restart s where s.cycle_id = o.cycle_id and s.ring = o.ring and s.not_after is not null) as seen
                from hotpatch.observed_opening o join hotpatch.ring r on r.cycle_id = o.cycle_id and r.name = o.ring
                where o.cycle_id = ? order by r.ordinal
                """, (rs, n) -> new ObservedOpening(rs.getString("ring"), rs.getTimestamp("at").toInstant(), rs.getString("obstacle"), rs.getInt("devices"),
                        rs.getInt("already"), rs.getInt("effective"), rs.getInt("failed"), rs.getInt("pending"), rs.getInt("restarts"), rs.getInt("seen")), cycleId);
    }
}
