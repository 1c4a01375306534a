package io.hotpatchcycle.rollout;

import io.hotpatchcycle.audit.EventRows;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.cycle.CycleRows;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.fleet.DeviceDirectory;
import io.hotpatchcycle.fleet.DeviceRows;
import io.hotpatchcycle.fleet.Fleet;
import io.hotpatchcycle.freeze.FreezeRows;
import io.hotpatchcycle.freeze.FreezeSource;
import io.hotpatchcycle.freeze.Freezes;
import io.hotpatchcycle.ring.PlanRows;
import io.hotpatchcycle.ring.RingRows;
import io.hotpatchcycle.ring.RingSettings;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.TenantPolicies;
import io.hotpatchcycle.ring.UnitRows;
import io.hotpatchcycle.testing.TestDatabase;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The rollout package on a real database and a scripted gate, with one approved cycle of two ready rings. */
public final class RolloutFixture implements AutoCloseable {

    public static final String CYCLE = "2026.08-B";
    static final String ITEM = "item";

    final TestDatabase database = TestDatabase.fresh();
    public final JdbcTemplate jdbc = new JdbcTemplate(database.app());
    public final MovableClock business = new MovableClock();
    public final MovableClock wall = new MovableClock();
    final ScriptedGate gate = new ScriptedGate();
    final LedgerRows ledgerRows = new LedgerRows(jdbc);
    final ShortTransactions transactions = transactions();
    final Ledger ledger = new Ledger(ledgerRows, transactions, business, wall);
    /** What the install report says of every policy, settable. */
    final List<InstallReports.Install> reported = new CopyOnWriteArrayList<>();
    /** Why no install report is made; null when they are, settable. */
    volatile String reportsRefused;
    final InstallReports reports = policy -> pages -> {
        if (reportsRefused != null) {
            throw new IllegalStateException(reportsRefused);
        }
        pages.accept(List.copyOf(reported));
    };
    public final Freezes freezes;
    public final StopCounts stops;
    public final Rollouts rollouts;
    final ScriptedExpedites expediteActions = new ScriptedExpedites();
    final Expedites expedites;
    public final Rings rings;
    final TenantPolicies tenant;
    public final Trail trail;
    public final Cycles cycles;

    public RolloutFixture() {
        this(Mode.CONTROL);
    }

    RolloutFixture(Mode mode) {
        this(mode, List.of("pilot", "early"));
    }

    /** With these rings, one unit each. One is suspended at a time, so that a seed repeats its history. */
    RolloutFixture(Mode mode, List<String> names) {
        this(mode, names, 1);
    }

    RolloutFixture(Mode mode, List<String> names, int atOnce) {
        trail = new Trail(new EventRows(jdbc), business, wall);
        rings = new Rings(names.stream().map(name -> ring(name, 100 / names.size())).toList(), new PlanRows(jdbc), new RingRows(jdbc), new UnitRows(jdbc),
                tenant = new Tenant(names, gate), trail, business);
        Fleet fleet = new Fleet(new DeviceRows(jdbc), unchangedDevices(), business);
        freezes = freezes();
        rollouts = new Rollouts(rings, fleet, new Rollouts.Tenant(gate, reports), new Rollouts.Storage(ledgerRows,
                new GuardRows(jdbc), new CanaryRows(jdbc, "sandbox"), new ObservedRows(jdbc), new ProgressRows(jdbc), new MemberRows(jdbc), transactions), freezes, mode, trail, business, wall, atOnce);
        stops = new StopCounts(new StopRows(jdbc), rollouts, rings, reports, Duration.ofHours(48), business);
        expedites = new Expedites(new ExpediteRows(jdbc), rollouts, expediteActions, rings, mode, trail, business);
        cycles = new Cycles(new CycleRows(jdbc), rings, rollouts, expedites, stops, trail, business);
        jdbc.update("insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence, first_seen_at, fingerprint) "
                + "values ('r', ?, '2026.08 B', 'August', ?, 'security', 'monthly', ?, '')", CYCLE, now(), now());
        jdbc.update("insert into hotpatch.cycle (id, release_id, state, kind, catalog_item, plan_hash, created_at) "
                + "values (?, 'r', 'ROLLING_OUT', 'HOTPATCH', ?, 'plan', ?)", CYCLE, ITEM, now());
        IntStream.range(0, names.size()).forEach(i -> ring(i + 1, names.get(i)));
        rings.readUnits();
        approve("APPROVE", "plan", Duration.ofDays(60));
        new CanaryRows(jdbc, "sandbox").declare(CanaryProof.Outcome.GATING, "as scripted", business.instant());
    }

    /** Connections that may change what the running program may not. */
    public javax.sql.DataSource owner() {
        return database.owner();
    }

    /** The freezes of these entries, in force. */
    public Freezes freezes(FreezeSource.Entry... entries) {
        Freezes configured = new Freezes(IntStream.range(0, entries.length).mapToObj(i -> FreezeSource.of("hotpatch.freeze[" + i + "]", entries[i]))
                .toList(), new FreezeRows(jdbc), work -> transactions.run(() -> {
                    work.run();
                    return null;
                }), trail, business);
        configured.configure();
        return configured;
    }

    private static RingSettings ring(String name, int share) {
        return new RingSettings(name, null, BigDecimal.valueOf(share), null, null);
    }

    private void ring(int ordinal, String name) {
        jdbc.update("insert into hotpatch.ring (cycle_id, name, ordinal, state, devices, controlled, hotpatch, lcu, restarts) "
                + "values (?, ?, ?, 'PLANNED', 10, 10, 10, 0, 0)", CYCLE, name, ordinal);
    }

    public Timestamp now() {
        return Timestamp.from(business.instant());
    }

    /** Stores a decided question about the change. */
    void approve(String decision, String planHash, Duration validFor) {
        jdbc.update("insert into hotpatch.approval (cycle_id, subject, task_id, plan_hash, shown, shown_hash, asked, requested_at, decision, "
                + "decided_by, decided_at, expires_at) values (?, 'CHANGE', gen_random_uuid()::text, ?, '{}', '', 'change-managers', ?, ?, "
                + "'change.manager', ?, ?)", CYCLE, planHash, now(), decision, now(), Timestamp.from(business.instant().plus(validFor)));
    }

    OpenResult open(String ring) {
        return inEngineTransaction(() -> rollouts.open(CYCLE, ring, ITEM));
    }

    /** Delegates run in the engine's transaction, which commits when they return. */
    public <T> T inEngineTransaction(Supplier<T> work) {
        return new TransactionTemplate(new DataSourceTransactionManager(database.app())).execute(status -> work.get());
    }

    private ShortTransactions transactions() {
        TransactionTemplate own = new TransactionTemplate(new DataSourceTransactionManager(database.app()));
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        return new ShortTransactions() {
            @Override
            public <T> T run(Supplier<T> work) {
                return own.execute(status -> work.get());
            }
        };
    }

    /** No device ever checks in again. */
    private static DeviceDirectory unchangedDevices() {
        DeviceDirectory unused = unused(DeviceDirectory.class);
        return (DeviceDirectory) Proxy.newProxyInstance(DeviceDirectory.class.getClassLoader(), new Class<?>[] {DeviceDirectory.class},
                (proxy, method, arguments) -> "readLevels".equals(method.getName()) ? null : method.invoke(unused, arguments));
    }

    @SuppressWarnings("unchecked")
    private static <T> T unused(Class<T> port) {
        return (T) Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
            throw new AssertionError(port.getSimpleName() + "." + method.getName() + " is not expected here");
        });
    }

    /** Somebody decides that the stop in force ends, and it does. */
    public void resume(String person) {
        Timestamp now = Timestamp.from(business.instant());
        jdbc.update("insert into hotpatch.approval (cycle_id, subject, task_id, plan_hash, shown, shown_hash, asked, requested_at, decision, decided_by, decided_at) "
                + "values (?, 'STOP', ?, '', '{}', '', 'change-managers', ?, 'RESUME', ?, ?)", CYCLE, "stop " + java.util.UUID.randomUUID(), now, person, now);
        cycles.liftHalt(CYCLE);
    }

    @Override
    public void close() {
        database.close();
    }

    /** Each unit has its group, one update ring and one policy, all in order. */
    private record Tenant(List<String> units, ScriptedGate gate) implements TenantPolicies {

        @Override
        public Optional<Group> findGroup(String groupIdOrNull, String unit) {
            return Optional.of(new Group("group of " + unit, unit, true, false));
        }

        @Override
        public List<UpdateRing> readUpdateRings() {
            return List.of(new UpdateRing("u", "everybody", 0, 2, 1, false, null, Set.of(), true));
        }

        @Override
        public Optional<Boolean> hotpatchByDefault() {
            return Optional.empty();
        }

        @Override
        public List<UpdatePolicy> readPolicies() {
            return units.stream().filter(u -> gate.policyOf(u) != null)
                    .map(u -> new UpdatePolicy(gate.policyOf(u), u, u, true, true, Set.of("group of " + u))).toList();
        }

        @Override
        public List<ExpeditePolicy> readExpedites() {
            return List.of();
        }

        @Override
        public boolean readMembers(String groupId, Consumer<List<String>> pages) {
            pages.accept(List.of());
            return true;
        }
    }
}
