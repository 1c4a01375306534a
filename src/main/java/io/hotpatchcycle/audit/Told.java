package io.hotpatchcycle.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Events of the trail as people read them; the codes and the whole data stay in the trail and in REST. */
public final class Told {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** What names rows and proves content, and says nothing to a reader. */
    private static final Set<String> FOR_PROGRAMS = Set.of("task", "processInstance", "processDefinition", "deployment", "job", "batch", "operationId", "rules", "provedAt");
    private static final String HASH = "[0-9a-f]{64}";
    private static final int LONGEST = 300;

    private Told() {
    }

    /** {@code decision.refused} is {@code Decision refused}, {@code gate.notProven} is {@code Gate not proven}. */
    public static String title(String type) {
        return capital(name(type.replace('.', ' ')));
    }

    /** {@code SPEED_UP} is {@code Speed up}. */
    public static String words(String code) {
        return capital(code.replace('_', ' ').toLowerCase(Locale.ENGLISH));
    }

    private static String capital(String words) {
        return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ENGLISH) + words.substring(1);
    }

    /** {@code policyState} is {@code policy state}. */
    public static String name(String key) {
        return key.replaceAll("([a-z0-9])([A-Z])", "$1 $2").replace('_', ' ').toLowerCase(Locale.ENGLISH);
    }

    /** One sentence of what an event's data says; its reason alone where a decision was refused. */
    public static String sentence(String type, String data) {
        JsonNode tree = tree(data);
        if ("decision.refused".equals(type) && tree.hasNonNull("reason")) {
            return tree.path("reason").asText();
        }
        return members(tree);
    }

    /** A value without braces and brackets: lists by commas, members of an object by semicolons. */
    public static String value(JsonNode value) {
        if (value.isArray()) {
            List<String> parts = new ArrayList<>();
            value.forEach(part -> add(parts, part.isObject() ? members(part) : value(part)));
            return String.join(value.size() > 0 && value.get(0).isObject() ? " · " : ", ", parts);
        }
        return value.isObject() ? members(value) : value.isNull() ? "" : value.asText();
    }

    /** Cut between words, with a sign that there is more. */
    public static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = text.lastIndexOf(' ', LONGEST);
        return text.substring(0, end < LONGEST / 2 ? LONGEST : end) + " …";
    }

    private static String members(JsonNode object) {
        List<String> parts = new ArrayList<>();
        object.fields().forEachRemaining(field -> {
            String value = value(field.getValue());
            if (!value.isEmpty() && !FOR_PROGRAMS.contains(field.getKey()) && !value.matches(HASH)) {
                parts.add(name(field.getKey()) + ": " + value);
            }
        });
        return String.join("; ", parts);
    }

    private static void add(List<String> parts, String part) {
        if (!part.isEmpty()) {
            parts.add(part);
        }
    }

    private static JsonNode tree(String data) {
        try {
            return data == null ? JSON.createObjectNode() : JSON.readTree(data);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode().put("text", data);
        }
    }
}
