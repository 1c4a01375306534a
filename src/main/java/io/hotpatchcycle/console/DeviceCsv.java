package io.hotpatchcycle.console;

import io.hotpatchcycle.eligibility.ListedDevice;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Devices as CSV (RFC 4180). Every cell is quoted; what a spreadsheet would take for a formula gets an apostrophe first. */
final class DeviceCsv {

    static final String HEAD = line("device", "name", "eligibility", "reasons", "build", "ring", "track", "lastCheckIn", "controlled", "uncontrolledWhy");

    private static final String FORMULA = "=+-@\t\r\n";

    private DeviceCsv() {
    }

    static String line(ListedDevice d) {
        return line(d.device(), d.name(), d.eligibility(), String.join(" ", d.reasons()), d.build(), d.ring(), d.track(), d.lastCheckIn(),
                d.controlled(), d.uncontrolledWhy());
    }

    static String line(Object... cells) {
        return Arrays.stream(cells).map(DeviceCsv::cell).collect(Collectors.joining(",")) + "\r\n";
    }

    static String cell(Object value) {
        String text = value == null ? "" : value.toString();
        boolean formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
        return "\"" + (formula ? "'" : "") + text.replace("\"", "\"\"") + "\"";
    }
}
