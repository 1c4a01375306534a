package io.hotpatchcycle.graph;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads pages of flat items as a stream, to the end before anything of a page is taken. As in {@link Json}, a value of the wrong type reads
 * as missing. One page after the other, not two at a time.
 */
final class FlatItems<T> {

    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, Integer> places = new HashMap<>();
    private final SerializableString[] names;
    /** Which field came after each, and at last the one that came first: items of a list name theirs in one order. */
    private final int[] next;
    private final Function<String[], T> meaning;

    FlatItems(List<String> fields, Function<String[], T> meaning) {
        fields.forEach(field -> places.put(field, places.size()));
        this.names = fields.stream().map(SerializedString::new).toArray(SerializableString[]::new);
        this.next = new int[fields.size() + 1];
        this.meaning = meaning;
    }

    /** The page in these bytes; empty when they are cut, not JSON, or not an object. */
    Optional<Page<T>> read(byte[] bytes) {
        try (JsonParser parser = JSON.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            Page<T> page = new Page<>(null, false, null);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "value" -> page = new Page<>(value == JsonToken.START_ARRAY ? items(parser) : null, page.more(), page.link());
                    case "@odata.nextLink" -> page = new Page<>(page.items(), value != JsonToken.VALUE_NULL,
                            value == JsonToken.VALUE_STRING ? parser.getText() : null);
                    default -> { }
                }
                // a list that was read is at its end: there is nothing left to skip
                parser.skipChildren();
            }
            return parser.nextToken() == null ? Optional.of(page) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private List<T> items(JsonParser parser) throws IOException {
        List<T> items = new ArrayList<>();
        String[] texts = new String[places.size()];
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            Arrays.fill(texts, null);
            if (token == JsonToken.START_OBJECT) {
                item(parser, texts);
            } else if (token == null) {
                throw new IOException("cut");
            } else {
                parser.skipChildren();
            }
            items.add(meaning.apply(texts));
        }
        return items;
    }

    /** To compare a name with the one that is expected costs a fraction of finding out which it is. */
    private void item(JsonParser parser, String[] texts) throws IOException {
        int before = names.length;
        while (true) {
            boolean asExpected = parser.nextFieldName(names[next[before]]);
            if (!asExpected && parser.currentToken() != JsonToken.FIELD_NAME) {
                return;
            }
            Integer place = asExpected ? Integer.valueOf(next[before]) : places.get(parser.currentName());
            JsonToken value = parser.nextToken();
            if (place != null) {
                String text = value == JsonToken.VALUE_STRING ? parser.getText() : null;
                texts[place] = text == null || text.isBlank() ? null : text;
                next[before] = place;
                before = place;
            }
            parser.skipChildren();
        }
    }
}
