package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.rollout.InstallReports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The report of a policy's devices, by Intune's export: start a job, wait for it, fetch its file. The file is complete
 * on disk, and was gone through once, before the first row is handed on.
 */
final class ExportedReports implements InstallReports {

    static final Duration LONGEST_EXPORT = Duration.ofSeconds(60);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final String JOBS = "/deviceManagement/reports/exportJobs";
    private static final String PERMISSION = "DeviceManagementConfiguration.ReadWrite.All (Intune asks for write to start an export)";

    private final GraphCalls calls;
    private final GraphAddress address;
    private final BackOff backOff;
    private final ReportDownload download;

    ExportedReports(GraphCalls calls, GraphAddress address, BackOff backOff, ReportDownload download) {
        this.calls = calls;
        this.address = address;
        this.backOff = backOff;
        this.download = download;
    }

    @Override
    public Report order(String policyId) {
        Purpose purpose = new Purpose("the update report of policy " + policyId, PERMISSION);
        JsonNode job = calls.ask(purpose, address.v1(JOBS), filter(policyId));
        CompletableFuture<Path> file = Ahead.run(() -> fetch(purpose, finished(purpose, job)));
        return new Report() {

            @Override
            public void read(Consumer<List<Install>> pages) {
                ReportFile.read(purpose, Ahead.arrived(file), pages);
            }

            @Override
            public void close() {
                file.thenAccept(ExportedReports::delete);
            }
        };
    }

    private Path fetch(Purpose purpose, String url) {
        Path zip = null;
        try {
            zip = Files.createTempFile("hotpatch-report", ".zip");
            download.fetch(purpose, url, zip);
            ReportFile.check(purpose, zip);
            return zip;
        } catch (IOException e) {
            delete(zip);
            throw new UncheckedIOException("No room on this machine's temporary disk for " + purpose.what() + ": " + e.getMessage()
                    + ". Make room, then retry.", e);
        } catch (RuntimeException e) {
            delete(zip);
            throw e;
        }
    }

    /** Waits for the job; the address of its file. */
    private String finished(Purpose purpose, JsonNode ordered) {
        JsonNode job = ordered;
        String id = Json.text(job, "id");
        if (id == null) {
            throw GraphUnavailable.unusable(purpose, "the export job has no id.", "Retry.");
        }
        Duration waited = Duration.ZERO;
        Duration pause = FIRST_PAUSE;
        while (!completed(purpose, job)) {
            if (waited.plus(pause).compareTo(LONGEST_EXPORT) > 0 || !backOff.sleep(pause)) {
                throw GraphUnavailable.unusable(purpose, "the export job " + id + " is not ready after " + waited.toSeconds() + " s.", "Retry later.");
            }
            waited = waited.plus(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            job = calls.read(purpose, address.v1(JOBS + "('{}')", id));
        }
        return Json.text(job, "url");
    }

    private static boolean completed(Purpose purpose, JsonNode job) {
        String status = Json.text(job, "status", "unknown");
        if (status.equals("failed")) {
            throw GraphUnavailable.unusable(purpose, "Intune's export job failed.", "Retry; if it stays, look at the report in Intune.");
        }
        if (status.equals("completed") && Json.text(job, "url") == null) {
            throw GraphUnavailable.unusable(purpose, "the finished export job names no file.", "Retry.");
        }
        return status.equals("completed");
    }

    private static ObjectNode filter(String policyId) {
        ObjectNode order = Json.object().put("reportName", "QualityUpdateDeviceStatusByPolicy")
                .put("filter", "(PolicyId eq '" + policyId.replace("'", "''") + "')").put("format", "csv")
                .put("localizationType", "localizedValuesAsAdditionalColumn");
        ArrayNode select = order.putArray("select");
        ReportFile.COLUMNS.forEach(select::add);
        return order;
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // It lies in the temporary folder; the report was read, so this is no reason to fail.
            file.toFile().deleteOnExit();
        }
    }
}
