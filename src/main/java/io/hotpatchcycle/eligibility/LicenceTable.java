package io.hotpatchcycle.eligibility;

import io.hotpatchcycle.fleet.LicenceRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which licences cover hotpatch, by {@code licence.dmn}. Only a plain YES does. */
public final class LicenceTable implements LicenceRule {

    private static final String DECISION = "licence";

    private final DecisionTables.Table table;

    private LicenceTable(DecisionTables.Table table) {
        this.table = table;
    }

    /** The table as these model sets have it now. */
    public static LicenceTable of(DecisionTables tables) {
        return new LicenceTable(tables.open(DECISION));
    }

    @Override
    public boolean planCovers(String name) {
        return covers("PLAN", name);
    }

    @Override
    public boolean productCovers(String name) {
        return covers("PRODUCT", name);
    }

    @Override
    public String hash() {
        return table.hash();
    }

    private boolean covers(String kind, String name) {
        Map<String, Object> inputs = new LinkedHashMap<>();
        inputs.put("kind", kind);
        inputs.put("name", name);
        List<Map<String, Object>> hits = table.evaluate(inputs);
        return !hits.isEmpty() && "YES".equals(hits.get(0).get("covers"));
    }
}
