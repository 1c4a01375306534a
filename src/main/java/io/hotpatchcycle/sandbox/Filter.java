package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of OData's {@code $filter} that is needed: comparisons, {@code startswith} and {@code isof}, joined by {@code and}. */
final class Filter {

    private static final Pattern COMPARISON = Pattern.compile("([\\w./]+) (eq|ne|ge|gt|le|lt) ('(?:[^']|'')*'|[^ ]+)");
    private static final Pattern STARTS = Pattern.compile("startswith\\((\\w+), ?'((?:[^']|'')*)'\\)", Pattern.CASE_INSENSITIVE);
    private static final Pattern IS_OF = Pattern.compile("isof\\('([^']*)'\\)", Pattern.CASE_INSENSITIVE);

    /** One comparison; {@code at} is the value as a time, null when it is none. */
    private record Condition(String property, String operator, String value, Instant at) {

        Condition(String property, String operator, String value) {
            this(property, operator, value, property.endsWith("DateTime") ? time(property, value) : null);
        }

        private static Instant time(String property, String value) {
            try {
                return Instant.parse(value);
            } catch (DateTimeException e) {
                throw unequal(property, value);
            }
        }
    }

    private final List<Condition> conditions = new ArrayList<>();

    private Filter() {
    }

    /** @throws GraphException 400 when the filter is not of the supported kind */
    static Filter parse(String text) {
        Filter filter = new Filter();
        if (text == null || text.isBlank()) {
            return filter;
        }
        for (String part : text.strip().split(" and (?=(?:[^']*'[^']*')*[^']*$)")) {
            filter.conditions.add(condition(unwrap(part.strip())));
        }
        return filter;
    }

    private static String unwrap(String part) {
        return part.startsWith("(") && part.endsWith(")") ? unwrap(part.substring(1, part.length() - 1).strip()) : part;
    }

    private static Condition condition(String text) {
        Matcher comparison = COMPARISON.matcher(text);
        Matcher starts = STARTS.matcher(text);
        Matcher isOf = IS_OF.matcher(text);
        if (comparison.matches()) {
            String property = comparison.group(1);
            return new Condition(property.substring(property.lastIndexOf('/') + 1), comparison.group(2), unquote(comparison.group(3)));
        }
        if (starts.matches()) {
            return new Condition(starts.group(1), "startswith", starts.group(2).replace("''", "'"));
        }
        if (isOf.matches()) {
            return new Condition("@odata.type", "isof", "#" + isOf.group(1));
        }
        throw GraphException.badRequest("Invalid filter clause: the expression '" + text + "' is not supported.");
    }

    private static String unquote(String value) {
        return value.startsWith("'") ? value.substring(1, value.length() - 1).replace("''", "'") : value;
    }

    boolean accepts(JsonNode node) {
        return accepts(property -> node.has(property) ? node.get(property) : null);
    }

    /** Reads only the properties it needs; an unknown property is a Graph error 400. */
    boolean accepts(Function<String, JsonNode> properties) {
        for (Condition condition : conditions) {
            JsonNode found = properties.apply(condition.property);
            if (found == null && !condition.operator.equals("isof")) {
                throw GraphException.badRequest("Invalid filter clause: could not find a property named '" + condition.property + "'.");
            }
            if (found == null || !holds(condition, found)) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(Condition condition, JsonNode found) {
        String value = found.isNull() ? "null" : found.asText();
        switch (condition.operator) {
            case "startswith":
                return value.toLowerCase().startsWith(condition.value.toLowerCase());
            case "eq", "isof":
                return condition.at != null ? compare(condition, value) == 0 : value.equalsIgnoreCase(condition.value);
            case "ne":
                return !value.equalsIgnoreCase(condition.value);
            default:
                int compared = compare(condition, value);
                return switch (condition.operator) {
                    case "ge" -> compared >= 0;
                    case "gt" -> compared > 0;
                    case "le" -> compared <= 0;
                    default -> compared < 0;
                };
        }
    }

    private static int compare(Condition condition, String value) {
        try {
            // Times in UTC of one length sort as text: most of a list is decided without parsing.
            if (condition.at != null && value.length() == condition.value.length() && value.endsWith("Z") && condition.value.endsWith("Z")) {
                return value.compareTo(condition.value);
            }
            return condition.at != null ? Instant.parse(value).compareTo(condition.at)
                    : Double.compare(Double.parseDouble(value), Double.parseDouble(condition.value));
        } catch (DateTimeException | NumberFormatException e) {
            throw unequal(condition.property, condition.value);
        }
    }

    private static GraphException unequal(String property, String value) {
        return GraphException.badRequest("Invalid filter clause: '" + value + "' does not compare with " + property + ".");
    }
}
