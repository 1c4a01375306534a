package io.hotpatchcycle.rehearsal;

import io.hotpatchcycle.cycle.CycleReport;
import io.hotpatchcycle.cycle.CycleResult;
import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The result of a rehearsal in the shape of the contract ({@code --report}), and as a table. */
public final class RehearsalReport {

    private final Map<String, Object> json = new LinkedHashMap<>();
    private final List<String> table = new ArrayList<>();

    /**
     * Restarts over all cycles.
     *
     * @param ledger       rows of the restart ledger that are known to have happened
     * @param controlled   what the sandbox's devices did that some cycle controlled
     * @param uncontrolled what all others did by themselves: no cycle writes those down
     * @param byCause      all of the sandbox's by what brought them
     */
    public record Restarts(int ledger, int controlled, int uncontrolled, Map<String, Integer> byCause) {
    }

    /**
     * Gathers it.
     *
     * @param skipped rows of the release file that were left out
     * @param counted restarts as the ledger has them, and as the sandbox did them
     */
    public RehearsalReport(long seed, int devices, List<String> skipped, Cycles cycles, Restarts counted) {
        List<CycleView> all = cycles.all().stream().sorted(Comparator.comparing(CycleView::publishedAt).thenComparing(CycleView::id)).toList();
        List<CycleReport> shown = new ArrayList<>();
        long[] sums = new long[7];
        table.add(String.format("%-26s %-9s %-9s %-9s %-9s %9s %9s %7s %7s %7s %9s", "cycle", "kind", "surprise", "change", "state",
                "hotpatch", "lcu", "failed", "days90", "days95", "restarts"));
        for (CycleView cycle : all) {
            CycleResult result = cycles.result(cycle.id());
            shown.add(CycleReport.of(cycle, result, cycles.rings(cycle.id())));
            table.add(String.format(java.util.Locale.ROOT, "%-26s %-9s %-9s %-9s %-9s %9d %9d %7d %7s %7s %9d", cycle.id(), cycle.kind(),
                    cycle.surprise() ? "yes" : "", cycle.changeType(), cycle.state(), result.hotpatched(), result.lcu(), result.failed(),
                    result.daysTo90() == null ? "-" : result.daysTo90(), result.daysTo95() == null ? "-" : result.daysTo95(),
                    result.planned() + result.extra()));
            long[] own = {result.hotpatched(), result.lcu(), result.failed(), result.exposureHours(), result.planned(), result.extra(), result.avoided()};
            for (int i = 0; i < sums.length; i++) {
                sums[i] += own[i];
            }
        }
        json.put("seed", seed);
        json.put("devices", devices);
        json.put("skipped", skipped);
        json.put("cycles", shown);
        Map<String, Object> totals = new LinkedHashMap<>();
        totals.put("hotpatched", sums[0]);
        totals.put("lcu", sums[1]);
        totals.put("failed", sums[2]);
        totals.put("exposureHours", sums[3]);
        Map<String, Object> restarts = new LinkedHashMap<>();
        restarts.put("planned", sums[4]);
        restarts.put("extra", sums[5]);
        restarts.put("avoided", sums[6]);
        restarts.put("ledger", counted.ledger());
        restarts.put("observed", counted.controlled() + counted.uncontrolled());
        restarts.put("observedControlled", counted.controlled());
        restarts.put("observedUncontrolled", counted.uncontrolled());
        restarts.put("observedByCause", counted.byCause());
        totals.put("restarts", restarts);
        json.put("totals", totals);
        table.add(String.format("%d cycles; %d hotpatched, %d by cumulative update, %d failed; restarts: %d planned, %d extra, %d avoided; "
                + "ledger %d, observed by the sandbox %d, of them %d of devices that no cycle controls", all.size(), sums[0], sums[1], sums[2], sums[4],
                sums[5], sums[6], counted.ledger(), counted.controlled() + counted.uncontrolled(), counted.uncontrolled()));
    }

    /** For {@code --report}. */
    public Map<String, Object> json() {
        return json;
    }

    /** For people. */
    public List<String> table() {
        return table;
    }
}
