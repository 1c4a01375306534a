package io.hotpatchcycle.evidence;

import java.util.ArrayList;
import java.util.List;

/** Rows of a question that has few. */
final class Collected implements EvidenceRows.Reader {

    List<String> names = List.of();
    final List<List<Object>> rows = new ArrayList<>();

    static Listing of(EvidenceRows rows, String sql, java.util.Map<String, ?> parameters) {
        Collected found = new Collected();
        rows.read(sql, parameters, found);
        return new Listing(found.names, found.rows, found.rows.size());
    }

    @Override
    public void columns(List<String> columns) {
        names = columns;
    }

    @Override
    public void row(List<Object> values) {
        List<Object> plain = new ArrayList<>(values);
        plain.replaceAll(v -> v instanceof EvidenceRows.Json json ? json.text() : v);
        rows.add(plain);
    }
}
