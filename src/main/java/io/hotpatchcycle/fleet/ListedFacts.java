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

    private final Map<Told, byte[]> known = new HashMap<>();
    private final Numbers numbers;

    /** @param numbers null where rows are to do without the number of their facts */
    ListedFacts(Numbers numbers) {
        this.numbers = numbers;
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

    /** The database's number for the facts of a device of which nothing else is known yet. */
    interface Numbers {

        /** @return one for each */
        List<Long> of(List<Classes> classes);
    }

    /** The values for each of a page. */
    byte[][] of(Told[] page) {
        byte[][] values = new byte[page.length][];
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
        List<Long> found = numbers == null ? null : numbers.of(classes);
        int next = 0;
        for (Told told : unknown.keySet()) {
            known.put(told, values(classes.get(next), found == null ? null : found.get(next)));
            next++;
        }
    }

    private static byte[] values(Classes c, Long number) {
        return BinaryRows.encoded(row -> {
            row.text(c.line()).integer(c.build()).integer(c.ubr()).text(c.edition()).text(c.cpu()).text(c.chpe()).text(c.joinType()).text(c.management())
                    .flag(c.retired());
            if (number != null) {
                row.longInteger(number);
            }
        });
    }
}
