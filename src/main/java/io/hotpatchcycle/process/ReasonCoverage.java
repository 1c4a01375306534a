package io.hotpatchcycle.process;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds what the table of eligibility leaves open. It keeps all reasons that apply, and none at all means eligible: so a rule that is missing
 * lets devices pass, and no gap in it would ever show. Each class that keeps a device from being hotpatched is put, alone, to devices that
 * nothing else keeps out, and so is what is not known.
 */
final class ReasonCoverage {

    static final String TABLE = "eligibility";

    private static final String UNKNOWN = "UNKNOWN";
    private static final String OTHER = "something else";
    private static final String CHPE = "chpe";
    private static final String ARM = "ARM64";

    /** By input: classes with which a device is hotpatched, the plainest first. */
    private static final Map<String, List<String>> FIT = new LinkedHashMap<>();
    /** By input: classes with which none is. */
    private static final Map<String, List<String>> UNFIT = new LinkedHashMap<>();

    static {
        input("product", List.of("WINDOWS_11"), "WINDOWS_10", "WINDOWS_SERVER");
        input("buildClass", List.of("CURRENT", "BEHIND"), "BELOW_MINIMUM", "VERSION_21H2", "VERSION_22H2", "VERSION_23H2", "VERSION_26H1", "NOT_TRACKED");
        input("edition", List.of("ENTERPRISE", "EDUCATION", "PRO"), "HOME", "LTSC", "SE");
        input("licence", List.of("QUALIFYING"), "NONE");
        input("cpu", List.of("X64", ARM), "X86");
        input(CHPE, List.of("NOT_APPLICABLE"), "ON");
        input("vbs", List.of("RUNNING"), "REBOOT_REQUIRED", "NOT_CONFIGURED", "NOT_CAPABLE");
        input("join", List.of("ENTRA", "HYBRID", "HYBRID_PROVEN"), "REGISTERED");
        input("management", List.of("INTUNE", "CO_MANAGED", "CO_MANAGED_INTUNE"), "OTHER", "CO_MANAGED_OTHER");
        input("policy", List.of("UNIT", "FOREIGN", "MULTIPLE", "NONE_ALLOWED"), "NONE", "NONE_BLOCKED", "FOREIGN_BLOCKED");
        input("enrolment", List.of("NOTHING_AGAINST"));
    }

    private final TableModel table;
    private final BulkTable rules;

    private ReasonCoverage(TableModel table, byte[] xml) {
        this.table = table;
        this.rules = new BulkTable(table.id(), xml);
    }

    private static void input(String name, List<String> fit, String... unfit) {
        FIT.put(name, fit);
        UNFIT.put(name, List.of(unfit));
    }

    /** @param xml of the file that holds the table */
    static List<TableFault> faults(TableModel table, byte[] xml) {
        List<TableFault> found = new ArrayList<>(twice(table));
        try {
            found.addAll(new ReasonCoverage(table, xml).letPass());
        } catch (RuntimeException e) {
            found.addAll(TableCoverage.unreadable(table, e));
        }
        return found;
    }

    /** What no rule keeps out, by input. */
    private List<TableFault> letPass() {
        List<Map<String, Object>> devices = fitDevices();
        List<TableFault> found = new ArrayList<>();
        UNFIT.forEach((input, unfit) -> {
            List<String> values = new ArrayList<>(unfit);
            values.addAll(Arrays.asList(UNKNOWN, null, OTHER));
            Set<String> passing = new LinkedHashSet<>();
            for (String value : values) {
                devices.stream().filter(device -> !CHPE.equals(input) || ARM.equals(device.get("cpu"))).map(device -> with(device, input, value))
                        .filter(device -> !keptOut(device)).findFirst().ifPresent(device -> passing.add(shown(value) + circumstances(device, input)));
            }
            if (!passing.isEmpty()) {
                found.add(new TableFault(table.id(), 0, "no rule keeps out a device whose '" + title(input) + "' is " + String.join(", or ", passing)
                        + ": it would count as eligible. Add one whose effect is UNKNOWN or NOT_ELIGIBLE."));
            }
        });
        return found;
    }

    private boolean keptOut(Map<String, Object> device) {
        return rules.evaluate(device).stream().map(rule -> rule.get("effect")).anyMatch(effect -> !"WARNING".equals(effect));
    }

    /** The plainest device, and those that differ from it in one class; on Arm in that of the hybrid code too. */
    private static List<Map<String, Object>> fitDevices() {
        Map<String, Object> plain = new LinkedHashMap<>();
        FIT.forEach((input, classes) -> plain.put(input, classes.get(0)));
        List<Map<String, Object>> devices = new ArrayList<>(List.of(plain));
        FIT.forEach((input, classes) -> classes.stream().skip(1).forEach(value -> {
            Map<String, Object> device = with(plain, input, value);
            devices.add(ARM.equals(value) ? with(device, CHPE, "OFF") : device);
        }));
        return devices;
    }

    private static Map<String, Object> with(Map<String, Object> device, String input, String value) {
        Map<String, Object> other = new LinkedHashMap<>(device);
        other.put(input, value);
        return other;
    }

    /** How a device differs from the plainest, beside the input in question. */
    private String circumstances(Map<String, Object> device, String input) {
        String differing = FIT.entrySet().stream().filter(in -> !in.getKey().equals(input) && !in.getKey().equals(CHPE) && !in.getValue().get(0).equals(device.get(in.getKey())))
                .map(in -> title(in.getKey()) + " " + shown((String) device.get(in.getKey()))).collect(Collectors.joining(", "));
        return differing.isEmpty() || CHPE.equals(input) ? "" : " (with " + differing + ")";
    }

    private String title(String input) {
        return table.inputs().stream().filter(in -> input.equals(in.expression())).map(TableModel.In::title).findFirst().orElse(input);
    }

    private static String shown(String value) {
        return value == null ? "empty" : OTHER.equals(value) ? OTHER : "\"" + value + "\"";
    }

    /** A rule that says what an earlier one says already, and a code that means two things: people and pages know a reason by its code alone. */
    private static List<TableFault> twice(TableModel table) {
        List<TableFault> found = new ArrayList<>();
        Map<String, Integer> firstOfCode = new LinkedHashMap<>();
        for (int rule = 0; rule < table.rules().size(); rule++) {
            String code = table.answer(rule, "reason");
            int same = same(table, rule, code);
            Integer first = firstOfCode.putIfAbsent(code, rule);
            if (same >= 0) {
                found.add(new TableFault(table.id(), rule + 1, "it never adds anything, because rule " + (same + 1) + " gives the same reason for the same devices. Take it out."));
            } else if (first != null && !table.rules().get(first).answers().equals(table.rules().get(rule).answers())) {
                found.add(new TableFault(table.id(), rule + 1, "it gives the reason " + code + " another effect, owner or fix than rule " + (first + 1)
                        + " does. A reason means one thing: give this rule a code of its own."));
            }
        }
        return found;
    }

    /** The earlier rule with the same conditions and code; -1 for none. */
    private static int same(TableModel table, int rule, String code) {
        for (int earlier = 0; earlier < rule; earlier++) {
            if (code.equals(table.answer(earlier, "reason")) && conditions(table, earlier).equals(conditions(table, rule))) {
                return earlier;
            }
        }
        return -1;
    }

    private static List<String> conditions(TableModel table, int rule) {
        return table.rules().get(rule).conditions().stream().map(cell -> "-".equals(cell) ? "" : cell.replaceAll("\\s", "")).toList();
    }
}
