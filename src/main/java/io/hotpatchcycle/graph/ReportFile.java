package io.hotpatchcycle.graph;

import static java.util.stream.Collectors.joining;

import io.hotpatchcycle.rollout.InstallReports.Install;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads the exported CSV inside its zip, streaming. */
final class ReportFile {

    static final List<String> COLUMNS = List.of("PolicyId", "DeviceId", "AADDeviceId", "DeviceName", "AggregateState",
            "CurrentDeviceUpdateStatus", "CurrentDeviceUpdateSubstatus", "EventDateTimeUTC", "LastWUScanTimeUTC", "LatestAlertMessage");

    private static final List<String> NEEDED = List.of("DeviceId", "AggregateState", "CurrentDeviceUpdateSubstatus", "EventDateTimeUTC");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final int PAGE = 1_000;
    private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

    private ReportFile() {
    }

    /** Hands on a file that was {@linkplain #check checked}. */
    static void read(Purpose purpose, Path zip, Consumer<List<Install>> pages) {
        Pages collected = new Pages(pages);
        try {
            each(purpose, zip, row -> {
                if (!value(row, "DeviceId").isBlank()) {
                    collected.add(install(row));
                }
            });
        } catch (IOException e) {
            throw broken(purpose, String.valueOf(e.getMessage()));
        }
        collected.flush();
    }

    /** Goes through the whole file once, so that a broken one hands on nothing. */
    static void check(Purpose purpose, Path zip) {
        try {
            each(purpose, zip, row -> {
                if (!row.isConsistent()) {
                    throw broken(purpose, "row " + row.getRecordNumber() + " has " + row.size() + " columns");
                }
            });
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw broken(purpose, String.valueOf(e.getMessage()));
        }
    }

    private static void each(Purpose purpose, Path zip, Consumer<CSVRecord> rows) throws IOException {
        try (InputStream file = Files.newInputStream(zip); ZipInputStream entries = new ZipInputStream(file)) {
            toCsv(purpose, entries);
            checked(purpose, FORMAT.parse(withoutMark(new InputStreamReader(entries, StandardCharsets.UTF_8)))).forEach(rows);
        }
    }

    private static void toCsv(Purpose purpose, ZipInputStream entries) throws IOException {
        for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
            if (entry.getName().endsWith(".csv")) {
                return;
            }
        }
        throw broken(purpose, "there is no CSV in it");
    }

    /** Skips the byte order mark that Intune may write. */
    private static Reader withoutMark(Reader reader) throws IOException {
        PushbackReader pushback = new PushbackReader(reader, 1);
        int first = pushback.read();
        if (first >= 0 && first != '\uFEFF') {
            pushback.unread(first);
        }
        return pushback;
    }

    private static CSVParser checked(Purpose purpose, CSVParser parser) {
        List<String> missing = NEEDED.stream().filter(c -> !parser.getHeaderMap().containsKey(c)).toList();
        if (!missing.isEmpty()) {
            throw broken(purpose, "columns " + missing + " are missing");
        }
        return parser;
    }

    private static GraphUnavailable broken(Purpose purpose, String why) {
        return GraphUnavailable.unusable(purpose, "the exported file cannot be used: " + why + ".", "Nothing of it is taken. Retry.");
    }

    private static Install install(CSVRecord row) {
        String alert = raw(row, "LatestAlertMessage");
        return new Install(value(row, "DeviceId"), raw(row, "AggregateState"), raw(row, "CurrentDeviceUpdateSubstatus"),
                alert.isBlank() ? null : alert, instant(value(row, "EventDateTimeUTC")),
                raw(row, "CurrentDeviceUpdateStatus"), instant(value(row, "LastWUScanTimeUTC")));
    }

    /** The raw word; where the service writes its number, the word of the column beside it. */
    private static String raw(CSVRecord row, String column) {
        String value = value(row, column);
        String word = value(row, column + "_loc");
        return !word.isBlank() && NUMBER.matcher(value).matches() ? joined(word) : value;
    }

    /** {@code In progress} as the enumeration writes it: {@code InProgress}. */
    private static String joined(String words) {
        return Arrays.stream(words.split("\\s+")).map(w -> Character.toUpperCase(w.charAt(0)) + w.substring(1)).collect(joining());
    }

    private static String value(CSVRecord row, String column) {
        return row.isMapped(column) ? row.get(column).strip() : "";
    }

    /** ISO, or Intune's {@code 2026-08-12 17:03:00.0000000}, always UTC; null when it is neither. */
    private static Instant instant(String text) {
        if (text.isEmpty() || text.endsWith("Z")) {
            return Json.instant(text.replace(' ', 'T'));
        }
        try {
            return LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Collects rows to pages. */
    private static final class Pages {

        private final Consumer<List<Install>> consumer;
        private List<Install> page = new ArrayList<>(PAGE);

        Pages(Consumer<List<Install>> consumer) {
            this.consumer = consumer;
        }

        void add(Install install) {
            page.add(install);
            if (page.size() == PAGE) {
                flush();
            }
        }

        void flush() {
            if (!page.isEmpty()) {
                consumer.accept(page);
                page = new ArrayList<>(PAGE);
            }
        }
    }
}
