package io.hotpatchcycle.process;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Looks at each cell of a table by itself, and at those of a rule that go together. */
final class TableCells {

    private static final Pattern INTERVAL = Pattern.compile("[\\[(\\]]\\s*(-?\\d+(?:\\.\\d+)?)\\s*\\.\\.\\s*(-?\\d+(?:\\.\\d+)?)\\s*[\\])\\[]");
    private static final Pattern COMPARED_TEXT = Pattern.compile("[<>]=?\\s*(\"[^\"]*\")");
    /** Outputs that are times, in ISO 8601. */
    private static final Set<String> TIMES = Set.of("soak", "poll", "observeFor", "windowAfter", "windowLength", "approvalWithin", "remindEvery");
    private static final Set<String> SHARES = Set.of("reportedShareNeeded", "silentLimit", "effectiveShareNeeded", "lateJoinersUpTo");
    private static final Set<String> LIMITS = Set.of("failureLimit", "limit");
    /** The first must be longer than the second. */
    private static final List<List<String>> LONGER = List.of(List.of("observeFor", "soak"), List.of("observeFor", "poll"), List.of("approvalWithin", "remindEvery"));

    private final TableModel table;
    private final Set<String> inputs;
    private final List<TableFault> found = new ArrayList<>();

    private TableCells(TableModel table) {
        this.table = table;
        this.inputs = table.inputs().stream().map(TableModel.In::expression).collect(Collectors.toSet());
    }

    static List<TableFault> faults(TableModel table) {
        TableCells cells = new TableCells(table);
        cells.shape();
        if (!cells.found.isEmpty()) {
            return cells.found;
        }
        table.inputs().forEach(cells::expression);
        for (int rule = 0; rule < table.rules().size(); rule++) {
            cells.rule(rule);
        }
        cells.stopsFirst();
        return cells.found;
    }

    /** What keeps cells from being told apart: a column that says nothing, and a rule that has not one cell for each column. */
    private void shape() {
        if (table.inputs().isEmpty()) {
            found.add(new TableFault(table.id(), 0, "it has no column of conditions."));
        }
        for (int i = 0; i < table.inputs().size(); i++) {
            if (table.inputs().get(i).expression().isEmpty()) {
                String title = table.inputs().get(i).title();
                found.add(new TableFault(table.id(), 0, (title.isEmpty() ? "column " + (i + 1) + " of the conditions" : "the column '" + title + "'")
                        + " has no expression: what its cells look at is not known."));
            }
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < table.outputs().size(); i++) {
            String name = table.outputs().get(i).name();
            if (name == null || name.isBlank()) {
                found.add(new TableFault(table.id(), 0, "column " + (i + 1) + " of the answers has no name."));
            } else if (!names.add(name)) {
                found.add(new TableFault(table.id(), 0, "two columns of the answers have the name '" + name + "'."));
            }
        }
        for (int rule = 0; rule < table.rules().size(); rule++) {
            cellsOf(rule, "conditions", table.rules().get(rule).conditions().size(), table.inputs().size());
            cellsOf(rule, "answers", table.rules().get(rule).answers().size(), table.outputs().size());
        }
    }

    private void cellsOf(int rule, String what, int cells, int columns) {
        if (cells != columns) {
            found.add(new TableFault(table.id(), rule + 1, "its cells for " + what + " are " + cells + ", but the table has " + columns + " such columns. Give it one cell for each."));
        }
    }

    private void expression(TableModel.In input) {
        Matcher compared = COMPARED_TEXT.matcher(input.expression());
        if (compared.find()) {
            found.add(new TableFault(table.id(), 0, "the column '" + input.title() + "' compares with " + compared.group(1) + ", which is not a number."));
        }
    }

    /** A gate asks what stops before it asks what passes. */
    private void stopsFirst() {
        int passes = 0;
        for (int rule = 0; rule < table.rules().size(); rule++) {
            String verdict = bare(table.answer(rule, "verdict"));
            passes = passes == 0 && "PROCEED".equals(verdict) ? rule + 1 : passes;
            if (passes > 0 && "HALT".equals(verdict)) {
                found.add(new TableFault(table.id(), rule + 1, "it stops, but rule " + passes + " before it lets the ring pass. Rules that stop come first."));
            }
        }
    }

    private void rule(int rule) {
        TableModel.Row row = table.rules().get(rule);
        BiConsumer<String, String> fault = (name, text) -> found.add(new TableFault(table.id(), rule + 1, "'" + name + "' " + text));
        for (int i = 0; i < table.inputs().size(); i++) {
            TableModel.In input = table.inputs().get(i);
            condition(input, row.conditions().get(i)).ifPresent(text -> fault.accept(input.name(), text));
        }
        for (int i = 0; i < table.outputs().size(); i++) {
            TableModel.Out output = table.outputs().get(i);
            answer(output, row.answers().get(i)).ifPresent(text -> fault.accept(output.name(), text));
        }
        for (List<String> pair : LONGER) {
            Optional<Duration> longer = time(table.answer(rule, pair.get(0)));
            Optional<Duration> shorter = time(table.answer(rule, pair.get(1)));
            if (longer.isPresent() && shorter.isPresent() && longer.get().compareTo(shorter.get()) <= 0) {
                fault.accept(pair.get(0), bare(table.answer(rule, pair.get(0))) + " must be longer than '" + pair.get(1) + "' "
                        + bare(table.answer(rule, pair.get(1))) + ".");
            }
        }
    }

    private Optional<String> condition(TableModel.In input, String cell) {
        List<String> texts = TableModel.literals(cell);
        String rest = TableModel.withoutLiterals(cell);
        if (cell.isEmpty() || "-".equals(cell)) {
            return Optional.empty();
        }
        Matcher interval = INTERVAL.matcher(rest);
        if (interval.find() && new BigDecimal(interval.group(1)).compareTo(new BigDecimal(interval.group(2))) > 0) {
            return says(cell, "whose bounds are out of order.");
        }
        if (input.numeric() && !texts.isEmpty()) {
            return says(cell, "which is not a number.");
        }
        if ("boolean".equals(input.type()) && (!texts.isEmpty() || TableModel.NUMBER.matcher(rest).find())) {
            return says(cell, "which is neither true nor false.");
        }
        if ("string".equals(input.type())) {
            if (COMPARED_TEXT.matcher(cell).find()) {
                return says(cell, "which compares texts as if they were numbers.");
            }
            if (!ColumnTests.plain(cell) || TableModel.NUMBER.matcher(rest).find()) {
                return says(cell, "which is no text in quotation marks.");
            }
            return texts.stream().filter(text -> !input.values().isEmpty() && !input.values().contains(text)).findFirst()
                    .flatMap(text -> says("\"" + text + "\"", "which never comes: it can be " + list(input.values()) + "."));
        }
        return ColumnTests.plain(cell) || mentionsInput(rest) ? Optional.empty()
                : says(cell, "boolean".equals(input.type()) ? "which is neither true nor false." : "which is not a number.");
    }

    private Optional<String> answer(TableModel.Out output, String cell) {
        if (output.numeric()) {
            return number(output, cell);
        }
        List<String> texts = TableModel.literals(cell);
        boolean literal = texts.size() == 1 && TableModel.withoutLiterals(cell).isBlank();
        if (TIMES.contains(output.name())) {
            return cell.isEmpty() ? Optional.of("is empty.") : time(cell).isPresent() || mentionsInput(cell) ? Optional.empty()
                    : says(cell, "which is not a time such as \"P2D\" or \"PT12H\".");
        }
        if ("boolean".equals(output.type()) && !cell.isEmpty() && !"true".equals(cell) && !"false".equals(cell) && !mentionsInput(TableModel.withoutLiterals(cell))) {
            return says(cell, "which is neither true nor false.");
        }
        if (!output.values().isEmpty()) {
            return cell.isEmpty() ? Optional.of("is empty. It says one of " + list(output.values()) + ".")
                    : literal && output.values().contains(texts.get(0)) || mentionsInput(TableModel.withoutLiterals(cell)) ? Optional.empty()
                    : says(cell, "which is not one of " + list(output.values()) + ".");
        }
        if (cell.isEmpty() && ReasonCoverage.TABLE.equals(table.id())) {
            return Optional.of("is empty.");
        }
        return ColumnTests.plain(cell) || mentionsInput(TableModel.withoutLiterals(cell)) ? Optional.empty() : says(cell, "which is no text in quotation marks.");
    }

    private Optional<String> number(TableModel.Out output, String cell) {
        if (cell.isEmpty() || "null".equals(cell)) {
            return Optional.of("is empty.");
        }
        if (!TableModel.NUMBER.matcher(cell).matches()) {
            return mentionsInput(TableModel.withoutLiterals(cell)) ? Optional.empty() : says(cell, "which is not a number.");
        }
        BigDecimal number = new BigDecimal(cell);
        if ("integer".equals(output.type()) && number.stripTrailingZeros().scale() > 0) {
            return says(cell, "which is not a whole number.");
        }
        boolean above = number.signum() > 0;
        boolean share = number.signum() >= 0 && number.compareTo(BigDecimal.valueOf(100)) <= 0;
        if (LIMITS.contains(output.name()) && !(above && share)) {
            return Optional.of("is " + cell + ", which is no percentage above 0.");
        }
        if (SHARES.contains(output.name()) && !share) {
            return Optional.of("is " + cell + ", which is no percentage.");
        }
        return "minimumSample".equals(output.name()) && !above ? Optional.of("is " + cell + ", which is not above 0.") : Optional.empty();
    }

    /** A formula over the inputs is not judged before it is asked. */
    private boolean mentionsInput(String cell) {
        return inputs.stream().anyMatch(name -> !name.isEmpty() && Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(cell).find());
    }

    private static Optional<String> says(String cell, String what) {
        return Optional.of("says " + cell + ", " + what);
    }

    private static String list(List<String> values) {
        return String.join(", ", values);
    }

    private static String bare(String cell) {
        return cell.replace("\"", "");
    }

    /** A time above nothing. */
    static Optional<Duration> time(String cell) {
        if (!cell.matches("\"[^\"]+\"")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Duration.parse(bare(cell).toUpperCase(Locale.ROOT))).filter(d -> !d.isNegative() && !d.isZero());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
