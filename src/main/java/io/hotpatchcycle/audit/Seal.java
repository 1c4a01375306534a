package io.hotpatchcycle.audit;


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
        return Sha256.hex(text(sequence, previous, entry));
    }

    /** What a link is the hash of. */
    static String text(long sequence, String previous, Entry entry) {
        return "{\"event\":" + entry.canonical() + ",\"previous\":\"" + previous + "\",\"sequence\":" + sequence + "}";
    }
}
