package io.hotpatchcycle.finding;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/**
 * A scanner's list as CSV with a heading. Columns are found by name, whatever their case, spaces and underscores:
 * {@code device} and {@code cve} or {@code kb}, and what Defender's export calls them.
 */
final class ScannerList {

    /** More lines than this are refused. */
    static final int MOST = 2_000_000;

    private static final int MARK = 0xFEFF;
    private static final int LONGEST = 200;
    private static final Set<String> DEVICE = Set.of("device", "devicename", "hostname", "computername", "intunedeviceid", "entradeviceid", "aaddeviceid");
    private static final Set<String> CVE = Set.of("cve", "cveid");
    private static final Set<String> KB = Set.of("kb", "kbid", "missingkb", "recommendedsecurityupdateid", "article");

    private ScannerList() {
    }

    /** Takes a line: its number, device, CVE and KB; each null where the line does not name it in a readable way. */
    @FunctionalInterface
    interface Line {

        void take(int number, String device, String cve, String kb);
    }

    /** @throws IllegalArgumentException with a sentence when it is no such list */
    static void read(Reader text, Line lines) throws IOException {
        PushbackReader reader = new PushbackReader(text, 1);
        int first = reader.read();
        if (first >= 0 && first != MARK) {
            reader.unread(first);
        }
        try (CSVParser parser = open(reader)) {
            Integer device = column(parser.getHeaderMap(), DEVICE);
            Integer cve = column(parser.getHeaderMap(), CVE);
            Integer kb = column(parser.getHeaderMap(), KB);
            if (device == null || cve == null && kb == null) {
                throw new IllegalArgumentException("The first line must name the columns 'device', and 'cve' or 'kb' or both, separated by commas. It names "
                        + parser.getHeaderNames() + ". Nothing was imported.");
            }
            int number = 0;
            for (CSVRecord row : parser) {
                if (++number > MOST) {
                    throw new IllegalArgumentException("The list has more than " + MOST + " lines. Split it. Nothing was imported.");
                }
                lines.take(number, value(row, device), cve(value(row, cve)), kb(value(row, kb)));
            }
        } catch (IllegalStateException | UncheckedIOException e) {
            throw unreadable(e);
        }
    }

    private static CSVParser open(Reader reader) throws IOException {
        try {
            return CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).setIgnoreEmptyLines(true).setAllowMissingColumnNames(true)
                    .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW).get().parse(reader);
        } catch (IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    private static IllegalArgumentException unreadable(RuntimeException e) {
        return new IllegalArgumentException("The list cannot be read as CSV: " + e.getMessage() + ". Nothing was imported.", e);
    }

    private static Integer column(Map<String, Integer> header, Set<String> names) {
        for (Map.Entry<String, Integer> column : header.entrySet()) {
            if (names.contains(column.getKey().strip().toLowerCase(Locale.ROOT).replaceAll("[ _-]", ""))) {
                return column.getValue();
            }
        }
        return null;
    }

    private static String value(CSVRecord row, Integer column) {
        String text = column == null || column >= row.size() ? "" : row.get(column).strip();
        return text.isEmpty() ? null : text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }

    static String cve(String text) {
        String upper = text == null ? "" : text.toUpperCase(Locale.ROOT);
        return upper.matches("CVE-\\d{4}-\\d{4,}") ? upper : null;
    }

    /** {@code KB5121003}; scanners leave out the letters, or set a space or hyphen. */
    static String kb(String text) {
        String upper = text == null ? "" : text.toUpperCase(Locale.ROOT).replaceAll("[ -]", "");
        return upper.matches("(KB)?\\d{5,9}") ? upper.startsWith("KB") ? upper : "KB" + upper : null;
    }
}
