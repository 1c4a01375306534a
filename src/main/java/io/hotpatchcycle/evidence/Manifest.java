package io.hotpatchcycle.evidence;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a pack holds, as its {@code manifest.json} says; the signature is over these bytes.
 *
 * @param format      {@link #FORMAT}
 * @param cycle       id of the cycle
 * @param state       how it ended
 * @param application version of the program that drew the pack
 * @param asOf        moments the facts are from, by name; and the pack that this one supplements, where there is one
 * @param caveats     why this pack is not evidence grade; empty when it is
 * @param entries     every other file of the pack, in its order
 */
@JsonPropertyOrder({"format", "cycle", "state", "application", "asOf", "keyId", "caveats", "entries"})
record Manifest(String format, String cycle, String state, String application, Map<String, String> asOf, String keyId, List<String> caveats,
                List<Entry> entries) {

    static final String FORMAT = "hotpatch-cycle-evidence/1";
    /** In {@code asOf}: SHA-256 of the pack kept before, which this one supplements with what was signed since. */
    static final String SUPPLEMENTS = "supplementsPack";
    static final String FILE = "manifest.json";
    static final String SIGNATURE = "manifest.sig";
    static final String KEY = "signer.pem";
    static final int MAX_ENTRIES = 10_000;
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,3}");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final ObjectMapper STRICT = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES).build();

    Manifest {
        // in order: the same facts give the same bytes
        asOf = Collections.unmodifiableMap(new TreeMap<>(asOf));
        caveats = List.copyOf(caveats);
        entries = List.copyOf(entries);
    }

    /** One file. */
    @JsonPropertyOrder({"name", "size", "sha256"})
    record Entry(String name, long size, String sha256) {

        private boolean sound() {
            return name != null && safe(name) && size >= 0 && sha256 != null && SHA_256.matcher(sha256).matches();
        }
    }

    /** Whether a file may be called so: no absolute path, no way up, nothing a shell or a console would act on. */
    static boolean safe(String name) {
        return SAFE.matcher(name).matches();
    }

    /**
     * Reads a manifest.
     *
     * @throws IOException with a sentence when it is none
     */
    static Manifest parse(byte[] json) throws IOException {
        Manifest manifest;
        try {
            manifest = STRICT.readValue(json, Manifest.class);
        } catch (IOException | RuntimeException e) {
            throw new IOException("manifest.json cannot be read as the manifest of a pack", e);
        }
        if (manifest == null || !FORMAT.equals(manifest.format())) {
            throw new IOException("manifest.json has format '" + (manifest == null ? null : manifest.format()) + "'; this program knows " + FORMAT);
        }
        Set<String> names = new HashSet<>(Set.of(FILE, SIGNATURE));
        for (Entry entry : manifest.entries()) {
            if (!entry.sound() || !names.add(entry.name())) {
                throw new IOException("manifest.json lists '" + entry.name() + "', which cannot be: unsafe, twice, or without size and hash");
            }
        }
        return manifest;
    }
}
