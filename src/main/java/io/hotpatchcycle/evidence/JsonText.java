package io.hotpatchcycle.evidence;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.hotpatchcycle.audit.CanonicalJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Writes JSON that looks the same on every machine: moments as UTC text, line feeds, keys as given. */
final class JsonText {

    private static final ObjectMapper MAPPER = JsonMapper.builder().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .addModule(new SimpleModule().addSerializer(Instant.class, as(Instant::toString)).addSerializer(EvidenceRows.Json.class, raw())).build();
    private static final ObjectWriter PRETTY = MAPPER.writer(new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n")).withArrayIndenter(new DefaultIndenter("  ", "\n")));

    private JsonText() {
    }

    static byte[] pretty(Object value) {
        try {
            return (PRETTY.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("This cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Writes one object per line. */
    static class Lines implements EvidenceRows.Reader {

        private final OutputStream out;
        private List<String> names = List.of();

        Lines(OutputStream out) {
            this.out = out;
        }

        @Override
        public void columns(List<String> columns) {
            names = columns;
        }

        @Override
        public void row(List<Object> values) {
            Map<String, Object> row = new java.util.LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                row.put(names.get(i), values.get(i));
            }
            try {
                String line = line(MAPPER.writeValueAsString(row));
                if (line != null) {
                    out.write(line.getBytes(StandardCharsets.UTF_8));
                    out.write('\n');
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        /** What is written of a row; null for nothing. */
        String line(String json) {
            return json;
        }
    }

    private static <T> JsonSerializer<T> as(java.util.function.Function<T, String> text) {
        return new JsonSerializer<>() {
            @Override
            public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
                json.writeString(text.apply(value));
            }
        };
    }

    private static JsonSerializer<EvidenceRows.Json> raw() {
        return new JsonSerializer<>() {
            @Override
            public void serialize(EvidenceRows.Json value, JsonGenerator json, SerializerProvider provider) throws IOException {
                if (json.getPrettyPrinter() == null) {
                    json.writeRawValue(CanonicalJson.of(value.text())); // as it was hashed: a tree would write numbers in its own way
                } else {
                    json.writeTree(new ObjectMapper().readTree(value.text()));
                }
            }
        };
    }
}
