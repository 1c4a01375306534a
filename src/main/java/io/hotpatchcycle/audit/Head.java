package io.hotpatchcycle.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The signed end of the chain after a batch: whoever has it can prove everything up to {@code sequence}.
 *
 * @param previousHead sequence of the head before, 0 for the first
 * @param hash         of the link at {@code sequence}, hexadecimal
 * @param time         wall time, in microseconds
 * @param signature    by {@code keyId}, over {@link #text}; hexadecimal
 */
record Head(long sequence, long previousHead, String hash, Instant time, String keyId, String signature) {

    static Head sign(SigningKey key, long sequence, long previousHead, String hash, Instant now) {
        Head open = new Head(sequence, previousHead, hash, now.truncatedTo(ChronoUnit.MICROS), key.id(), "");
        return new Head(sequence, previousHead, hash, open.time, key.id(),
                HexFormat.of().formatHex(key.sign(open.text().getBytes(StandardCharsets.UTF_8))));
    }

    /** As it stands in an anchor: what was signed, and the signature in Base64, a line each. */
    String file() {
        return text() + "\n" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(signature)) + "\n";
    }

    /** What is signed, canonical JSON; {@code kind} keeps it apart from everything else this key signs. */
    String text() {
        return "{\"hash\":\"" + hash + "\",\"key\":\"" + keyId + "\",\"kind\":\"hotpatch-cycle trail head 1\",\"previousHead\":" + previousHead
                + ",\"sequence\":" + sequence + ",\"time\":\"" + Entry.time(time) + "\"}";
    }
}
