package io.hotpatchcycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.hotpatchcycle.audit.EventRows;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.notice.NoticeRows;
import io.hotpatchcycle.notice.Outbox;
import io.hotpatchcycle.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** An auditor learns from the trail itself what its times are worth. */
class ClockWatchTest {

    private final TestDatabase database = TestDatabase.fresh();
    private final JdbcTemplate app = new JdbcTemplate(database.app());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theDifferenceToTheServiceIsToldAndOneThatIsTooLargeIsAFailure() throws IOException {
        HttpServer service = service();
        URI url = URI.create("http://127.0.0.1:" + service.getAddress().getPort() + "/v1.0/");
        try {
            look(url, Clock.systemUTC());
            look(url, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-10)));
        } finally {
            service.stop(0);
        }
        look(url, Clock.systemUTC());
        assertThat(app.queryForList("select type from hotpatch.event order by id", String.class)).containsExactly("clock.compared", "clock.wrong", "clock.notCompared");
        assertThat(told("apartSeconds").subList(0, 2)).satisfies(apart -> {
            assertThat(Double.parseDouble(apart.get(0))).isLessThan(30);
            assertThat(Double.parseDouble(apart.get(1))).isBetween(570.0, 630.0);
        });
        assertThat(told("source")).containsOnly(url.toString());
    }

    @Test
    void peopleAreToldOncePerChangeOfEachMachinesClock() throws IOException {
        HttpServer service = service();
        URI url = URI.create("http://127.0.0.1:" + service.getAddress().getPort() + "/v1.0/");
        Clock right = Clock.systemUTC();
        Clock wrong = Clock.offset(right, Duration.ofMinutes(10));
        try {
            look(url, right);
            assertThat(notices()).as("right from the start").isEmpty();
            look(url, wrong);
            look(URI.create("http://127.0.0.1:1/"), wrong);
            look(url, wrong);
            assertThat(notices()).as("still wrong the day after, also where nobody answered between").containsExactly("CLOCK_WRONG one");
            look(url, "two", right);
            look(url, "two", wrong);
            look(url, right);
            look(url, right);
            assertThat(notices()).containsExactly("CLOCK_WRONG one", "CLOCK_WRONG two", "CLOCK_RIGHT one");
            assertThat(app.queryForList("select distinct asked from hotpatch.notice", String.class)).containsExactly("auditors,camunda-admin,operators");
        } finally {
            service.stop(0);
        }
    }

    private static HttpServer service() throws IOException {
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        service.start();
        return service;
    }

    private List<String> notices() {
        return app.queryForList("select kind || ' ' || (data ->> 'node') from hotpatch.notice order by event_id", String.class);
    }

    private void look(URI url, Clock clock) {
        look(url, "one", clock);
    }

    /** A new watch each time: what was told must outlive a restart. */
    private void look(URI url, String node, Clock clock) {
        try (ClockWatch watch = new ClockWatch(url, node, new Trail(new EventRows(app), clock, clock, new Outbox(new NoticeRows(app))), clock)) {
            watch.look();
        }
    }

    private List<String> told(String what) {
        return app.queryForList("select data ->> '" + what + "' from hotpatch.event order by id", String.class);
    }
}
