package io.hotpatchcycle.process;

import io.hotpatchcycle.process.ColumnTests.Column;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.model.dmn.HitPolicy;

/**
 * Finds combinations of inputs that no rule fits, and rules that say nothing because others come before them. Each column is cut into
 * classes of values that its cells tell apart, as the engine itself tests them; their combinations are walked through, not listed.
 */
final class TableCoverage {

    private static final DmnEngine ENGINE = FeelOnly.configuration().buildEngine();
    /** How many looks at a rule the search for one answer may take, and the same for all rules that might be hidden: about a second. */
    private static final int LOOKS = 10_000_000;
    private static final int NAMED = 10;
    private static final String RING = "ringName";
    private static final Object ANY = new Object();
    private static final String OTHER = "something else";
    private static final String NOT_KNOWN = "whether a rule fits everything is not known. ";
    private static final List<String> LIMITS = List.of("failureLimit", "silentLimit", "limit");
    /** Given whenever their tables are asked. */
    private static final Set<String> NEVER_EMPTY = Set.of(RING, "kind", "changeType", "signal");

    private final TableModel table;
    /** By column: a value of each class, and the rules that let it through. */
    private final List<Map<BitSet, Object>> columns = new ArrayList<>();
    /** The rings of each class of the column that tells them apart. */
    private final Map<BitSet, Set<Object>> ringsOf = new HashMap<>();
    private int looks;
    private boolean gaveUp;

    private TableCoverage(TableModel table, List<String> rings) {
        this.table = table;
        List<Column> all = IntStream.range(0, table.inputs().size())
                .mapToObj(i -> new Column("v", table.inputs().get(i).type(), table.column(i))).toList();
        List<ColumnTests> tests = ColumnTests.of(ENGINE, all);
        for (int i = 0; i < all.size(); i++) {
            Map<BitSet, Object> classes = new LinkedHashMap<>();
            for (Object value : values(table.inputs().get(i), table.column(i), rings)) {
                BitSet passing = tests.get(i).passing(Collections.singletonMap("v", value));
                classes.putIfAbsent(passing, value);
                if (RING.equals(table.inputs().get(i).expression())) {
                    ringsOf.computeIfAbsent(passing, p -> new HashSet<>()).add(value);
                }
            }
            columns.add(classes);
        }
    }

    /** @param rings names of the rings there are; empty: any */
    static List<TableFault> faults(TableModel table, List<String> rings) {
        if (table.rules().isEmpty()) {
            return List.of(new TableFault(table.id(), 0, "it has no rule."));
        }
        List<TableFault> unsearchable = unsearchable(table);
        if (!unsearchable.isEmpty()) {
            return unsearchable;
        }
        TableCoverage anyRing;
        TableCoverage ours;
        try {
            anyRing = new TableCoverage(table, List.of());
            ours = table.inputs().stream().anyMatch(in -> RING.equals(in.expression())) ? new TableCoverage(table, rings) : anyRing;
        } catch (RuntimeException e) {
            return unreadable(table, e);
        }
        List<TableFault> found = new ArrayList<>();
        if (table.oneAnswer()) {
            ours.gap().ifPresent(found::add);
            found.addAll(ours.laxer(rings));
        }
        found.addAll(anyRing.neverReached());
        return found;
    }

    /** What the engine has against a file in which nothing else was found. */
    static List<TableFault> refused(String file, byte[] xml) {
        try {
            ENGINE.parseDecisions(new ByteArrayInputStream(xml));
            return List.of();
        } catch (RuntimeException e) {
            return List.of(new TableFault(file, 0, "the engine cannot read it: " + root(e)));
        }
    }

    /** What an exception is about in the end. */
    static String root(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).replaceFirst("^(Fatal )?Error: URI=null Line=(\\d+)", "line $2");
    }

    /** What keeps gaps and overlaps from being looked for: that none is known is no all-clear. */
    private static List<TableFault> unsearchable(TableModel table) {
        List<TableFault> found = new ArrayList<>();
        if (!table.oneAnswer() && !ReasonCoverage.TABLE.equals(table.id())) {
            found.add(new TableFault(table.id(), 0, "its hit policy is " + table.hitPolicy().name().replace('_', ' ') + ", which cannot be checked: " + NOT_KNOWN
                    + "Make it FIRST, UNIQUE or ANY."));
        }
        for (TableModel.In in : table.inputs()) {
            if (!in.numeric() && !"string".equals(in.type()) && !"boolean".equals(in.type())) {
                found.add(new TableFault(table.id(), 0, "the column '" + in.title() + "' has " + (in.type() == null ? "no type" : "the type " + in.type())
                        + ", which cannot be checked: " + NOT_KNOWN + "Make it string, boolean, integer, long or double."));
            }
        }
        for (int rule = 0; rule < table.rules().size(); rule++) {
            for (int i = 0; i < table.inputs().size(); i++) {
                String cell = table.rules().get(rule).conditions().get(i);
                if (!ColumnTests.plain(cell)) {
                    found.add(new TableFault(table.id(), rule + 1, "'" + table.inputs().get(i).name() + "' says " + cell + ", which names an input and cannot be checked: "
                            + NOT_KNOWN + "Write values there, and give the comparison a column of its own."));
                }
            }
        }
        return found;
    }

    /** The cells that cannot be read, or else the whole table with what the engine says. */
    static List<TableFault> unreadable(TableModel table, RuntimeException e) {
        List<TableFault> found = new ArrayList<>();
        for (int rule = 0; rule < table.rules().size(); rule++) {
            for (int i = 0; i < table.inputs().size(); i++) {
                String cell = table.rules().get(rule).conditions().get(i);
                try {
                    ColumnTests.of(ENGINE, List.of(new Column("v", table.inputs().get(i).type(), List.of(cell)))).get(0)
                            .passing(Collections.singletonMap("v", null));
                } catch (RuntimeException unreadable) {
                    found.add(new TableFault(table.id(), rule + 1, "'" + table.inputs().get(i).name() + "' says " + cell + ", which cannot be read."));
                }
            }
        }
        return found.isEmpty() ? List.of(new TableFault(table.id(), 0, "it cannot be read: " + root(e))) : found;
    }

    private static List<Object> values(TableModel.In input, List<String> cells, List<String> rings) {
        Set<Object> values = new LinkedHashSet<>();
        if (input.numeric()) {
            Set<BigDecimal> bounds = new TreeSet<>();
            for (String cell : cells) {
                Matcher number = TableModel.NUMBER.matcher(cell.replace("..", " "));
                while (number.find()) {
                    bounds.add(new BigDecimal(number.group()));
                }
            }
            bounds.add(BigDecimal.ZERO);
            for (BigDecimal bound : bounds) {
                values.addAll(Arrays.asList(number(input, bound.subtract(BigDecimal.ONE)), number(input, bound), number(input, bound.add(BigDecimal.ONE))));
            }
        } else if ("boolean".equals(input.type())) {
            values.addAll(List.of(true, false));
        } else if (RING.equals(input.expression()) && !rings.isEmpty()) {
            values.addAll(rings);
        } else if (!input.values().isEmpty()) {
            values.addAll(input.values());
        } else {
            cells.forEach(cell -> values.addAll(TableModel.literals(cell)));
            values.add(OTHER);
        }
        if (!NEVER_EMPTY.contains(input.expression())) {
            values.add(null);
        }
        return new ArrayList<>(values);
    }

    private static Object number(TableModel.In input, BigDecimal value) {
        return "integer".equals(input.type()) ? (Object) value.intValue() : "long".equals(input.type()) ? (Object) value.longValue() : (Object) value.doubleValue();
    }

    private Optional<TableFault> gap() {
        BitSet all = new BitSet();
        all.set(0, table.rules().size());
        Object[] at = new Object[columns.size()];
        Arrays.fill(at, ANY);
        looks = LOOKS;
        if (covered(all, -1, at)) {
            return gaveUp ? Optional.of(new TableFault(table.id(), 0, "it is too large to be checked: " + NOT_KNOWN
                    + "Add a last rule for everything else, or divide the table into smaller ones.")) : Optional.empty();
        }
        // An example names the ring where the table asks for it first, also where every ring has the gap.
        if (at[0] == ANY && RING.equals(table.inputs().get(0).expression())) {
            at[0] = columns.get(0).values().iterator().next();
        }
        return Optional.of(new TableFault(table.id(), 0, "no rule fits " + IntStream.range(0, at.length).filter(i -> at[i] != ANY)
                .mapToObj(i -> table.inputs().get(i).title() + " " + shown(at[i])).collect(Collectors.joining(", "))
                + ". Add one, or a last rule for everything else."));
    }

    private static String shown(Object value) {
        return value == null ? "(empty)" : value instanceof String text ? "\"" + text + "\"" : value.toString();
    }

    /** Rules that no device or ring comes to, or that come to the same one as another where only one may; what could not be told is no all-clear. */
    private List<TableFault> neverReached() {
        List<TableFault> found = new ArrayList<>();
        BitSet unknown = new BitSet();
        looks = LOOKS;
        for (int rule = 0; rule < table.rules().size(); rule++) {
            int at = rule;
            if (columns.stream().anyMatch(classes -> classes.keySet().stream().noneMatch(passing -> passing.get(at)))) {
                found.add(never(rule, "its conditions can never be met."));
            } else if (table.hitPolicy() != HitPolicy.FIRST) {
                Optional.of(rule).filter(r -> table.oneAnswer()).flatMap(this::overlap).ifPresent(found::add);
            } else if (!lastForEverything(rule) && hidden(rule)) {
                if (gaveUp) {
                    unknown.set(rule + 1);
                } else {
                    found.add(never(rule, "the rules before it already answer all that it is about."));
                }
            }
        }
        if (!unknown.isEmpty()) {
            found.add(new TableFault(table.id(), 0, "it is too large to be checked: whether the rules before them together leave anything to rule "
                    + unknown.stream().limit(NAMED).mapToObj(String::valueOf).collect(Collectors.joining(", "))
                    + (unknown.cardinality() > NAMED ? " and " + (unknown.cardinality() - NAMED) + " more" : "") + " is not known. Divide the table into smaller ones."));
        }
        return found;
    }

    private TableFault never(int rule, String because) {
        return new TableFault(table.id(), rule + 1, "it never applies, because " + because + " Take it out, or move it up.");
    }

    /** A net, also where nothing falls into it. */
    private boolean lastForEverything(int rule) {
        return rule == table.rules().size() - 1 && table.rules().get(rule).conditions().stream().allMatch(cell -> cell.isEmpty() || "-".equals(cell));
    }

    private boolean hidden(int rule) {
        BitSet before = new BitSet();
        before.set(0, rule);
        return covered(before, rule, new Object[columns.size()]);
    }

    /** A later ring that tolerates more than an earlier one that the table names: what the earlier one found out would count for less. */
    private List<TableFault> laxer(List<String> rings) {
        int column = IntStream.range(0, columns.size()).filter(i -> RING.equals(table.inputs().get(i).expression())).findFirst().orElse(-1);
        Map<List<Object>, TableFault> found = new LinkedHashMap<>();
        if (column < 0 || table.hitPolicy() != HitPolicy.FIRST) {
            return List.of();
        }
        BitSet all = new BitSet();
        all.set(0, table.rules().size());
        for (BitSet left : without(column, all)) {
            for (int later = 1; later < rings.size(); later++) {
                for (int earlier = later - 1; earlier >= 0; earlier--) {
                    compare(column, left, rings.get(earlier), rings.get(later), found);
                }
            }
        }
        return List.copyOf(found.values());
    }

    private void compare(int column, BitSet left, String earlier, String later, Map<List<Object>, TableFault> found) {
        int first = rule(column, left, earlier);
        int then = rule(column, left, later);
        if (first < 0 || then < 0 || !TableModel.literals(table.rules().get(first).conditions().get(column)).contains(earlier)
                || !table.answer(first, "mode").equals(table.answer(then, "mode"))) {
            return;
        }
        for (String limit : LIMITS) {
            String before = table.answer(first, limit);
            String after = table.answer(then, limit);
            if (TableModel.NUMBER.matcher(before).matches() && TableModel.NUMBER.matcher(after).matches() && new BigDecimal(after).compareTo(new BigDecimal(before)) > 0) {
                found.putIfAbsent(List.of(then, limit), new TableFault(table.id(), then + 1, "'" + limit + "' is " + after + " for ring '" + later + "', more than the "
                        + before + " of ring '" + earlier + "' before it. A later ring tolerates no more."));
            }
        }
    }

    /** The rule that a ring gets of these; -1 for none. */
    private int rule(int column, BitSet left, String ring) {
        for (int rule = left.nextSetBit(0); rule >= 0; rule = left.nextSetBit(rule + 1)) {
            for (Map.Entry<BitSet, Object> each : columns.get(column).entrySet()) {
                if (each.getKey().get(rule) && ringsOf.get(each.getKey()).contains(ring)) {
                    return rule;
                }
            }
        }
        return -1;
    }

    /** The rules that are left in each combination of the other columns. */
    private Set<BitSet> without(int column, BitSet all) {
        Set<BitSet> left = Set.of(all);
        for (int i = 0; i < columns.size(); i++) {
            if (i != column) {
                Set<BitSet> next = new LinkedHashSet<>();
                for (BitSet rules : left) {
                    for (BitSet passing : columns.get(i).keySet()) {
                        BitSet both = (BitSet) rules.clone();
                        both.and(passing);
                        next.add(both);
                    }
                }
                left = next;
            }
        }
        return left;
    }

    private Optional<TableFault> overlap(int rule) {
        for (int other = 0; other < rule; other++) {
            int earlier = other;
            if (columns.stream().allMatch(classes -> classes.keySet().stream().anyMatch(passing -> passing.get(rule) && passing.get(earlier)))
                    && !(table.hitPolicy() == HitPolicy.ANY && table.rules().get(rule).answers().equals(table.rules().get(other).answers()))) {
                return Optional.of(new TableFault(table.id(), rule + 1, "it overlaps rule " + (other + 1) + ", but only one rule of this table may fit."));
            }
        }
        return Optional.empty();
    }

    /**
     * Whether these rules fit everything. Also true where {@link #gaveUp} says afterwards that it could not be told; one rule that fits all by itself is
     * always found.
     *
     * @param within only where this rule fits; -1 for everywhere
     * @param at     the combination that is looked at; that of the gap afterwards
     */
    private boolean covered(BitSet rules, int within, Object[] at) {
        List<Map<BitSet, Object>> classes = columns.stream().map(all -> {
            Map<BitSet, Object> its = new LinkedHashMap<>(all);
            its.keySet().removeIf(passing -> within >= 0 && !passing.get(within));
            return its;
        }).toList();
        List<BitSet> refusing = IntStream.range(0, rules.length()).mapToObj(rule -> {
            BitSet its = new BitSet();
            IntStream.range(0, classes.size()).filter(i -> classes.get(i).keySet().stream().anyMatch(passing -> !passing.get(rule))).forEach(its::set);
            return its;
        }).toList();
        BitSet open = new BitSet();
        open.set(0, classes.size());
        gaveUp = false;
        return covered(rules, open, classes, refusing, at);
    }

    /** Goes on with the rule that is nearest to fitting all that is left, so that the combinations need not be listed. @param refusing by rule: columns it does not always fit */
    private boolean covered(BitSet rules, BitSet open, List<Map<BitSet, Object>> classes, List<BitSet> refusing, Object[] at) {
        if (rules.isEmpty()) {
            return false;
        }
        BitSet least = null;
        for (int rule = rules.nextSetBit(0); rule >= 0; rule = rules.nextSetBit(rule + 1)) {
            looks--;
            BitSet its = (BitSet) refusing.get(rule).clone();
            its.and(open);
            least = least == null || its.cardinality() < least.cardinality() ? its : least;
        }
        if (least.isEmpty()) {
            return true;
        }
        if (looks < 0) {
            gaveUp = true;
            return true;
        }
        int column = least.nextSetBit(0);
        BitSet others = (BitSet) open.clone();
        others.clear(column);
        Set<BitSet> seen = new HashSet<>();
        for (Map.Entry<BitSet, Object> each : classes.get(column).entrySet()) {
            BitSet left = (BitSet) rules.clone();
            left.and(each.getKey());
            at[column] = each.getValue();
            if (seen.add(left) && !covered(left, others, classes, refusing, at)) {
                return false;
            }
        }
        at[column] = ANY;
        return true;
    }
}
