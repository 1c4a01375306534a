package io.hotpatchcycle.audit;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Events and heads of the trail as a pack carries them, held against their own hash and signature: what they say is what was sealed. */
public final class PackedTrail {

    private PackedTrail() {
    }

    /**
     * An event of a pack.
     *
     * @param sequence of its link; null when it is not sealed
     * @param hash     of its link, as the pack says
     * @param sealed   the text that the hash is of, made anew from all the event says; null when it is not sealed
     * @param data     a JSON object
     */
    public record Event(Long sequence, String hash, String sealed, String type, String cycle, String actor, String data) {

        /** Whether the event says what its hash is of. */
        public boolean holds() {
            return sealed == null || Sha256.hex(sealed).equals(hash);
        }
    }

    /**
     * Reads one line of the trail in JSON.
     *
     * @throws IllegalArgumentException when it is no event
     */
    public static Event event(String line) {
        Map<String, String> said = members(line);
        try {
            Entry entry = new Entry(Long.parseLong(said.get("id")), Instant.parse(said.get("businessTime")), Instant.parse(said.get("wallTime")), said.get("actor"),
                    said.get("actorKind"), said.get("type"), said.get("cycle"), said.get("ring"), said.get("deviceId"), said.get("subject"), said.get("data"));
            Long sequence = said.get("sealSequence") == null ? null : Long.valueOf(said.get("sealSequence"));
            return new Event(sequence, said.get("sealHash"), sequence == null ? null : Seal.text(sequence, said.get("sealPrevious"), entry), entry.type(), entry.cycle(),
                    entry.actor(), entry.data());
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("This line is no event of the trail: " + e.getMessage(), e);
        }
    }

    /** The members of an object; what is no plain value as the text it is, so that a number stays as it was written. */
    private static Map<String, String> members(String line) {
        Map<String, String> found = new HashMap<>();
        try (JsonParser parser = CanonicalJson.FACTORY.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("This line is no event of the trail.");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value.isStructStart()) {
                    int start = (int) parser.currentTokenLocation().getCharOffset();
                    parser.skipChildren();
                    found.put(name, line.substring(start, (int) parser.currentLocation().getCharOffset()));
                } else {
                    found.put(name, value == JsonToken.VALUE_NULL ? null : parser.getText());
                }
            }
            return found;
        } catch (IOException e) {
            throw new IllegalArgumentException("This line is no event of the trail: " + e.getMessage(), e);
        }
    }

    /** Whether the end of a pack's trail carries a signature of this key; anything unreadable is a no. */
    public static boolean signed(VerifyingKey key, Map<String, String> head) {
        try {
            Head said = new Head(Long.parseLong(head.get("sequence")), Long.parseLong(head.get("previousHead")), head.get("hash"), Instant.parse(head.get("wallTime")),
                    head.get("keyId"), head.get("signature"));
            return key.verifies(said.text().getBytes(StandardCharsets.UTF_8), HexFormat.of().parseHex(said.signature()));
        } catch (RuntimeException e) {
            return false;
        }
    }
}
