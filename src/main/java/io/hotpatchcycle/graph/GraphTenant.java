package io.hotpatchcycle.graph;

import io.hotpatchcycle.fleet.DeviceDirectory;
import io.hotpatchcycle.identity.GroupLookup;
import io.hotpatchcycle.release.CatalogSource;
import io.hotpatchcycle.restart.RestartActions;
import io.hotpatchcycle.ring.TenantPolicies;
import io.hotpatchcycle.rollout.ChangeEvents;
import io.hotpatchcycle.rollout.ExpediteActions;
import io.hotpatchcycle.rollout.InstallReports;
import io.hotpatchcycle.rollout.RingGate;
import io.hotpatchcycle.rollout.RollBackActions;
import io.hotpatchcycle.rollout.StartupHistory;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * One tenant, reached through Microsoft Graph: every port that the core declares to it. Face of this package. Reads
 * end complete or in {@link GraphUnavailable}; writes are one attempt each and never throw for what Graph answers.
 * Safe for use by many threads.
 */
public final class GraphTenant {

    /** Where a tenant meters us, answers of up to four seconds leave nothing of our share unused. */
    private static final int BATCHES_AT_A_TIME = 20;

    private final CatalogSource catalog;
    private final DeviceDirectory devices;
    private final TenantPolicies policies;
    private final ExpeditePolicies expedites;
    private final RingGate ringGate;
    private final RollBackActions rollBack;
    private final InstallReports reports;
    private final RestartActions restarts;
    private final Identity identity;
    private final TenantProbe probe;
    private final ChangeEvents changes;
    private final StartupHistory startUps;
    private final GroupLookup people;

    public GraphTenant(GraphSettings settings) {
        this(settings, new BackOff(BackOff.Sleeper.real(), () -> ThreadLocalRandom.current().nextDouble()));
    }

    /**
     * A tenant that meters us.
     *
     * @param database where all nodes share what is left of the calls that Graph allows
     * @param share    of Graph's limits that we take
     * @param waiter   lets business time pass
     */
    public static GraphTenant metered(GraphSettings settings, DataSource database, double share, Clock businessClock, Consumer<Duration> waiter) {
        return metered(settings, database, share, businessClock, waiter, Flights.real());
    }

    /** As above. @param flights where waiting moves the clock itself: so that it is moved once for all that wait at a time */
    public static GraphTenant metered(GraphSettings settings, DataSource database, double share, Clock businessClock, Consumer<Duration> waiter,
            Flights flights) {
        BackOff.Sleeper sleeper = waiter::accept;
        return new GraphTenant(settings, new BackOff(sleeper, () -> ThreadLocalRandom.current().nextDouble()),
                new Metered(new CallBudgetRows(database, share, businessClock), sleeper), flights, BATCHES_AT_A_TIME, share);
    }

    GraphTenant(GraphSettings settings, BackOff backOff) {
        this(settings, backOff, new Metered(CallBudget.UNLIMITED, BackOff.Sleeper.real()), Flights.real(), 1, 1);
    }

    private GraphTenant(GraphSettings settings, BackOff backOff, Metered metered, Flights flights, int batchesAtATime, double share) {
        GraphWire wire = new GraphWire(settings, metered);
        GraphCalls calls = new GraphCalls(wire, backOff, settings.baseUrl());
        GraphWrites writes = new GraphWrites(wire);
        GraphAddress address = new GraphAddress(settings.baseUrl());
        QualityPolicies quality = new QualityPolicies(calls, address);
        catalog = new WindowsCatalog(calls, address);
        devices = new IntuneDevices(calls, address, backOff,
                new InFlight(flights, batchesAtATime, HardwareBatch.PER_SECOND * share, metered::heldBackNanos));
        expedites = new ExpeditePolicies(calls, writes, address);
        policies = new TenantReader(calls, address, quality, expedites);
        ringGate = new ApprovalRingGate(calls, writes, address, quality);
        rollBack = new UpdateRingSwitches(calls, writes, address);
        reports = new ExportedReports(calls, address, backOff,
                new ReportDownload(settings.readTimeout(), backOff, settings.baseUrl()));
        restarts = new RemoteRestarts(calls, writes, address);
        changes = new AuditEvents(calls, address);
        startUps = new StartupHistories(calls, address);
        people = new PersonGroups(new GraphCalls(wire, BackOff.none(), settings.baseUrl()), address);
        identity = new Identity(settings.baseUrl(), settings.token().application());
        probe = new TenantProbe(calls, address, settings.token());
    }

    /** Root of its Graph, and the application we are there. */
    public Identity identity() {
        return identity;
    }

    /** @param application its id in the tenant */
    public record Identity(URI graph, String application) {
    }

    /** Both catalogs of Windows updates. */
    public CatalogSource catalog() {
        return catalog;
    }

    /** Devices, their hardware, and licences. */
    public DeviceDirectory devices() {
        return devices;
    }

    /** Groups, update rings and quality update policies as they are. */
    public TenantPolicies policies() {
        return policies;
    }

    /** The {@code approval} gate. */
    public RingGate ringGate() {
        return ringGate;
    }

    /** What takes updates back. */
    public RollBackActions rollBack() {
        return rollBack;
    }

    /** Expedite policies. */
    public ExpediteActions expedites() {
        return expedites;
    }

    /** What became of approved updates. */
    public InstallReports reports() {
        return reports;
    }

    /** Who changed what, by Intune's record. */
    public ChangeEvents changes() {
        return changes;
    }

    /** How devices started, by Endpoint analytics. */
    public StartupHistory startUps() {
        return startUps;
    }

    /** Groups of people that their tokens leave out. */
    public GroupLookup people() {
        return people;
    }

    /** Looks whether the tenant can be worked with. */
    public TenantProbe probe() {
        return probe;
    }

    /** Remote restarts. */
    public RestartActions restarts() {
        return restarts;
    }
}
