package io.hotpatchcycle.console;

import io.hotpatchcycle.cycle.Shown;
import io.hotpatchcycle.identity.Groups;
import io.hotpatchcycle.release.Kind;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** The screens' words: numbers, names of states and kinds. The codes stay as they are in REST. */
final class Words {

    private static final double PERCENT = 100.0;

    private Words() {
    }

    /** {@code 12,345}. */
    static String number(long value) {
        return String.format(Locale.ENGLISH, "%,d", value);
    }

    /** {@code 1 day}, {@code 3 days}. */
    static String count(long value, String unit) {
        return number(value) + " " + unit + (value == 1 ? "" : "s");
    }

    /** {@code 97.4 %}, rounded down so that 100 % means all; a dash without a denominator. */
    static String share(long part, long whole) {
        if (whole <= 0) {
            return "–";
        }
        double percent = Math.floor(PERCENT * 10 * part / whole) / 10;
        return percent == PERCENT ? "100 %" : String.format(Locale.ENGLISH, "%.1f %%", percent);
    }

    /** {@code 3.25 days}; a sentence when it was not reached. */
    static String days(Double days) {
        return days == null ? "not reached" : String.format(Locale.ENGLISH, "%.1f days", days);
    }

    /** An enum's code in sentence case: {@code ROLLING_OUT} is {@code Rolling out}. */
    static String code(Object code) {
        return code == null ? "" : Shown.words(code.toString());
    }

    /** A class of a fact, {@code X64} or {@code VERSION_22H2}, as people read it; what is no code stays as it is. */
    static String fact(String value) {
        if (value == null || !value.matches("[A-Z][A-Z0-9_]*")) {
            return value;
        }
        return switch (value) {
            case "UNKNOWN" -> "Not known";
            case "X64" -> "64-bit";
            case "X86" -> "32-bit";
            case "ARM64" -> "Arm, 64-bit";
            case "LCU" -> "Cumulative update";
            case "LTSC", "VBS", "CHPE" -> value;
            default -> code(value).replaceAll("(\\d\\d)h(\\d)", "$1H$2");
        };
    }

    static String kind(Kind kind) {
        if (kind == null) {
            return "Kind not clear yet";
        }
        return Shown.kind(kind);
    }

    /** What the kind means for the people whose devices get it. */
    static String kindMeans(Kind kind) {
        return kind == null ? "the catalog has not been read, or a person is asked"
                : kind.withoutRestart() ? "no restart for devices on the hotpatch track" : "every device restarts";
    }

    /** {@code Change managers or Change advisory board}. */
    static String groups(Collection<String> ids) {
        return ids.stream().map(Groups::name).collect(Collectors.joining(" or "));
    }

    static String groups(String commaSeparated) {
        return commaSeparated == null || commaSeparated.isEmpty() ? "" : groups(Arrays.asList(commaSeparated.split(",")));
    }
}
