package io.hotpatchcycle.faults;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.audit.EventRows;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.fleet.DeviceRows;
import io.hotpatchcycle.fleet.Fleet;
import io.hotpatchcycle.freeze.FreezeRows;
import io.hotpatchcycle.freeze.Freezes;
import io.hotpatchcycle.graph.GraphTenant;
import io.hotpatchcycle.release.DeployableItem;
import io.hotpatchcycle.restart.RestartRows;
import io.hotpatchcycle.restart.Restarts;
import io.hotpatchcycle.ring.PlanRows;
import io.hotpatchcycle.ring.RingRows;
import io.hotpatchcycle.ring.RingSettings;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.UnitRows;

import io.hotpatchcycle.rollout.CanaryProof;
import io.hotpatchcycle.rollout.CanaryProofs;
import io.hotpatchcycle.rollout.CanaryRows;
import io.hotpatchcycle.rollout.ExpediteRows;
import io.hotpatchcycle.rollout.Expedites;
import io.hotpatchcycle.rollout.GraphAnswer;
import io.hotpatchcycle.rollout.GuardRows;
import io.hotpatchcycle.rollout.LedgerRows;
import io.hotpatchcycle.rollout.MemberRows;
import io.hotpatchcycle.rollout.Mode;
import io.hotpatchcycle.rollout.MovableClock;
import io.hotpatchcycle.rollout.ObservedRows;
import io.hotpatchcycle.rollout.OpenResult;
import io.hotpatchcycle.rollout.ProgressRows;
import io.hotpatchcycle.rollout.RingGate;
import io.hotpatchcycle.rollout.RollBackActions;
import io.hotpatchcycle.rollout.RollBackActions.UpdateRingState;
import io.hotpatchcycle.rollout.Rollouts;
import io.hotpatchcycle.rollout.ShortTransactions;
import io.hotpatchcycle.rollout.Write;
import io.hotpatchcycle.testing.TestDatabase;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** One approved cycle of one ring on a real database, before a tenant of its own: what every write needs to be allowed. */
final class Bench implements AutoCloseable {

    static final String RING = "pilot";
    /** More than one call of members, and some that wait for a restart. */
    private static final int MEMBERS = 24;
    private static final int RESTARTS = 5;
    /** Removed in one call. */
    private static final int SURPLUS = 2;
    private static final Duration BETWEEN_POLLS = Duration.ofMinutes(6);

    final Playground at;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate engine;
    private final MovableClock wall = new MovableClock(Instant.parse("2026-08-20T08:00:00Z"));
    private final String cycle = "cycle-" + UUID.randomUUID();
    private final String item;
    private final Rings rings;
    private final Rollouts rollouts;
    private final Restarts restarts;
    private final Expedites expedites;
    private final RingGate gate;
    private final RollBackActions rollBack;
    private final String updateRing;

    Bench(TestDatabase database, Disturbance disturbance) {
        at = new Playground(40);
        jdbc = new JdbcTemplate(database.app());
        engine = new TransactionTemplate(new DataSourceTransactionManager(database.app()));
        GraphTenant graph = at.graph(disturbance);
        gate = graph.ringGate();
        rollBack = graph.rollBack();
        GraphTenant calm = at.graph(Disturbance.FAILED);
        updateRing = calm.policies().readUpdateRings().get(0).id();
        Clock business = at.clock();
        Trail trail = new Trail(new EventRows(jdbc), business, wall);
        ShortTransactions transactions = transactions(database);
        rings = new Rings(List.of(new RingSettings(RING, null, BigDecimal.valueOf(100), null, null)), new PlanRows(jdbc), new RingRows(jdbc),
                new UnitRows(jdbc), graph.policies(), trail, business);
        Freezes freezes = new Freezes(List.of(), new FreezeRows(jdbc), work -> transactions.run(() -> {
            work.run();
            return null;
        }), trail, business);
        freezes.configure();
        rollouts = new Rollouts(rings, new Fleet(new DeviceRows(jdbc), graph.devices(), business), new Rollouts.Tenant(graph.ringGate(), graph.reports()),
                new Rollouts.Storage(new LedgerRows(jdbc), new GuardRows(jdbc), new CanaryRows(jdbc, "sandbox"), new ObservedRows(jdbc), new ProgressRows(jdbc), new MemberRows(jdbc), transactions),
                freezes, Mode.CONTROL, trail, business, wall);
        restarts = new Restarts(new RestartRows(jdbc), rollouts, rings, graph.restarts(), trail, business);
        expedites = new Expedites(new ExpediteRows(jdbc), rollouts, graph.expedites(), rings, Mode.CONTROL, trail, business);
        item = calm.catalog().readDeployableItems().stream().max(Comparator.comparing(DeployableItem::publishedAt)).orElseThrow().id();
        new CanaryProofs(new CanaryRows(jdbc, "sandbox"), trail, business).declare(CanaryProof.Outcome.GATING, "as furnished");
        store(calm, Timestamp.from(business.instant()));
    }

    private ShortTransactions transactions(TestDatabase database) {
        TransactionTemplate own = new TransactionTemplate(new DataSourceTransactionManager(database.app()));
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        return new ShortTransactions() {
            @Override
            public <T> T run(Supplier<T> work) {
                return own.execute(status -> work.get());
            }
        };
    }

    private void store(GraphTenant calm, Timestamp now) {
        Timestamp later = Timestamp.from(now.toInstant().plus(Duration.ofDays(60)));
        jdbc.update("delete from hotpatch.unit");
        jdbc.update("insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence, first_seen_at, fingerprint) "
                + "values (?, ?, ?, 'August', ?, 'security', 'monthly', ?, '')", cycle, cycle, cycle, now, now);
        jdbc.update("insert into hotpatch.cycle (id, release_id, state, kind, catalog_item, plan_hash, created_at) "
                + "values (?, ?, 'ROLLING_OUT', 'BASELINE', ?, 'plan', ?)", cycle, cycle, item, now);
        jdbc.update("insert into hotpatch.ring (cycle_id, name, ordinal, state, devices, controlled, hotpatch, lcu, restarts) "
                + "values (?, ?, 1, 'PLANNED', ?, ?, 0, ?, ?)", cycle, RING, MEMBERS, MEMBERS, MEMBERS, RESTARTS);
        jdbc.update("insert into hotpatch.approval (cycle_id, subject, task_id, plan_hash, shown, shown_hash, asked, requested_at, decision, "
                + "decided_by, decided_at, expires_at) values (?, 'CHANGE', ?, 'plan', '{}', '', 'change-managers', ?, 'APPROVE', 'change.manager', ?, ?)",
                cycle, cycle, now, now, later);
        String release = calm.expedites().release(item).orElseThrow();
        jdbc.update("update hotpatch.cycle set change_type = 'EMERGENCY' where id = ?", cycle);
        jdbc.update("update hotpatch.approval set shown = ? where cycle_id = ?", "{\"expedite\":{\"release\":\"" + release + "\",\"days\":1}}", cycle);
        jdbc.update("insert into hotpatch.emergency_request (cycle_id, reason, requested_by, requested_at, expedite_days, expedite_release) "
                + "values (?, 'attacked', 'release.manager', ?, 1, ?)", cycle, now, release);
        jdbc.update("insert into hotpatch.restart_window (cycle_id, ring, number, starts_at, ends_at, state, devices) values (?, ?, 1, ?, ?, 'AGREED', ?)",
                cycle, RING, Timestamp.from(now.toInstant().minus(Duration.ofHours(1))), later, RESTARTS);
        jdbc.update("insert into hotpatch.plan_class (class, cycle_id, devices, population, line, edition, cpu, chpe, join_type, management, licence, "
                + "vbs, policy, ring, controlled, track, restart_expected) values ((select coalesce(max(class), 0) + 1 from hotpatch.plan_class), ?, ?, "
                + "'ACTIVE', 'WINDOWS_11', '', '', '', '', '', '', '', 'UNIT', ?, true, 'LCU', true)", cycle, MEMBERS, RING);
        Map<String, String> objects = new TreeMap<>();
        calm.devices().readObjectIds(objects::put);
        List<String[]> devices = new ArrayList<>();
        calm.devices().readDevices(page -> page.stream().filter(d -> objects.containsKey(d.entraDeviceId()))
                .forEach(d -> devices.add(new String[] {d.id(), objects.get(d.entraDeviceId())})));
        List<String[]> planned = devices.subList(0, MEMBERS);
        planned.forEach(d -> member(d[0], d[1], now));
        planned.subList(0, RESTARTS).forEach(d -> jdbc.update("insert into hotpatch.progress (cycle_id, device_id, ring, waits_for_restart, "
                + "waits_seen_at) values (?, ?, ?, true, ?)", cycle, d[0], RING, now));
        String group = calm.policies().findGroup(null, RING).orElseThrow().id();
        devices.subList(MEMBERS, MEMBERS + SURPLUS).forEach(d -> at.post("/v1.0/groups/" + group + "/members/$ref", reference(d[1])));
    }

    private void member(String id, String objectId, Timestamp now) {
        jdbc.update("insert into hotpatch.device (id, object_id, name, line, edition, cpu, chpe, join_type, management, received_at) "
                + "values (?, ?, '', 'WINDOWS_11', '', '', '', '', '', ?) on conflict do nothing", id, objectId, now);
        jdbc.query("select hotpatch.plan_members(c.no, array[d.no], array[p.class], null, array[d.object_id]) from hotpatch.plan_class p, hotpatch.cycle c, "
                + "hotpatch.device d where p.cycle_id = c.id and c.id = ? and d.id = ?", rs -> { }, cycle, id);
    }

    private static ObjectNode reference(String objectId) {
        return Playground.JSON.createObjectNode().put("@odata.id", "directoryObjects/" + objectId);
    }

    /** One step towards the policy and its members; true when nothing is left to do. */
    boolean prepare() {
        return committed(() -> {
            rings.readUnits();
            return rollouts.prepareUnits(cycle) && rings.unit(RING).problem().isEmpty() && rings.unit(RING).policyId() != null;
        });
    }

    /** One attempt at opening; true when it is open. */
    boolean open() {
        return committed(() -> rollouts.open(cycle, RING, item).outcome() == OpenResult.Outcome.OPEN);
    }

    /** One attempt at expediting the open ring, as its approver was shown; true when it is. */
    boolean expedite() {
        committed(() -> {
            expedites.expedite(cycle, RING, item);
            return true;
        });
        return expedites.standing(cycle).stream().anyMatch(s -> s.state().equals("EXPEDITED"));
    }

    /** One attempt at ending that; true when it is over. */
    boolean expediteBack() {
        return committed(() -> expedites.takeBack(cycle));
    }

    /** One wave of restarts; true when every waiting device was asked, or is left to a person. */
    boolean restart() {
        committed(() -> {
            restarts.requestRestarts(cycle, RING, Duration.ofHours(1));
            return true;
        });
        return jdbc.queryForObject("select count(*) from hotpatch.graph_write where cycle_id = ? and kind = 'RESTART' and state in ('DONE', 'AMBIGUOUS')",
                Integer.class, cycle) > 0;
    }

    /** One attempt at a stop; true when Intune says it is held. */
    boolean suspend() {
        return committed(() -> rollouts.suspend(cycle, RING, item));
    }

    /** One attempt at removing the unit's policy, as the proof of a tenant does at its end; true when it is gone. */
    boolean delete() {
        String policy = Objects.requireNonNull(rings.unit(RING).policyId());
        return write("DELETE_POLICY", "policy " + policy, () -> gate.deletePolicy(policy), () -> !gate.readPolicy(policy).exists());
    }

    /** One attempt at taking hotpatch away from the unit's policy. */
    boolean hotpatchOff() {
        String policy = Objects.requireNonNull(rings.unit(RING).policyId());
        return write("HOTPATCH_OFF", "policy " + policy, () -> rollBack.allowHotpatch(policy, false),
                () -> gate.readPolicy(policy).exists() && !gate.readPolicy(policy).hotpatchEnabled());
    }

    /** One attempt at uninstalling by the unit's update ring. */
    boolean uninstall() {
        return write("UNINSTALL", "update ring " + updateRing, () -> rollBack.uninstall(updateRing), () -> rollBack.readUpdateRing(updateRing).uninstalling());
    }

    /** One attempt at ending that. */
    boolean resume() {
        return write("RESUME", "update ring " + updateRing, () -> rollBack.resume(updateRing), () -> {
            UpdateRingState ring = rollBack.readUpdateRing(updateRing);
            return ring.exists() && !ring.uninstalling() && !ring.paused();
        });
    }

    private boolean write(String kind, String target, Supplier<GraphAnswer> send, Supplier<Boolean> there) {
        return rollouts.ledger().write(new Write(kind + ":" + cycle, kind, cycle, RING, target, "", Optional::empty, send, () -> {
            boolean present = there.get();
            return new Write.Look(present, Boolean.toString(present));
        }, true, false)).isDone();
    }

    private boolean committed(Supplier<Boolean> work) {
        return Boolean.TRUE.equals(engine.execute(status -> work.get()));
    }

    /** Time until the model looks again; a lease of a crashed call is over by then. */
    void pass() {
        at.pass(BETWEEN_POLLS);
        wall.pass(Duration.ofSeconds(31));
    }

    /** The ledger as the effects of the sandbox are compared with it. */
    ArrayNode ledger() {
        ArrayNode rows = Playground.array();
        jdbc.query("select kind, target, state from hotpatch.graph_write where cycle_id = ? order by id", rs -> {
            rows.addObject().put("kind", rs.getString(1)).put("target", rs.getString(2)).put("state", rs.getString(3));
        }, cycle);
        return rows;
    }

    @Override
    public void close() {
        at.close();
    }
}
