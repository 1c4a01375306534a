package io.hotpatchcycle.evidence;

import io.hotpatchcycle.cycle.CycleView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The model set of a cycle beside that of the cycle before, file by file.
 *
 * @param rows file, status (UNCHANGED, CHANGED, ADDED, REMOVED), SHA-256 before and now; none when there was no cycle before
 */
record ModelChanges(String before, List<List<Object>> rows) {

    static ModelChanges of(List<Map<String, Object>> previous, CycleView cycle, Procedure procedure) {
        if (previous.isEmpty() || cycle.modelSet() == null) {
            return new ModelChanges(null, List.of());
        }
        Map<String, byte[]> then = procedure.models(Facts.text(previous.get(0), "modelSet"));
        Map<String, byte[]> now = procedure.models(cycle.modelSet());
        TreeSet<String> names = new TreeSet<>(then.keySet());
        names.addAll(now.keySet());
        List<List<Object>> rows = new ArrayList<>();
        for (String name : names) {
            String before = then.containsKey(name) ? Hashes.hex(then.get(name)) : null;
            String after = now.containsKey(name) ? Hashes.hex(now.get(name)) : null;
            rows.add(Arrays.asList(name, before == null ? "ADDED" : after == null ? "REMOVED" : before.equals(after) ? "UNCHANGED" : "CHANGED", before, after));
        }
        return new ModelChanges(Facts.text(previous.get(0), "cycle"), rows);
    }

    /** In a sentence. */
    String says() {
        if (before == null) {
            return "No cycle before it was carried with a model set to compare with.";
        }
        List<String> changed = rows.stream().filter(r -> !"UNCHANGED".equals(r.get(1))).map(r -> r.get(0) + " (" + r.get(1).toString().toLowerCase(java.util.Locale.ROOT) + ")").toList();
        return "Compared with cycle " + before + ": " + (changed.isEmpty() ? "every file is the same." : String.join(", ", changed) + "; the rest is the same.")
                + " File by file in models-compared.csv.";
    }
}
