package io.hotpatchcycle.bench;

import java.util.Locale;
import java.util.function.Consumer;

/**
 * What a measurement tells.
 *
 * @param metrics is told each {@code METRIC} line
 * @param log     is told what is going on
 */
record Lines(Consumer<String> metrics, Consumer<String> log) {

    private static final int MILLION = 1_000_000;
    private static final int THOUSAND = 1_000;

    void metric(String name, double value, String unit) {
        metrics.accept(String.format(Locale.ROOT, "METRIC %s %.3f %s", name, value, unit));
    }

    void note(String text, Object... values) {
        log.accept(values.length == 0 ? text : String.format(Locale.ROOT, text, values));
    }

    /** A size as names of metrics carry it, e.g. {@code 100k}. */
    static String size(int devices) {
        return devices % MILLION == 0 ? devices / MILLION + "m" : devices % THOUSAND == 0 ? devices / THOUSAND + "k" : String.valueOf(devices);
    }
}
