package io.hotpatchcycle.eligibility;

import io.hotpatchcycle.eligibility.EligibilityRows.Combination;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Decides eligibility for the devices of a plan. Face of this package. */
public final class Eligibilities {

    private static final String BUILD_CLASS = "build-class";
    private static final String ELIGIBILITY = "eligibility";
    private static final int PAGE = 20_000;

    private final EligibilityRows rows;
    private final DecisionTables tables;

    public Eligibilities(EligibilityRows rows, DecisionTables tables) {
        this.rows = rows;
        this.tables = tables;
    }

    /** By which tables a plan was decided, as the hashes of their texts. @param combinations how many were decided for the first time */
    public record Decided(int combinations, String buildClassTable, String eligibilityTable) {
    }

    /**
     * Decides every device of the cycle's plan: each distinct combination of classes once, joined back in SQL.
     *
     * @param modelSet whose tables decide; null for the active one
     */
    public Decided decide(String cycleId, String modelSet) {
        DecisionTables.Table buildClasses = tables.open(BUILD_CLASS, modelSet);
        classifyBuilds(cycleId, buildClasses);
        DecisionTables.Table table = tables.open(ELIGIBILITY, modelSet);
        List<Combination> combinations = rows.undecided(cycleId, table.hash());
        List<EligibilityRows.Result> results = new ArrayList<>();
        Map<String, Reason> byCode = new LinkedHashMap<>();
        for (Combination combination : combinations) {
            List<Reason> reasons = table.evaluate(combination.inputs()).stream().map(Reason::of).toList();
            reasons.forEach(reason -> byCode.put(reason.code(), reason));
            results.add(new EligibilityRows.Result(combination, Eligibility.of(reasons, combination.hotpatchedBefore())));
        }
        rows.keep(table.hash(), byCode.values());
        rows.keepResults(table.hash(), results);
        rows.apply(cycleId, table.hash());
        rows.keepTables(cycleId, buildClasses.hash(), table.hash());
        return new Decided(combinations.size(), buildClasses.hash(), table.hash());
    }

    /** Counts by state and reason for the newest plan of a cycle. */
    public Readiness readiness(String cycleId) {
        return rows.readiness(cycleId);
    }

    /** What fixing reasons would bring to the active devices of a cycle's plan. */
    public Forecast forecast(String cycleId) {
        return Forecast.of(rows.groups(cycleId));
    }

    /** A page of the active devices of a cycle's plan, in the order in which the fleet first knew them. */
    public List<ListedDevice> devices(String cycleId, DeviceFilter filter, int offset, int limit) {
        return rows.devices().after(cycleId, filter, 0, offset, limit);
    }

    /** All of them, a page in memory at a time. */
    public void eachDevice(String cycleId, DeviceFilter filter, Consumer<ListedDevice> reader) {
        List<ListedDevice> page = rows.devices().after(cycleId, filter, 0, 0, PAGE);
        while (!page.isEmpty()) {
            page.forEach(reader);
            page = rows.devices().after(cycleId, filter, page.get(page.size() - 1).number(), 0, PAGE);
        }
    }

    /** Whether a cycle's plan still has a line for each device: of old cycles that opened nothing only the counts are kept (docs, retention). */
    public boolean devicesKept(String cycleId) {
        return rows.devices().kept(cycleId);
    }

    /** How many there are. */
    public int count(String cycleId, DeviceFilter filter) {
        return rows.devices().count(cycleId, filter);
    }

    /** What the newest plan that knows this device says of it. */
    public Optional<DeviceEligibility> ofDevice(String deviceId) {
        return rows.newest(deviceId);
    }

    private void classifyBuilds(String cycleId, DecisionTables.Table table) {
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
