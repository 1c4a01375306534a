package io.hotpatchcycle.fleet;

import io.hotpatchcycle.fleet.FactClasses.OsVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a list says that many devices have in common: worked out once for all that say the same, and kept as the values of their rows. */
final class ListedFacts {

    /** In the order in which values are given. */
    static final String TYPES = "line text, build integer, ubr integer, edition text, cpu text, chpe text, join_type text, management text, retired boolean";

    /** A fleet has a few thousand. Where it has more, the first are worked out anew. */
    private static final int MOST = 20_000;

    private final Map<Told, Shared> known = new HashMap<>();
    private final Numbers numbers;
    private final FirstList first;

    private ListedFacts(Numbers numbers, FirstList first) {
        this.numbers = numbers;
        this.first = first;
    }

    /** Where rows do without the number of their facts. */
    static ListedFacts plain() {
        return new ListedFacts(null, null);
    }

    /** @param first is told what is seen */
    static ListedFacts numbered(Numbers numbers, FirstList first) {
        return new ListedFacts(numbers, first);
    }

    /** As a source tells it. */
    record Told(String osVersion, String skuFamily, String architecture, String joinType, String managementAgent, String managementState) {

        static Told of(DeviceFact fact) {
            return new Told(fact.osVersion(), fact.skuFamily(), fact.architecture(), fact.joinType(), fact.managementAgent(), fact.managementState());
        }

        private Classes classes() {
            OsVersion os = FactClasses.osVersion(osVersion, skuFamily);
            String cpu = FactClasses.cpu(architecture);
            return new Classes(os.line().name(), os.build(), os.ubr(), FactClasses.edition(skuFamily), cpu, FactClasses.chpe(cpu),
                    FactClasses.joinType(joinType), FactClasses.management(managementAgent), FactClasses.retired(managementState));
        }
    }

    /** What decisions look at. */
    record Classes(String line, Integer build, Integer ubr, String edition, String cpu, String chpe, String joinType, String management, boolean retired) {
    }

    /**
     * The database's numbers for the facts of a device of which nothing else is known yet.
     *
     * @param facts      of one that was not seen hotpatched
     * @param hotpatched of one that was
     * @param atHotpatch whether the catalog calls its level a hotpatch
     */
    record Number(long facts, long hotpatched, boolean atHotpatch) {
    }

    /** Knows the numbers of facts. */
    interface Numbers {

        /** @return one for each */
        List<Number> of(List<Classes> classes);
    }

    /**
     * What rows have in common.
     *
     * @param values ready to be copied
     * @param number null where rows do without
     */
    record Shared(byte[] values, Number number, boolean due) {
    }

    /** The values for each of a page. */
    Shared[] of(Told[] page) {
        Shared[] values = new Shared[page.length];
        Map<Told, Classes> unknown = new LinkedHashMap<>();
        for (int i = 0; i < page.length; i++) {
            values[i] = known.get(page[i]);
            if (values[i] == null) {
                unknown.computeIfAbsent(page[i], Told::classes);
            }
        }
        if (!unknown.isEmpty()) {
            learn(unknown);
            for (int i = 0; i < page.length; i++) {
                values[i] = values[i] == null ? known.get(page[i]) : values[i];
            }
        }
        return values;
    }

    private void learn(Map<Told, Classes> unknown) {
        if (known.size() > MOST) {
            known.clear();
        }
        List<Classes> classes = new ArrayList<>(unknown.values());
        List<Number> found = numbers == null ? null : numbers.of(classes);
        int next = 0;
        for (Told told : unknown.keySet()) {
            Classes common = classes.get(next);
            Number number = found == null ? null : found.get(next);
            if (first != null) {
                first.saw(common, number.atHotpatch());
            }
            known.put(told, new Shared(values(common), number, FirstList.due(common)));
            next++;
        }
    }

    private static byte[] values(Classes c) {
        return BinaryRows.encoded(row -> row.text(c.line()).integer(c.build()).integer(c.ubr()).text(c.edition()).text(c.cpu()).text(c.chpe()).text(c.joinType())
                .text(c.management()).flag(c.retired()));
    }
}
