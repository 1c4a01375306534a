package io.hotpatchcycle.eligibility;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What fixing reasons would bring. A fix is taken to remove its reason and nothing else; what the fix uncovers is seen
 * with the next snapshot.
 *
 * @param active   the denominator of every share
 * @param eligible today
 * @param alone    each reason for itself, what helps most first
 * @param sequence one after the other, each time the reason that then makes most devices eligible: greedy, so good but
 *                 not proven best. Where none alone helps any more, the one nearest to helping
 */
public record Forecast(int active, int eligible, List<Step> alone, List<Step> sequence) {

    private static final int LONGEST = 12;

    public Forecast {
        alone = List.copyOf(alone);
        sequence = List.copyOf(sequence);
    }

    /**
     * Fixing one reason.
     *
     * @param devices        active devices that have it
     * @param eligibleBefore eligible devices before
     * @param eligibleAfter  and after
     */
    public record Step(String code, int devices, String owner, String fix, boolean fixRestarts, int eligibleBefore, int eligibleAfter) {
    }

    /** Active devices that share their reasons. */
    record Group(int devices, List<Reason> reasons, boolean hotpatchedBefore) {

        boolean eligibleWithout(Set<String> fixed) {
            return Eligibility.of(reasons.stream().filter(r -> !fixed.contains(r.code())).toList(), hotpatchedBefore).state()
                    == Eligibility.State.ELIGIBLE;
        }

        boolean has(String code) {
            return reasons.stream().anyMatch(r -> r.code().equals(code));
        }

        long left(Set<String> fixed) {
            return reasons.stream().filter(r -> r.keepsOut() && !fixed.contains(r.code())).count();
        }
    }

    static Forecast of(List<Group> groups) {
        Map<String, Reason> reasons = new TreeMap<>();
        groups.forEach(g -> g.reasons().stream().filter(Reason::keepsOut).forEach(r -> reasons.putIfAbsent(r.code(), r)));
        int active = groups.stream().mapToInt(Group::devices).sum();
        int now = eligible(groups, Set.of());
        List<Step> alone = new ArrayList<>();
        reasons.values().forEach(reason -> alone.add(step(groups, reason, Set.of(), now)));
        alone.sort(Comparator.comparingInt(Step::eligibleAfter).reversed().thenComparing(Step::code));
        return new Forecast(active, now, alone, sequence(groups, reasons, now));
    }

    private static List<Step> sequence(List<Group> groups, Map<String, Reason> reasons, int now) {
        List<Step> steps = new ArrayList<>();
        Set<String> fixed = new LinkedHashSet<>();
        int before = now;
        while (steps.size() < LONGEST && fixed.size() < reasons.size()) {
            int from = before;
            Step best = reasons.values().stream().filter(r -> !fixed.contains(r.code())).map(r -> step(groups, r, fixed, from))
                    .max(Comparator.comparingInt(Step::eligibleAfter).thenComparingDouble(s -> nearness(groups, s.code(), fixed))
                            .thenComparing(Comparator.comparing(Step::code).reversed())).orElseThrow();
            steps.add(best);
            fixed.add(best.code());
            before = best.eligibleAfter();
        }
        return steps;
    }

    /** Devices with the reason, each counting the less the more else keeps it out. */
    private static double nearness(List<Group> groups, String code, Set<String> fixed) {
        return groups.stream().filter(g -> g.has(code) && !g.eligibleWithout(fixed)).mapToDouble(g -> g.devices() / (double) Math.max(1, g.left(fixed))).sum();
    }

    private static Step step(List<Group> groups, Reason reason, Set<String> fixed, int before) {
        Set<String> then = new HashSet<>(fixed);
        then.add(reason.code());
        return new Step(reason.code(), groups.stream().filter(g -> g.has(reason.code())).mapToInt(Group::devices).sum(), reason.owner(), reason.fix(),
                reason.fixRestarts(), before, eligible(groups, then));
    }

    private static int eligible(List<Group> groups, Set<String> fixed) {
        return groups.stream().filter(g -> g.eligibleWithout(fixed)).mapToInt(Group::devices).sum();
    }
}
