package io.hotpatchcycle.graph;

import static io.hotpatchcycle.graph.GraphStub.bytes;
import static io.hotpatchcycle.graph.GraphStub.error;
import static io.hotpatchcycle.graph.GraphStub.json;
import static io.hotpatchcycle.graph.GraphStub.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.rollout.InstallReports.Install;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportedReportsTest {

    private static final String HEADER = "PolicyId,DeviceId,AggregateState,CurrentDeviceUpdateSubstatus,EventDateTimeUTC,LatestAlertMessage\n";
    private static final String JOB = "GET /v1.0/deviceManagement/reports/exportJobs('X_1')";

    private final GraphStub graph = new GraphStub();
    private final List<Install> installs = new ArrayList<>();

    @BeforeEach
    void startJob() {
        graph.on("POST /v1.0/deviceManagement/reports/exportJobs", json(201, "{\"id\":\"X_1\",\"status\":\"notStarted\",\"url\":null}"))
                .on(JOB, ok("{\"id\":\"X_1\",\"status\":\"inProgress\",\"url\":null}"), completed());
    }

    @AfterEach
    void stop() {
        graph.close();
    }

    private GraphStub.Answer completed() {
        return ok("{\"id\":\"X_1\",\"status\":\"completed\",\"url\":\"" + graph.url() + "/blob/X_1.zip?sig=abc%2Bd\"}");
    }

    private static byte[] zip(String name, String csv) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(csv.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private void read(GraphStub.Answer... files) {
        graph.on("GET /blob/X_1.zip?sig=abc+d", files);
        graph.tenant().reports().read("p1", installs::addAll);
    }

    @Test
    void readsRowsRawAndSendsNoTokenToTheBlobStore() {
        read(bytes(zip("X_1.csv", "\uFEFF" + HEADER + "p1,d1,Success,UpdateInstalled,2026-08-12 17:03:00.0000000,\n"
                + "p1,d2,Error,\"Somewhat, new\",2026-08-12T17:03:00Z,DiskFull\n" + "p1,d3,InProgress,,soon,\np1,,Success,x,,\n")));
        Instant seen = Instant.parse("2026-08-12T17:03:00Z");
        assertThat(installs).containsExactly(new Install("d1", "Success", "UpdateInstalled", null, seen, "", null),
                new Install("d2", "Error", "Somewhat, new", "DiskFull", seen, "", null),
                new Install("d3", "InProgress", "", null, null, "", null));
        assertThat(graph.asked.get(0).body()).contains("QualityUpdateDeviceStatusByPolicy", "(PolicyId eq 'p1')", "\"format\":\"csv\"", "\"DeviceId\"");
        assertThat(graph.asked.get(graph.asked.size() - 1).authorization()).isNull();
    }

    @Test
    void takesTheWordWhereTheServiceWritesANumber() {
        read(bytes(zip("a.csv", HEADER.replace("AggregateState", "AggregateState_loc,AggregateState") + "p1,d1,In progress,2,OfferReady,,\n")));
        assertThat(installs).extracting(Install::state).containsExactly("InProgress");
    }

    @Test
    void pagesByAThousand() {
        StringBuilder csv = new StringBuilder(HEADER);
        for (int i = 0; i < 2_500; i++) {
            csv.append("p1,d").append(i).append(",Success,UpdateInstalled,2026-08-12T17:03:00Z,\n");
        }
        List<Integer> sizes = new ArrayList<>();
        graph.on("GET /blob/", bytes(zip("a.csv", csv.toString())));
        graph.tenant().reports().read("p1", page -> sizes.add(page.size()));
        assertThat(sizes).containsExactly(1000, 1000, 500);
    }

    @Test
    void waitsForTheJobWithinBounds() {
        graph.on(JOB, ok("{\"id\":\"X_1\",\"status\":\"inProgress\"}"));
        assertThatThrownBy(() -> read(bytes(zip("a.csv", HEADER)))).isInstanceOf(GraphUnavailable.class).hasMessageContaining("not ready after");
        assertThat(graph.slept.stream().reduce(Duration.ZERO, Duration::plus)).isLessThanOrEqualTo(ExportedReports.LONGEST_EXPORT);
    }

    @Test
    void aFailedJobOrAFinishedOneWithoutFileIsAnError() {
        graph.on(JOB, ok("{\"status\":\"failed\"}"));
        assertThatThrownBy(() -> read(bytes(new byte[0]))).isInstanceOf(GraphUnavailable.class).hasMessageContaining("job failed");
        graph.on(JOB, ok("{\"status\":\"completed\",\"url\":null}"));
        assertThatThrownBy(() -> read(bytes(new byte[0]))).isInstanceOf(GraphUnavailable.class).hasMessageContaining("names no file");
        graph.on(JOB, ok("{\"status\":\"completed\",\"url\":\"ftp://x/y\"}"));
        assertThatThrownBy(() -> read(bytes(new byte[0]))).isInstanceOf(GraphUnavailable.class).hasMessageContaining("no usable address");
    }

    @Test
    void fetchesTheFileAgainWhenItWasCut() {
        byte[] whole = zip("a.csv", HEADER + "p1,d1,Success,UpdateInstalled,,\n");
        read(new GraphStub.Answer(200, Arrays.copyOf(whole, 20), Map.of(), whole.length - 20), error(503, "ServerBusy", "x"), bytes(whole));
        assertThat(installs).hasSize(1);
    }

    @Test
    void anExpiredFileIsAnError() {
        assertThatThrownBy(() -> read(error(403, "AuthenticationFailed", "Signature expired"))).isInstanceOf(GraphUnavailable.class)
                .hasMessageContaining("report of policy p1").hasMessageContaining("Signature expired");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "DeviceId,AggregateState\nd1,Success\n",
        HEADER + "p1,d1,Success,UpdateInstalled,2026-08-12T17:03:00Z,\np1,d2,Succ", HEADER + "p1,d1,Success,\"Upd"})
    void aFileThatIsIncompleteHandsOnNothing(String csv) {
        assertThatThrownBy(() -> read(bytes(zip("a.csv", csv)))).isInstanceOf(GraphUnavailable.class).hasMessageContaining("cannot be used");
        assertThat(installs).isEmpty();
    }

    @Test
    void aFileThatIsNoZipOfACsvIsAnError() {
        assertThatThrownBy(() -> read(bytes("<html>".getBytes()))).isInstanceOf(GraphUnavailable.class).hasMessageContaining("no CSV in it");
        assertThatThrownBy(() -> read(bytes(zip("a.txt", "x")))).isInstanceOf(GraphUnavailable.class).hasMessageContaining("no CSV in it");
        byte[] cut = zip("a.csv", HEADER + "p1,d1,Success,UpdateInstalled,2026-08-12T17:03:00Z,\n".repeat(100));
        assertThatThrownBy(() -> read(bytes(Arrays.copyOf(cut, cut.length / 2)))).isInstanceOf(GraphUnavailable.class);
        assertThat(installs).isEmpty();
    }

    @Test
    void aFaultOfTheReaderOfThePagesIsItsOwn() {
        graph.on("GET /blob/", bytes(zip("a.csv", HEADER + "p1,d1,Success,UpdateInstalled,,\n")));
        assertThatThrownBy(() -> graph.tenant().reports().read("p1", page -> {
            throw new IllegalArgumentException("mine");
        })).isInstanceOf(IllegalArgumentException.class).hasMessage("mine");
    }
}
