package io.hotpatchcycle.governance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of policies, ring rules, holds and kept packs. */
public final class GovernanceRows {

    /** The question is asked by a job of its own; after this long it was not asked, e.g. by a version that did not know it. */
    private static final Duration ASKED_WITHIN = Duration.ofDays(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcTemplate jdbc;

    public GovernanceRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** One at a time decides; others wait for the end of the transaction. */
    void lockPolicies() {
        jdbc.execute("lock table hotpatch.patch_policy in share row exclusive mode");
    }

    void lockMemberships() {
        jdbc.execute("lock table hotpatch.ring_membership in share row exclusive mode");
    }

    List<PatchPolicies.Policy> policies() {
        return jdbc.query("select * from hotpatch.patch_policy order by version desc", (rs, n) -> new PatchPolicies.Policy(rs.getInt("version"),
                rs.getString("title"), rs.getString("text"), rs.getString("sha256"), rs.getDate("valid_from").toLocalDate(),
                rs.getDate("valid_to") == null ? null : rs.getDate("valid_to").toLocalDate(),
                new PatchPolicies.Within(rs.getObject("within_days", Integer.class), rs.getObject("exploited_within_days", Integer.class),
                        dueDates(rs.getString("due_dates"))), decision(rs)));
    }

    int propose(String title, String text, String sha256, LocalDate validFrom, PatchPolicies.Within within, String person, Instant now) {
        lockPolicies();
        return jdbc.queryForObject("insert into hotpatch.patch_policy (version, title, text, sha256, valid_from, within_days, exploited_within_days, due_dates, proposed_by, "
                + "proposed_at) select coalesce(max(version), 0) + 1, ?, ?, ?, ?, ?::integer, ?::integer, ?::jsonb, ?, ? from hotpatch.patch_policy returning version", Integer.class,
                title, text, sha256, Date.valueOf(validFrom), within.days(), within.exploitedDays(), json(within.also()), person, Timestamp.from(now));
    }

    private static List<PatchPolicies.DueDate> dueDates(String json) {
        try {
            return List.of(JSON.readValue(json, PatchPolicies.DueDate[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The due dates of a patch policy cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    private static String json(List<PatchPolicies.DueDate> dates) {
        try {
            return JSON.writeValueAsString(dates);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Due dates cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    void endPolicies(LocalDate lastDay) {
        jdbc.update("update hotpatch.patch_policy set valid_to = ? where decision = 'APPROVE' and valid_to is null", Date.valueOf(lastDay));
    }

    void decidePolicy(int version, String decision, String comment, String person, Instant now) {
        jdbc.update("update hotpatch.patch_policy set decision = ?, comment = ?, decided_by = ?, decided_at = ? where version = ?",
                decision, comment, person, Timestamp.from(now), version);
    }

    List<RingMemberships.Membership> memberships() {
        return jdbc.query("select * from hotpatch.ring_membership order by id desc", (rs, n) -> new RingMemberships.Membership(rs.getLong("id"),
                rs.getString("rings"), rs.getString("sha256"), decision(rs)));
    }

    void proposeMembership(String rings, String sha256, String by, Instant now) {
        jdbc.update("insert into hotpatch.ring_membership (rings, sha256, proposed_by, proposed_at) values (?, ?, ?, ?)", rings, sha256, by, Timestamp.from(now));
    }

    void decideMembership(long id, String decision, String comment, String person, Instant now) {
        jdbc.update("update hotpatch.ring_membership set decision = ?, comment = ?, decided_by = ?, decided_at = ? where id = ?",
                decision, comment, person, Timestamp.from(now), id);
    }

    List<LegalHolds.Hold> holds() {
        return jdbc.query("select * from hotpatch.legal_hold order by id desc", (rs, n) -> new LegalHolds.Hold(rs.getLong("id"), rs.getString("cycle_id"),
                rs.getString("reason"), rs.getString("set_by"), instant(rs, "set_at"), rs.getString("lifted_by"), instant(rs, "lifted_at"),
                rs.getString("lifted_why")));
    }

    boolean cycleExists(String cycle) {
        return jdbc.queryForObject("select exists (select 1 from hotpatch.cycle where id = ?)", Boolean.class, cycle);
    }

    boolean hold(String cycle, String reason, String person, Instant now) {
        return jdbc.update("insert into hotpatch.legal_hold (cycle_id, reason, set_by, set_at) values (?, ?, ?, ?) "
                + "on conflict (cycle_id) where lifted_at is null do nothing", cycle, reason, person, Timestamp.from(now)) == 1;
    }

    boolean lift(String cycle, String why, String person, Instant now) {
        return jdbc.update("update hotpatch.legal_hold set lifted_by = ?, lifted_at = ?, lifted_why = ? where cycle_id = ? and lifted_at is null",
                person, Timestamp.from(now), why, cycle) == 1;
    }

    /** Also the question of who carries the risk of what is not deployed, asked a moment after the end, is part of the pack: what has no answer yet waits. */
    List<String> endedWithoutPack(Instant now) {
        return jdbc.queryForList("select c.id from hotpatch.cycle c where c.closed_at is not null "
                + "and not exists (select 1 from hotpatch.kept_pack k where k.cycle_id = c.id) "
                + "and not exists (select 1 from hotpatch.release_decision d where d.cycle_id = c.id and d.state = 'OPEN') "
                + "and (c.state not in ('REJECTED', 'ABANDONED') or c.closed_at < ? or exists (select 1 from hotpatch.release_decision d where d.cycle_id = c.id)) "
                + "order by c.closed_at", String.class, Timestamp.from(now.minus(ASKED_WITHIN)));
    }

    /** What people have signed about the cycle by now, as its packs are told apart by it. */
    String signed(String cycle) {
        return jdbc.queryForObject("select hotpatch.signed_of(?)", String.class, cycle);
    }

    /** Cycles whose history is still there and whose newest pack lacks what was signed since. */
    List<Retention.Owing> owing() {
        return jdbc.query("""
                select v.cycle_id, v.number + 1 as number, v.sha256 from (select distinct on (cycle_id) * from hotpatch.kept_version order by cycle_id, number desc) v
                where v.cleaned_at is null and v.signed <> hotpatch.signed_of(v.cycle_id)
                    and not exists (select from hotpatch.release_decision d where d.cycle_id = v.cycle_id and d.state = 'OPEN') order by v.cycle_id
                """, (rs, n) -> new Retention.Owing(rs.getString("cycle_id"), rs.getInt("number"), rs.getString("sha256")));
    }

    void keep(String cycle, Retention.Kept pack, String signed, Instant now) {
        jdbc.update("insert into hotpatch.kept_pack (cycle_id, file, sha256, bytes, signed, drawn_at) values (?, ?, ?, ?, ?, ?) on conflict do nothing",
                cycle, pack.file(), pack.sha256(), pack.bytes(), signed, Timestamp.from(now));
    }

    void keep(Retention.Owing owing, Retention.Kept pack, String signed, Instant now) {
        jdbc.update("insert into hotpatch.kept_supplement (cycle_id, number, predecessor, signed, file, sha256, bytes, drawn_at) values (?, ?, ?, ?, ?, ?, ?, ?) "
                + "on conflict do nothing", owing.cycle(), owing.number(), owing.predecessor(), signed, pack.file(), pack.sha256(), pack.bytes(), Timestamp.from(now));
    }

    List<Retention.KeptPack> kept() {
        return jdbc.query("select * from hotpatch.kept_version order by drawn_at desc, cycle_id, number desc", (rs, n) -> new Retention.KeptPack(rs.getString("cycle_id"),
                rs.getInt("number"), rs.getString("predecessor"), rs.getString("file"), rs.getString("sha256"), rs.getLong("bytes"), instant(rs, "drawn_at"), instant(rs, "cleaned_at")));
    }

    /** Cycles that ended before, whose pack is kept and which nobody holds. */
    List<String> cleanable(Instant endedBefore) {
        return jdbc.queryForList("select c.id from hotpatch.cycle c join hotpatch.kept_pack k on k.cycle_id = c.id "
                + "where c.closed_at < ? and k.cleaned_at is null and not exists (select 1 from hotpatch.legal_hold h where h.cycle_id = c.id and h.lifted_at is null) "
                + "and hotpatch.signed_of(c.id) = (select v.signed from hotpatch.kept_version v where v.cycle_id = c.id order by v.number desc limit 1) "
                + "order by c.closed_at", String.class, Timestamp.from(endedBefore));
    }

    void cleaned(String cycle, Instant now) {
        jdbc.update("update hotpatch.kept_pack set cleaned_at = ? where cycle_id = ?", Timestamp.from(now), cycle);
    }

    /** Cycles that ended before without having opened anything, whose pack is kept, that nobody holds, and that have a later plan. */
    List<String> thinnable(Instant endedBefore) {
        return jdbc.queryForList("""
                select c.id from hotpatch.cycle c join hotpatch.kept_pack k on k.cycle_id = c.id
                where c.closed_at < ? and c.thinned_at is null and exists (select from hotpatch.plan_part p where p.cycle = c.no)
                    and not exists (select from hotpatch.ring r where r.cycle_id = c.id and r.opened_at is not null)
                    and not exists (select from hotpatch.legal_hold h where h.cycle_id = c.id and h.lifted_at is null)
                    and exists (select from hotpatch.cycle n join hotpatch.plan_class p on p.cycle_id = n.id where n.no > c.no)
                order by c.closed_at""", String.class, Timestamp.from(endedBefore));
    }

    /** Leaves of a plan how many devices each class has. */
    void thin(String cycle, Instant now) {
        jdbc.update("delete from hotpatch.plan_part where cycle = (select no from hotpatch.cycle where id = ?)", cycle);
        jdbc.update("update hotpatch.cycle set thinned_at = ? where id = ?", Timestamp.from(now), cycle);
    }

    /** Readings that broke off, and those that no cycle refers to. */
    int forgetReadings(Instant before) {
        return jdbc.update("delete from hotpatch.snapshot s where s.taken_at < ? and not exists (select from hotpatch.cycle c where c.snapshot_id = s.id) "
                + "and s.id < (select max(id) from hotpatch.snapshot where complete)", Timestamp.from(before));
    }

    /** Takes names, owners and serial numbers from devices not seen since; not from those a held cycle planned. */
    int erasePersonal(Instant seenBefore) {
        return jdbc.update("update hotpatch.device d set name = 'erased', owner = null, serial = null where greatest(d.last_check_in, d.received_at) < ? "
                + "and (d.name <> 'erased' or d.owner is not null or d.serial is not null) and not exists (select 1 from hotpatch.legal_hold h "
                + "join hotpatch.cycle c on c.id = h.cycle_id join hotpatch.plan_member m on m.cycle = c.no and m.device = d.no where h.lifted_at is null)",
                Timestamp.from(seenBefore));
    }

    Map<String, String> announced() {
        List<Map<String, String>> found = jdbc.query("select data ->> 'historyDays' as h, data ->> 'trailDays' as t, data ->> 'personalDays' as p "
                + "from hotpatch.event where type = 'retention.set' order by id desc limit 1", (rs, n) -> Map.of("historyDays", rs.getString("h"),
                "trailDays", rs.getString("t"), "personalDays", rs.getString("p")));
        return found.isEmpty() ? Map.of() : found.get(0);
    }

    /** As told last; empty when never. */
    Map<String, String> settings() {
        Map<String, String> found = new TreeMap<>();
        jdbc.query("select s.key, s.value from (select data -> 'settings' as settings from hotpatch.event where type = ? order by id desc limit 1) e, "
                + "jsonb_each_text(e.settings) s", rs -> {
                    found.put(rs.getString("key"), rs.getString("value"));
                }, SettingsInForce.TYPE);
        return found;
    }

    static Decision decision(ResultSet rs) throws SQLException {
        return new Decision(rs.getString("proposed_by"), instant(rs, "proposed_at"), rs.getString("decision"), rs.getString("decided_by"),
                instant(rs, "decided_at"), rs.getString("comment"));
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp value = rs.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
