package io.hotpatchcycle.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One link of the chain.
 *
 * @param sequence 1, 2, 3 and so on without gaps, in the order of sealing
 * @param previous hash of the link before, {@link #START} before the first; hexadecimal like {@code hash}
 */
record Seal(long sequence, long eventId, String previous, String hash) {

    /** What stands before the first link. */
    static final String START = "0".repeat(64);

    /** The link of an event behind another link. */
    static Seal of(long sequence, String previous, Entry entry) {
        return new Seal(sequence, entry.id(), previous, hash(sequence, previous, entry));
    }

    /** SHA-256 of {@link #text}. */
    static String hash(long sequence, String previous, Entry entry) {
        return sha256(text(sequence, previous, entry).getBytes(StandardCharsets.UTF_8));
    }

    /** What a link is the hash of. */
    static String text(long sequence, String previous, Entry entry) {
        return "{\"event\":" + entry.canonical() + ",\"previous\":\"" + previous + "\",\"sequence\":" + sequence + "}";
    }

    static String sha256(byte[] text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
