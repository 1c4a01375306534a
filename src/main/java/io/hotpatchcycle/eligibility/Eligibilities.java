package io.hotpatchcycle.eligibility;

import io.hotpatchcycle.eligibility.EligibilityRows.Combination;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides eligibility for the devices of a plan. Face of this package. */
public final class Eligibilities {

    private static final String BUILD_CLASS = "build-class";
    private static final String ELIGIBILITY = "eligibility";

    private final EligibilityRows rows;
    private final DecisionTables tables;

    public Eligibilities(EligibilityRows rows, DecisionTables tables) {
        this.rows = rows;
        this.tables = tables;
    }

    /**
     * Decides every device of the cycle's plan: each distinct combination of classes once, joined back in SQL.
     *
     * @return how many combinations were decided
     */
    public int decide(String cycleId) {
        classifyBuilds(cycleId);
        DecisionTables.Table table = tables.open(ELIGIBILITY);
        List<Combination> combinations = rows.undecided(cycleId, table.hash());
        List<EligibilityRows.Result> results = new ArrayList<>();
        Map<String, Reason> byCode = new LinkedHashMap<>();
        for (Combination combination : combinations) {
            List<Reason> reasons = table.evaluate(combination.inputs()).stream().map(Reason::of).toList();
            reasons.forEach(reason -> byCode.put(reason.code(), reason));
            results.add(new EligibilityRows.Result(combination, Eligibility.of(reasons, combination.hotpatchedBefore())));
        }
        rows.keep(byCode.values());
        rows.keepResults(table.hash(), results);
        rows.apply(cycleId, table.hash());
        return combinations.size();
    }

    /** Counts by state and reason for the newest plan of a cycle. */
    public Readiness readiness(String cycleId) {
        return rows.readiness(cycleId);
    }

    /** What the newest plan that knows this device says of it. */
    public Optional<DeviceEligibility> ofDevice(String deviceId) {
        return rows.newest(deviceId);
    }

    private void classifyBuilds(String cycleId) {
        DecisionTables.Table table = tables.open(BUILD_CLASS);
        List<EligibilityRows.Build> builds = rows.builds(cycleId);
        List<String> classes = new ArrayList<>(builds.size());
        for (EligibilityRows.Build build : builds) {
            List<Map<String, Object>> hits = table.evaluate(inputs(build));
            Object value = hits.isEmpty() ? null : hits.get(0).get("buildClass");
            classes.add(value == null ? "UNKNOWN" : value.toString());
        }
        rows.classify(cycleId, builds, classes);
    }

    private static Map<String, Object> inputs(EligibilityRows.Build build) {
        Map<String, Object> inputs = new LinkedHashMap<>();
        inputs.put("product", build.line());
        inputs.put("build", build.build());
        inputs.put("ubr", build.ubr());
        inputs.put("cpu", build.cpu());
        inputs.put("trackedBuild", build.tracked());
        inputs.put("baselineUbr", build.baselineUbr());
        return inputs;
    }
}
