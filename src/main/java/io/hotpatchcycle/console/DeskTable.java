package io.hotpatchcycle.console;

import io.hotpatchcycle.audit.Told;
import io.hotpatchcycle.evidence.Listing;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.web.util.UriComponentsBuilder;

/** A listing as a table on a page: columns in words, values as people read them, ids as links. */
record DeskTable(List<String> head, List<List<Cell>> rows) {

    private static final Set<String> CODES = Set.of("kind", "changeType", "state", "subject", "decision", "population", "eligibility", "track", "outcome",
            "cycleState", "disposition", "standing");
    /** Words that stand one below the other; none of them is broken. */
    private static final Set<String> LISTS = Set.of("kbs", "exploited");
    private static final Set<String> MONO = Set.of("shownSha256", "entry", "hash", "sha256", "build", "element", "value", "before", "after");
    private static final int SHORT_HASH = 12;
    private static final int SHOWN = 220;

    /**
     * One value.
     *
     * @param at   set where it is a moment
     * @param href set where it leads somewhere
     * @param kind style: {@code num}, {@code mono}, {@code lines}, {@code data}, {@code when} (not broken) or empty
     * @param full the whole of what is cut; null when nothing is
     */
    record Cell(String text, Moment at, String href, String kind, String full) {
    }

    static DeskTable of(Listing list, Instant now) {
        return new DeskTable(list.columns().stream().map(DeskTable::words).toList(), list.rows().stream().map(row -> {
            List<Cell> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                cells.add(cell(list.columns().get(i), row.get(i), now));
            }
            return cells;
        }).toList());
    }

    /** {@code decidedBy} as {@code Decided by}. */
    static String words(String column) {
        String spaced = Told.name(column).replace("kbs", "KBs").replace("cve", "CVE").replace("sha256", "SHA-256");
        return spaced.substring(0, 1).toUpperCase(Locale.ROOT) + spaced.substring(1);
    }

    private static Cell cell(String column, Object value, Instant now) {
        if (value instanceof Instant at) {
            return new Cell("", Moment.of(at, now), null, "when", null);
        }
        if (value instanceof Boolean flag) {
            return new Cell(flag ? "yes" : "no", null, null, "", null);
        }
        if (value instanceof Number number) {
            return new Cell(number instanceof BigDecimal decimal ? decimal.toPlainString() : number.toString(), null, null, "num", null);
        }
        String text = value == null ? "" : value.toString();
        String kind = MONO.contains(column) ? "mono" : column.equals("release") ? "when" : "";
        if (CODES.contains(column)) {
            return new Cell(Words.code(text).replaceAll("\\b[Ll]cu\\b", "LCU"), null, null, kind, null);
        }
        if (column.equals("cadence")) {
            return new Cell(Told.name(text), null, null, kind, null);
        }
        if (LISTS.contains(column)) {
            return new Cell(text.replace(' ', '\n'), null, null, "mono lines", null);
        }
        if (column.equals("type")) {
            return new Cell(text, null, null, "mono word", null);
        }
        if (column.equals("data")) {
            return new Cell(CycleDetail.factsOf(text, Set.of()).stream().map(f -> f.name() + ": " + f.value()).collect(Collectors.joining("\n")), null, null, "data", text);
        }
        if (column.equals("asked")) {
            return new Cell(Words.groups(text), null, null, kind, null);
        }
        boolean hash = text.matches("[0-9a-f]{64}");
        String shown = hash ? text.substring(0, SHORT_HASH) + "…" : text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return new Cell(instance(column) && text.length() > SHORT_HASH ? text.substring(0, 8) + "…" : shown, null, href(column, text), kind,
                shown.equals(text) ? null : text);
    }

    private static boolean instance(String column) {
        return column.equals("instance") || column.equals("calledBy") || column.equals("taskId") || column.equals("entry");
    }

    private static String href(String column, String text) {
        if (text.isEmpty()) {
            return null;
        }
        if (instance(column) && !column.equals("taskId") && !column.equals("entry")) {
            return path("/desk/instances/{id}", text);
        }
        return switch (column) {
            case "cycle" -> path("/cycles/{id}", text);
            case "device" -> UriComponentsBuilder.fromPath("/desk/device").queryParam("device", "{id}").encode().buildAndExpand(text).toUriString();
            case "entry" -> path("/desk/samples/{id}", text);
            default -> null;
        };
    }

    private static String path(String template, String value) {
        return UriComponentsBuilder.fromPath(template).encode().buildAndExpand(value).toUriString();
    }
}
