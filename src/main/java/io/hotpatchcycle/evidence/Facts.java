package io.hotpatchcycle.evidence;

import io.hotpatchcycle.cycle.CycleResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the summary tells: everything of a cycle that does not grow with the fleet, and the first of what does.
 *
 * @param sources  what was read for the snapshot, of which tenant
 * @param catalog  entries of the catalog since the release before, with what became of them
 * @param restarts number of restarts by reason, planned or not, and how they are known
 */
record Facts(Map<String, Object> cycle, Map<String, Object> release, List<Map<String, Object>> revisions, CycleResult result,
             List<Map<String, Object>> approvals, List<Map<String, Object>> shown, List<Map<String, Object>> rings,
             List<Map<String, Object>> verdicts, List<Map<String, Object>> halts, List<Map<String, Object>> writes,
             List<Map<String, Object>> windows, List<Map<String, Object>> population, List<Map<String, Object>> coverage,
             List<Map<String, Object>> milestones, List<Map<String, Object>> tests, List<Map<String, Object>> failures, List<Map<String, Object>> actions,
             List<Map<String, Object>> sources, List<Map<String, Object>> catalog, Map<String, Integer> restarts, Sample late, Sample early) {

    private static final int SAMPLE = 25;

    /** How many rows there are, and the first of them. */
    record Sample(int count, List<List<Object>> first) {
    }

    static Facts of(EvidenceRows rows, String id, CycleResult result) {
        return new Facts(rows.list(Table.CYCLE, id).get(0), rows.list(Table.RELEASE, id).get(0), rows.list(Table.REVISIONS, id), result,
                rows.list(Table.APPROVALS, id), rows.list(Table.SHOWN, id), rows.list(Table.RINGS, id), rows.list(Table.VERDICTS, id),
                rows.list(Table.HALTS, id), rows.list(Table.WRITES_BRIEF, id), rows.list(Table.WINDOWS, id), rows.list(Table.POPULATION, id),
                rows.list(Table.COVERAGE, id), rows.list(Table.MILESTONES, id), rows.list(Table.MANUAL_TESTS, id), rows.list(Table.CONTROL_FAILURES, id),
                rows.list(Table.CORRECTIVE_ACTIONS, id), rows.list(Table.SOURCES, id), rows.list(Table.CATALOG, id), restarts(rows, id), sample(rows, Table.LATE, id), sample(rows, Table.EARLY, id));
    }

    private static Map<String, Integer> restarts(EvidenceRows rows, String id) {
        Map<String, Integer> counts = new TreeMap<>();
        rows.read(Table.RESTARTS, id, new Rows(values -> counts.merge(restart(values), 1, Integer::sum)));
        return counts;
    }

    private static String restart(List<Object> values) {
        return Plain.code(values.get(2)) + ", " + (Boolean.TRUE.equals(values.get(3)) ? "planned" : "not planned") + ", "
                + Plain.code(values.get(4)).toLowerCase(Locale.ROOT);
    }

    private static Sample sample(EvidenceRows rows, Table table, String id) {
        List<List<Object>> first = new ArrayList<>();
        int[] count = {0};
        rows.read(table, id, new Rows(values -> {
            if (count[0]++ < SAMPLE) {
                first.add(values);
            }
        }));
        return new Sample(count[0], first);
    }

    private record Rows(java.util.function.Consumer<List<Object>> rows) implements EvidenceRows.Reader {

        @Override
        public void columns(List<String> names) {
            // known from the table
        }

        @Override
        public void row(List<Object> values) {
            rows.accept(values);
        }
    }

    /** {@code cycle.json}. */
    Map<String, Object> cycleJson() {
        Map<String, Object> json = new LinkedHashMap<>(cycle);
        json.put("result", result);
        json.put("milestones", milestones);
        return json;
    }

    /** {@code release.json}. */
    Map<String, Object> releaseJson() {
        Map<String, Object> json = new LinkedHashMap<>(release);
        json.put("exploitedCves", text(release, "exploitedCves").isEmpty() ? List.of() : List.of(text(release, "exploitedCves").split(",")));
        json.put("revisions", revisions);
        return json;
    }

    static String text(Map<String, Object> row, String column) {
        Object value = row.get(column);
        return value == null ? "" : value.toString();
    }
}
