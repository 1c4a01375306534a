package io.hotpatchcycle.sandbox;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads one release file strictly; every complaint names file, line and column. */
final class ReleaseFile {

    static final List<String> COLUMNS = List.of("product", "os_builds", "date", "release", "planned_type", "actual_type",
            "unplanned", "hotpatch_kb", "hotpatch_ubr", "lcu_kb", "lcu_ubr", "restart_on_hotpatch_track", "confidence",
            "source", "notes");
    private static final Set<String> TYPES = Set.of("Hotpatch", "Baseline", "LCU", "OOB-Hotpatch", "OOB-LCU", "Preview", "");
    private static final Set<String> PLANNED = Set.of("Hotpatch", "Baseline", "");

    private final String name;
    private final List<ReleaseList.Row> rows = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    ReleaseFile(String name) {
        this.name = name;
    }

    ReleaseList read(Reader reader, boolean fromBundle) throws IOException {
        long line = 1;
        try (CSVParser parser = CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get().parse(reader)) {
            Iterator<CSVRecord> records = parser.iterator();
            if (!records.hasNext()) {
                throw bad(1, 1, "the header is missing; expected " + String.join(",", COLUMNS));
            }
            checkHeader(records.next());
            while (true) {
                line = parser.getCurrentLineNumber() + 1;
                if (!records.hasNext()) {
                    break;
                }
                row(line, records.next());
            }
        } catch (UncheckedIOException | IllegalStateException e) {
            throw bad(line, 1, "not readable as CSV: " + e.getMessage());
        }
        MadeUpValues filled = new MadeUpValues();
        return new ReleaseList(filled.fill(rows), skipped, filled.sentences(), fromBundle);
    }

    private void checkHeader(CSVRecord header) {
        List<String> found = Arrays.asList(header.values());
        for (int i = 0; i < COLUMNS.size(); i++) {
            String cell = i < found.size() ? found.get(i).replace("\uFEFF", "").strip() : "nothing";
            if (!COLUMNS.get(i).equals(cell)) {
                throw bad(1, i + 1, "the header must be " + COLUMNS.get(i) + ", found " + cell);
            }
        }
        if (found.size() > COLUMNS.size()) {
            throw bad(1, COLUMNS.size() + 1, "unexpected column " + found.get(COLUMNS.size()));
        }
    }

    private void row(long line, CSVRecord cells) {
        if (cells.size() != COLUMNS.size()) {
            throw bad(line, Math.min(cells.size(), COLUMNS.size()) + 1,
                    "expected " + COLUMNS.size() + " columns, found " + cells.size());
        }
        String product = required(line, cells, 0);
        List<Integer> builds = builds(line, cells.get(1).strip());
        String release = required(line, cells, 3);
        if (!release.matches("20\\d\\d\\.(0[1-9]|1[0-2]) (B|D|OOB)")) {
            throw bad(line, 4, "\"" + release + "\" is not a release such as 2026.08 B");
        }
        String planned = oneOf(line, cells, 4, PLANNED);
        String actual = oneOf(line, cells, 5, TYPES);
        Integer hotpatchUbr = ubr(line, cells, 8);
        Integer lcuUbr = ubr(line, cells, 10);
        String hotpatchKb = kb(line, cells, 7);
        String lcuKb = kb(line, cells, 9);
        LocalDate date = date(line, cells.get(2).strip());
        String label = "line " + line + ", " + release + ", " + product;
        if (date == null) {
            skipped.add(label + ": skipped, the day is not known (" + cells.get(2).strip() + ")");
        } else if (actual.isEmpty()) {
            skipped.add(label + ": skipped, what it became is not known");
        } else if (actual.equals("Preview")) {
            skipped.add(label + ": skipped, a preview");
        } else {
            checkCadence(line, release, actual);
            rows.add(new ReleaseList.Row(product, builds, date, release, planned, actual, hotpatchKb, hotpatchUbr, lcuKb, lcuUbr));
        }
    }

    private void checkCadence(long line, String release, String actual) {
        if (release.endsWith("OOB") != actual.startsWith("OOB") || release.endsWith(" D")) {
            throw bad(line, 6, "\"" + actual + "\" does not fit the release " + release);
        }
    }

    private String required(long line, CSVRecord cells, int index) {
        String value = cells.get(index).strip();
        if (value.isEmpty()) {
            throw bad(line, index + 1, "must not be empty");
        }
        return value;
    }

    private String oneOf(long line, CSVRecord cells, int index, Set<String> allowed) {
        String value = cells.get(index).strip();
        if (!allowed.contains(value)) {
            throw bad(line, index + 1, "\"" + value + "\" is not one of " + allowed.stream().filter(s -> !s.isEmpty()).sorted().toList());
        }
        return value;
    }

    private List<Integer> builds(long line, String value) {
        List<Integer> builds = new ArrayList<>();
        for (String part : value.split(";", -1)) {
            if (!part.strip().matches("\\d{5}")) {
                throw bad(line, 2, "\"" + value + "\" is not a list of builds such as 26100;26200");
            }
            builds.add(Integer.valueOf(part.strip()));
        }
        return List.copyOf(builds);
    }

    private Integer ubr(long line, CSVRecord cells, int index) {
        String value = cells.get(index).strip();
        if (value.isEmpty()) {
            return null;
        }
        if (!value.matches("[1-9]\\d{0,5}")) {
            throw bad(line, index + 1, "\"" + value + "\" is not an update build revision, a whole number from 1 to 999999");
        }
        return Integer.valueOf(value);
    }

    private String kb(long line, CSVRecord cells, int index) {
        String value = cells.get(index).strip();
        if (!value.isEmpty() && !value.matches("KB\\d{6,8}")) {
            throw bad(line, index + 1, "\"" + value + "\" is not a KB number such as KB5120994");
        }
        return value.isEmpty() ? null : value;
    }

    /** The day, or null when only the month is known. */
    private LocalDate date(long line, String value) {
        if (value.matches("20\\d\\d-(0[1-9]|1[0-2])")) {
            return null;
        }
        try {
            return LocalDate.parse(value);
        } catch (DateTimeException e) {
            throw bad(line, 3, "\"" + value + "\" is not a date such as 2026-08-11");
        }
    }

    private IllegalArgumentException bad(long line, int column, String what) {
        String title = column <= COLUMNS.size() ? " (" + COLUMNS.get(column - 1) + ")" : "";
        return new IllegalArgumentException(name + ", line " + line + ", column " + column + title + ": " + what + ".");
    }
}
