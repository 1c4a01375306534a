package io.hotpatchcycle.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.eligibility.Eligibility;
import io.hotpatchcycle.eligibility.ListedDevice;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceCsvTest {

    @ParameterizedTest
    @ValueSource(strings = {"=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"})
    void whatASpreadsheetWouldCalculateStaysText(String name) {
        assertThat(DeviceCsv.cell(name)).startsWith("\"'").endsWith("\"");
    }

    @Test
    void quotesCommasAndLineBreaksStayInTheirCell() {
        assertThat(DeviceCsv.cell("a \"b\", c\nd")).isEqualTo("\"a \"\"b\"\", c\nd\"");
    }

    @Test
    void aDeviceIsOneLine() {
        ListedDevice device = new ListedDevice(7, "id", "PC-1", Eligibility.State.NOT_ELIGIBLE, List.of("A", "B"), "26100.1", null, "LCU",
                Instant.parse("2026-10-13T00:00:00Z"), false, "NO_RING");
        assertThat(DeviceCsv.line(device)).isEqualTo("\"id\",\"PC-1\",\"NOT_ELIGIBLE\",\"A B\",\"26100.1\",\"\",\"LCU\",\"2026-10-13T00:00:00Z\",\"false\",\"NO_RING\"\r\n");
        assertThat(DeviceCsv.line(device).chars().filter(c -> c == ',').count()).isEqualTo(DeviceCsv.HEAD.chars().filter(c -> c == ',').count());
    }
}
