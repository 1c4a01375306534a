package io.hotpatchcycle.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.hotpatchcycle.TenantTime;
import io.hotpatchcycle.fleet.DeviceDirectory;
import io.hotpatchcycle.fleet.DeviceRows;
import io.hotpatchcycle.fleet.Fleet;
import io.hotpatchcycle.fleet.HardwareFact;
import io.hotpatchcycle.graph.GraphSettings;
import io.hotpatchcycle.graph.GraphTenant;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads a whole tenant that enforces Graph's limits, in virtual time: waiting costs nothing, and what is told is what a real tenant would
 * make us wait. What of a call is our own work takes no virtual time; its answer takes as long as is said.
 */
final class TenantBench {

    private static final double PER_SECOND = 2_000 / 20.0;
    private static final double MOST = 0.95;

    private final URI tenant;
    private final TenantTime time;
    private final DataSource app;

    TenantBench(URI tenant, DataSource app) {
        this.tenant = tenant;
        this.time = new TenantTime(tenant, Clock.systemUTC());
        this.app = app;
    }

    /**
     * What a first reading of the tenant took.
     *
     * @param used     calls for devices, as a share of what Graph allows, while hardware was read
     * @param refused  share of calls answered 429
     * @param known95  virtual time until the hardware of 95 % was known
     * @param complete virtual time until the snapshot was complete
     */
    record Reading(double used, double refused, Duration known95, Duration complete) {
    }

    /**
     * Reads all of it for the first time.
     *
     * @param share       of Graph's limits that we take
     * @param answerTakes how long the next batch of hardware takes to be answered
     */
    Reading read(double share, Supplier<Duration> answerTakes) {
        try (VirtualFlights flights = new VirtualFlights(time, answerTakes)) {
            return read(share, flights);
        }
    }

    private Reading read(double share, VirtualFlights flights) {
        SandboxCalls sandbox = new SandboxCalls(tenant);
        sandbox.post("throttle", "{\"enforce\":true}");
        GraphTenant graph = GraphTenant.metered(new GraphSettings(tenant, () -> "bench", Duration.ofSeconds(60), Clock.systemUTC()), app, share, time.clock(),
                flights::await, flights);
        Instant start = time.clock().instant();
        Watched watched = new Watched(graph.devices());
        Fleet fleet = new Fleet(new DeviceRows(new JdbcTemplate(app)), watched, time.clock());
        new TransactionTemplate(new DataSourceTransactionManager(app)).executeWithoutResult(status -> fleet.takeSnapshot("bench"));
        Instant end = time.clock().instant();
        JsonNode told = sandbox.get("throttle");
        double seconds = Duration.between(watched.started, end).toMillis() / 1000.0;
        return new Reading(watched.asked / seconds / PER_SECOND, told.path("refused").asDouble() / told.path("asked").asDouble(),
                Duration.between(start, watched.known95), Duration.between(start, end));
    }

    /** Looks at the clock while hardware comes in. */
    private final class Watched extends ForwardingDirectory {

        private Instant started;
        private Instant known95;
        private int asked;

        Watched(DeviceDirectory inner) {
            super(inner);
        }

        @Override
        public void readHardware(Collection<String> deviceIds, Consumer<List<HardwareFact>> pages) {
            started = time.clock().instant();
            asked = deviceIds.size();
            int[] known = {0};
            super.readHardware(deviceIds, page -> {
                known[0] += (int) page.stream().filter(told -> told.vbsState() != null).count();
                known95 = known95 == null && known[0] >= MOST * asked ? time.clock().instant() : known95;
                pages.accept(page);
            });
        }
    }
}
