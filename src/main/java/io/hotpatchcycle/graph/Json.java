package io.hotpatchcycle.graph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Reads JSON fields so that a value of the wrong type reads as missing, never as something else. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private static final String USUAL = "0000-00-00T00:00:00Z";

    /** Graph writes "never" as a date in the first centuries. */
    private static final Instant FIRST_CREDIBLE = Instant.parse("2000-01-01T00:00:00Z");

    private Json() {
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The JSON object in these bytes; empty when they are cut, not JSON, or not an object. */
    static Optional<JsonNode> parse(byte[] bytes) {
        try {
            return Optional.ofNullable(MAPPER.readTree(bytes)).filter(JsonNode::isObject);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree could not be written: " + e.getOriginalMessage(), e);
        }
    }

    /** The text of a field; null when missing, blank, or not a text. */
    static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() && !value.textValue().isBlank() ? value.textValue() : null;
    }

    static String text(JsonNode node, String field, String orElse) {
        String text = text(node, field);
        return text == null ? orElse : text;
    }

    /** The whole number of a field; null when missing or not a whole number. */
    static Integer integer(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isIntegralNumber() && value.canConvertToInt() ? value.intValue() : null;
    }

    /** Whether the field is the JSON boolean true; everything else is false. */
    static boolean isTrue(JsonNode node, String field) {
        return node.path(field).isBoolean() && node.path(field).booleanValue();
    }

    /** The instant of a field; null when missing, unreadable, or Graph's "never". */
    static Instant instant(JsonNode node, String field) {
        return instant(text(node, field));
    }

    /** The instant that a text gives; null for null, for what cannot be read, and for Graph's "never". */
    static Instant instant(String text) {
        if (text == null) {
            return null;
        }
        try {
            Instant instant = usual(text) ? ofUsual(text) : OffsetDateTime.parse(text).toInstant();
            return instant.isBefore(FIRST_CREDIBLE) ? null : instant;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Whether it looks like {@code 2026-08-12T01:02:03Z}, as nearly all that Graph tells does. */
    private static boolean usual(String text) {
        if (text.length() != USUAL.length()) {
            return false;
        }
        for (int i = 0; i < USUAL.length(); i++) {
            char c = text.charAt(i);
            if (USUAL.charAt(i) == '0' ? c < '0' || c > '9' : c != USUAL.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** A general parser takes ten times as long; a large list has millions. */
    private static Instant ofUsual(String text) {
        return LocalDateTime.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10), number(text, 11, 13), number(text, 14, 16),
                number(text, 17, 19)).toInstant(ZoneOffset.UTC);
    }

    /** Of digits, and nothing else. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
