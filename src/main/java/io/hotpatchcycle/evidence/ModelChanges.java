package io.hotpatchcycle.evidence;

import io.hotpatchcycle.cycle.CycleView;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The model set of a cycle beside that of the cycle before.
 *
 * @param before the cycle before; null when there was none
 */
record ModelChanges(String before, FileDifference difference) {

    static ModelChanges of(List<Map<String, Object>> previous, CycleView cycle, Procedure procedure) {
        if (previous.isEmpty() || cycle.modelSet() == null) {
            return new ModelChanges(null, new FileDifference(List.of(), ""));
        }
        return new ModelChanges(Facts.text(previous.get(0), "cycle"),
                FileDifference.of(procedure.models(Facts.text(previous.get(0), "modelSet")), procedure.models(cycle.modelSet())));
    }

    /** File, status, SHA-256 before and now. */
    List<List<Object>> rows() {
        return difference.files().stream().map(f -> Arrays.<Object>asList(f.file(), f.status(), f.sha256Before(), f.sha256Now())).toList();
    }

    /** In a sentence. */
    String says() {
        if (before == null) {
            return "No cycle before it was carried with a model set to compare with.";
        }
        List<String> changed = difference.files().stream().filter(FileDifference.File::changed)
                .map(f -> f.file() + " (" + f.status().toLowerCase(Locale.ROOT) + ")").toList();
        return "Compared with cycle " + before + ": " + (changed.isEmpty() ? "every file is the same." : String.join(", ", changed) + "; the rest is the same.")
                + " File by file in models-compared.csv, line by line in models-changed.diff.";
    }
}
