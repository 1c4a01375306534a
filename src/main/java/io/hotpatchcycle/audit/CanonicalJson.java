package io.hotpatchcycle.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * One text for one JSON value, so that it can be hashed: members in the order of their UTF-16 names, no white space, and
 * strings escaped as RFC 8785 has it. Numbers stay as they are written, because the database keeps them exactly.
 */
public final class CanonicalJson {

    static final JsonFactory FACTORY = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder().maxNumberLength(200_000).maxStringLength(Integer.MAX_VALUE).build()).build();

    private CanonicalJson() {
    }

    /** @throws IllegalArgumentException when the text is not exactly one JSON value */
    public static String of(String json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() == null) {
                throw new IllegalArgumentException("An empty text is not JSON.");
            }
            StringBuilder out = new StringBuilder(json.length());
            value(parser, out);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("More than one JSON value in one text.");
            }
            return out.toString();
        } catch (IOException e) {
            throw new IllegalArgumentException("Not JSON: " + e.getMessage(), e);
        }
    }

    private static void value(JsonParser parser, StringBuilder out) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, out);
            case START_ARRAY -> array(parser, out);
            case VALUE_STRING -> quote(parser.getText(), out);
            default -> out.append(parser.getText());
        }
    }

    private static void object(JsonParser parser, StringBuilder out) throws IOException {
        Map<String, String> members = new TreeMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            StringBuilder value = new StringBuilder();
            value(parser, value);
            members.put(name, value.toString());
        }
        out.append('{');
        for (Iterator<Map.Entry<String, String>> rest = members.entrySet().iterator(); rest.hasNext();) {
            Map.Entry<String, String> member = rest.next();
            quote(member.getKey(), out);
            out.append(':').append(member.getValue()).append(rest.hasNext() ? "," : "");
        }
        out.append('}');
    }

    private static void array(JsonParser parser, StringBuilder out) throws IOException {
        out.append('[');
        String separator = "";
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            out.append(separator);
            value(parser, out);
            separator = ",";
        }
        out.append(']');
    }

    /** Appends the text as a JSON string, or {@code null}. */
    static void quote(String text, StringBuilder out) {
        if (text == null) {
            out.append("null");
            return;
        }
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int simple = "\b\t\n\f\r\"\\".indexOf(c);
            if (simple >= 0) {
                out.append('\\').append("btnfr\"\\".charAt(simple));
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
