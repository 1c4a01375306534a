package io.hotpatchcycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.hotpatchcycle.audit.EventRows;
import io.hotpatchcycle.audit.Trail;
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
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        service.start();
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

    private void look(URI url, Clock clock) {
        try (ClockWatch watch = new ClockWatch(url, new Trail(new EventRows(app), clock, clock), clock)) {
            watch.look();
        }
    }

    private List<String> told(String what) {
        return app.queryForList("select data ->> '" + what + "' from hotpatch.event order by id", String.class);
    }
}
