package io.hotpatchcycle.ring;

import io.hotpatchcycle.fleet.BinaryRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of a cycle's plan, all of it set-based. */
public final class PlanRows {

    /**
     * What is true of a device beside its facts, in one number: 1024 x claiming ring (0 is none) + 256 x enrolment (1 not enrolled, 2 failed)
     * + 128 where not one update ring alone reaches it + 64 where another policy that reaches it forbids hotpatch + 32 where groups of two units hold it + 16 where it is exempted
     * + 4 x population (0 active, 1 stale, 2 retired, 3 duplicate) + 2 where it has no Entra object + 1 where another policy reaches it.
     */
    private static final String CODE = """
            case when d.duplicate then 12 when d.retired then 8 else case when d.last_check_in >= timestamptz '%s' then 0 else 4 end
                    + 1024 * coalesce(r.ring, ('{%s}'::int[])[width_bucket(d.bucket::int, '{%s}'::int[])], 0) end
                + case when d.object_id is null then 2 else 0 end + coalesce(r.foreign_policy, 0)
                + 16 * coalesce(r.exempt, 0) + 32 * coalesce(r.several, 0) + 64 * coalesce(r.forbidden, 0) + 256 * coalesce(r.enrolment, 0)
                + case when r.clash <> 0 then 128 * (r.clash >> coalesce(r.ring, ('{%s}'::int[])[width_bucket(d.bucket::int, '{%s}'::int[])], 0) & 1)::int else 0 end
            """;

    /** What reaches a device: the group of a ring, other policies, exemptions. Most fleets have little of it, many nothing. */
    private static final String REACHED = """
            (select object_id, min(ring) as ring, max(foreign_policy) as foreign_policy, max(exempt) as exempt, max(several) as several,
                    max(forbidden) as forbidden, max(enrolment) as enrolment, bit_or(clash) as clash from (
                select object_id, ring, 0 as foreign_policy, 0 as exempt, (units > 1)::int as several, 0 as forbidden, 0 as enrolment, 0::bigint as clash
                    from hotpatch.ring_claim
                union all select object_id, null, 1, 0, 0, (hotpatch is false)::int, 0, 0 from hotpatch.foreign_policy_member where not spared and %1$s
                union all select object_id, null, 0, 0, 0, 0, 0, rings from hotpatch.update_ring_clash where %1$s
                union all select object_id, null, 0, 1, 0, 0, 0, 0 from hotpatch.exempted(timestamptz '%2$s')
                union all select coalesce(m.object_id, t.entra_id), null, 0, 0, 0, 0, case when t.errors <> '' then 2 else 1 end, 0 from hotpatch.update_enrolment t
                    left join hotpatch.entra_device m on m.device_id = t.entra_id where t.errors <> '' or t.state in ('NOT_ENROLLED', 'UNENROLLING')) found
                group by object_id) r on r.object_id = d.object_id
            """;

    private static final String NOT_REACHED = "(select null::int as ring, 0 as foreign_policy, 0 as exempt, 0 as several, 0 as forbidden, 0 as enrolment, 0::bigint as clash) r on true";

    private static final String CLASS = "hashint8extended(d.facts, %d * 4294967296 + %s)";

    private static final String MEMBERS = "copy (select d.no, %s, d.last_check_in, d.object_id from hotpatch.device d left join %s where not d.gone) to stdout (format binary)";

    /** One device speaks for its class. Devices that another policy or unit reaches too are not controlled: our gate alone does not hold them. */
    private static final String CLASSES = """
            insert into hotpatch.plan_class (class, cycle_id, devices, population, line, build, ubr, edition, cpu, chpe, join_type, management,
                licence, vbs, enrolment, hotpatched_before, ring, policy, controlled, uncontrolled_why)
            select w.class, ?, w.devices, (array['ACTIVE', 'STALE', 'RETIRED', 'DUPLICATE'])[1 + w.code / 4 %% 4], w.line, w.build, w.ubr, w.edition,
                w.cpu, w.chpe, w.join_type, w.management, w.licence, w.vbs, (array['NOTHING_AGAINST', 'NOT_ENROLLED', 'FAILED'])[1 + w.code / 256 %% 4],
                w.hotpatched_at is not null, g.ring,
                case when w.code / 64 %% 2 = 1 then 'FOREIGN_BLOCKED' when w.code %% 2 = 1 then 'FOREIGN' when g.ring is null then w.without
                    when w.code / 32 %% 2 = 1 then 'MULTIPLE' else 'UNIT' end,
                w.code %% 2 = 0 and w.code / 32 %% 2 = 0 and w.code / 128 %% 2 = 0 and g.ring is not null,
                case when y.why = 'EXEMPTED' then y.why when w.code %% 2 = 1 then 'FOREIGN_POLICY' when g.ring is null then coalesce(y.why, 'NO_RING')
                    when w.code / 32 %% 2 = 1 then 'TWO_UNITS' when w.code / 128 %% 2 = 1 then 'NOT_ONE_UPDATE_RING' end
            from (
                select k.class, k.devices, d.*, %s as code,
                    coalesce((select case when hotpatch then 'NONE_ALLOWED' when not hotpatch then 'NONE_BLOCKED' end from hotpatch.tenant_default), 'NONE')
                        as without
                from unnest(?::bigint[], ?::int[], ?::bigint[]) k (class, devices, example)
                join lateral (select * from hotpatch.device where no = k.example offset 0) d on true left join %s where %s = k.class offset 0) w
            left join (select distinct v.line, v.build from hotpatch.revision v join hotpatch.cycle c on c.release_id = v.release_id
                where c.id = ?) v on v.line = w.line and v.build = w.build
            cross join lateral (select (?::text[])[w.code / 1024] as ring) f
            cross join lateral (select case when w.code / 4 %% 4 = 2 then 'RETIRED' when w.code / 4 %% 4 = 3 then 'DUPLICATE'
                when w.code / 16 %% 2 = 1 or f.ring in (select ring from hotpatch.exempted_ring(?)) then 'EXEMPTED'
                when w.code / 2 %% 2 = 1 then 'NO_ENTRA_OBJECT' when v.build is null then 'NO_REVISION_FOR_BUILD' end as why) y
            cross join lateral (select case when y.why is null then f.ring end as ring) g
            """;

    private final JdbcTemplate jdbc;

    public PlanRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Rows of who came after a plan was drawn. */
    LateRows late() {
        return new LateRows(jdbc);
    }

    /** Rows of what the tenant had when a snapshot was taken. */
    TenantRows staged() {
        return new TenantRows(jdbc);
    }

    /** Rows of what claims devices before a plan is drawn. */
    ClaimRows claims() {
        return new ClaimRows(jdbc);
    }

    /** Groups of exemptions that are asked for or granted, by exemption. */
    Map<Long, String> exemptGroups() {
        Map<Long, String> found = new TreeMap<>();
        jdbc.query("select id, target from hotpatch.exemption where scope = 'GROUP' and state in ('REQUESTED', 'GRANTED')",
                rs -> {
                    found.put(rs.getLong(1), rs.getString(2));
                });
        return found;
    }

    /** Keeps since when the group of an exemption is gone. @param at null while it is there. @return whether that is new */
    boolean exemptGroupGone(long exemption, Instant at) {
        return jdbc.update("update hotpatch.exemption set group_gone_at = ? where id = ? and (group_gone_at is null) <> (?::timestamptz is null)",
                at == null ? null : Timestamp.from(at), exemption, at == null ? null : Timestamp.from(at)) > 0;
    }

    /** Exemptions asked for or granted whose group is gone, with what is to be told. */
    Map<Long, String> exemptGroupsGone() {
        Map<Long, String> found = new TreeMap<>();
        jdbc.query("select e.id, e.target, (select count(*) from hotpatch.exempt_member m where m.exemption = e.id) from hotpatch.exemption e "
                + "where e.scope = 'GROUP' and e.state in ('REQUESTED', 'GRANTED') and e.group_gone_at is not null", rs -> {
            found.put(rs.getLong(1), "Group " + rs.getString(2) + " of exception " + rs.getLong(1) + " is gone from Entra. The " + rs.getInt(3)
                    + " devices that were in it when it was last read stay exempted until the exception ends. Restore the group, or ask for an exception of these "
                    + "devices by other means.");
        });
        return found;
    }

    /** Whether any exemption is granted, in force or not. */
    boolean anyExempted() {
        return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select from hotpatch.exemption where state = 'GRANTED' and scope <> 'FREEZE')",
                Boolean.class));
    }

    int exemptedAmong(List<String> objectIds, Instant now) {
        return jdbc.queryForObject("select count(*) from hotpatch.exempted(?) where object_id = any(?::text[])", Integer.class, Timestamp.from(now),
                objectIds.toArray(String[]::new));
    }

    void forgetExempt(long exemption) {
        jdbc.update("delete from hotpatch.exempt_member where exemption = ?", exemption);
    }

    void exempt(long exemption, List<String> objectIds) {
        jdbc.update("insert into hotpatch.exempt_member (exemption, object_id) select ?, unnest(?::text[]) on conflict do nothing", exemption,
                objectIds.toArray(String[]::new));
    }

    /** A ring's share of the hash: buckets from {@code from} on. {@code ring} counts from 1 in ring order. */
    record Share(int ring, int from) {
    }

    /**
     * Freezes every device for the cycle with the class it belongs to: facts, population, what reaches it and the ring that claims it. All
     * that is decided later is decided of classes. The database reads the fleet with as many processes as it may; see {@link DrawnPlan}.
     *
     * @param ignoringOthers as if policies of others reached nobody
     */
    void draw(String cycleId, Instant staleBefore, Instant now, List<String> rings, List<Share> shares, boolean ignoringOthers) {
        Integer cycle = jdbc.queryForObject("select no from hotpatch.cycle where id = ?", Integer.class, cycleId);
        jdbc.update("delete from hotpatch.plan_part where cycle = ?", cycle);
        jdbc.update("delete from hotpatch.plan_class where cycle_id = ?", cycleId);
        Reach reach = reach(staleBefore, now, shares, ignoringOthers);
        String reached = reach.reached();
        String code = reach.code();
        String classOf = String.format(CLASS, cycle, code);
        DrawnPlan drawn = new DrawnPlan();
        jdbc.execute("set local work_mem = '64MB'");
        jdbc.execute((ConnectionCallback<Void>) connection -> {
            read(connection, String.format(MEMBERS, classOf, reached), drawn);
            BinaryRows.into(connection, "hotpatch.plan_part " + PlanPart.COLUMNS, rows -> drawn.write(cycle, rows));
            return null;
        });
        List<DrawnPlan.Drawn> classes = List.copyOf(drawn.classes());
        int kept = jdbc.update(String.format(CLASSES, code, reached, classOf), cycleId, column(classes, Long[]::new, DrawnPlan.Drawn::number),
                column(classes, Integer[]::new, DrawnPlan.Drawn::devices), column(classes, Long[]::new, DrawnPlan.Drawn::example), cycleId,
                rings.toArray(String[]::new), Timestamp.from(now));
        if (kept != classes.size()) {
            throw new IllegalStateException("Facts of devices changed while the plan of cycle " + cycleId + " was drawn. Nothing of it is kept: draw it again.");
        }
        jdbc.execute("select hotpatch.learn_plan()");
    }

    /** What reaches devices and which ring claims them, as SQL. @param code see {@link #CODE} @param reached to be joined to devices */
    record Reach(String code, String reached) {
    }

    private Reach reach(Instant staleBefore, Instant now, List<Share> shares, boolean ignoringOthers) {
        String reached = jdbc.queryForObject("select exists (select from hotpatch.ring_claim) or exists (select from hotpatch.foreign_policy_member where not ?)"
                + " or exists (select from hotpatch.update_ring_clash where not ?)"
                + " or exists (select from hotpatch.exemption where state = 'GRANTED')"
                + " or exists (select from hotpatch.update_enrolment where errors <> '' or state in ('NOT_ENROLLED', 'UNENROLLING'))", Boolean.class, ignoringOthers, ignoringOthers)
                ? String.format(REACHED, !ignoringOthers, now) : NOT_REACHED;
        return new Reach(String.format(CODE, staleBefore, list(shares, Share::ring), list(shares, Share::from), list(shares, Share::ring), list(shares, Share::from)), reached);
    }

    /** As the last plan found it: the groups of rings are not read for this, and no share moves. */
    Reach reach(Instant staleBefore, Instant now, List<RingSettings> settings, boolean ignoringOthers, ClaimRows claims) {
        List<String> names = settings.stream().map(RingSettings::name).toList();
        return reach(staleBefore, now, claims.lastShares().stream().filter(range -> names.contains(range.ring()))
                .map(range -> new Share(names.indexOf(range.ring()) + 1, range.from())).toList(), ignoringOthers);
    }

    private static void read(Connection connection, String copy, DrawnPlan drawn) throws SQLException {
        CopyOut out = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copy);
        try {
            for (byte[] message = out.readFromCopy(); message != null; message = out.readFromCopy()) {
                drawn.take(message);
            }
        } finally {
            if (out.isActive()) {
                out.cancelCopy();
            }
        }
    }

    static String list(List<Share> shares, ToIntFunction<Share> number) {
        return shares.stream().mapToInt(number).mapToObj(Integer::toString).collect(Collectors.joining(","));
    }

    private static <T> T[] column(List<DrawnPlan.Drawn> classes, IntFunction<T[]> array, Function<DrawnPlan.Drawn, T> value) {
        return classes.stream().map(value).toArray(array);
    }

    /**
     * A device gets the hotpatch when it is eligible and its own build has one. Unknown eligibility is planned as a
     * restart: the pessimistic side.
     */
    void decideTracks(String cycleId, boolean withoutRestart) {
        jdbc.update("""
                update hotpatch.plan_class p set track = case when t.hotpatch then 'HOTPATCH' when p.ring is null then 'NONE' else 'LCU' end,
                    restart_expected = p.ring is not null and not (t.hotpatch and coalesce(p.build_class = 'CURRENT', false))
                from hotpatch.plan_class same cross join lateral (
                    select coalesce(same.ring is not null and ? and same.eligibility = 'ELIGIBLE' and same.build in (
                        select v.build from hotpatch.revision v join hotpatch.cycle c on c.release_id = v.release_id
                        where c.id = ? and v.line = 'WINDOWS_11' and v.hotpatch = 'YES'), false) as hotpatch) t
                where p.cycle_id = ? and same.class = p.class
                """, withoutRestart, cycleId, cycleId);
    }

    PlanCounts counts(String cycleId) {
        return jdbc.queryForObject("""
                select sum(devices) filter (where population <> 'DUPLICATE'), sum(devices) filter (where active),
                    sum(devices) filter (where population = 'STALE'), sum(devices) filter (where population = 'RETIRED'), sum(devices) filter (where active and controlled),
                    sum(devices) filter (where active and not controlled),
                    sum(devices) filter (where active and eligibility = 'ELIGIBLE'),
                    sum(devices) filter (where active and eligibility = 'NOT_ELIGIBLE'),
                    sum(devices) filter (where active and coalesce(eligibility, 'UNKNOWN') = 'UNKNOWN'),
                    sum(devices) filter (where active and controlled and track = 'HOTPATCH'),
                    sum(devices) filter (where active and controlled and track = 'LCU'),
                    sum(devices) filter (where active and controlled and build_class = 'BEHIND'),
                    sum(devices) filter (where active and controlled and restart_expected),
                    sum(devices) filter (where active and uncontrolled_why = 'EXEMPTED'),
                    sum(devices) filter (where active and controlled and eligibility = 'ELIGIBLE' and build_class = 'CURRENT' and track = 'LCU')
                from (select *, population = 'ACTIVE' as active from hotpatch.plan_class where cycle_id = ?) p
                """, (rs, n) -> new PlanCounts(rs.getInt(1), rs.getInt(2), rs.getInt(3), rs.getInt(4), rs.getInt(5),
                        rs.getInt(6), rs.getInt(7), rs.getInt(8), rs.getInt(9), rs.getInt(10), rs.getInt(11), rs.getInt(12),
                        rs.getInt(13), rs.getInt(14), rs.getInt(15)), cycleId);
    }

    String hash(String cycleId) {
        return jdbc.queryForObject("select hotpatch.plan_hash(?)", String.class, cycleId);
    }
}
