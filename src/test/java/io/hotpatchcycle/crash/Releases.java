package io.hotpatchcycle.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;

/** Publishes a release a month, hotpatches and baselines in turn. */
final class Releases {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration A_MONTH = Duration.ofDays(28);
    private static final int FIRST_UBR = 10_000;

    private final Remote tenant;
    private YearMonth month = YearMonth.of(2026, 10);
    private int published;

    Releases(Remote tenant) {
        this.tenant = tenant;
    }

    /** Whether the newest one is a hotpatch. */
    boolean isHotpatch() {
        return published % 2 == 1;
    }

    void next() {
        Instant now = Instant.parse(tenant.get("/__sandbox/clock", "test").orElseThrow().path("now").asText());
        require(tenant.post("/__sandbox/clock", "test", JSON.createObjectNode().put("now", now.plus(A_MONTH).toString())));
        published++;
        month = month.plusMonths(1);
        boolean hotpatch = isHotpatch();
        int ubr = FIRST_UBR + 100 * published;
        ObjectNode row = JSON.createObjectNode().put("product", "Windows 11 client").put("os_builds", "26100;26200;26300")
                .put("release", month.toString().replace('-', '.') + " B").put("planned_type", hotpatch ? "Hotpatch" : "Baseline")
                .put("actual_type", hotpatch ? "Hotpatch" : "Baseline").put("unplanned", "no")
                .put("lcu_kb", "KB7" + (ubr + 50)).put("lcu_ubr", String.valueOf(ubr + 50));
        if (hotpatch) {
            row.put("hotpatch_kb", "KB7" + ubr).put("hotpatch_ubr", String.valueOf(ubr));
        }
        require(tenant.post("/__sandbox/releases", "test", JSON.createArrayNode().add(row)));
    }

    private static void require(boolean accepted) {
        if (!accepted) {
            throw new AssertionError("The sandbox did not take it; see its log.");
        }
    }
}
