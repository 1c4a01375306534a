package io.hotpatchcycle.audit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The text form of keys. */
final class Pem {

    private static final int LINE = 64;

    private Pem() {
    }

    static String encode(String label, byte[] der) {
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    /** @throws IllegalArgumentException when the text has no such block, or more than one */
    static byte[] decode(String label, String pem) {
        String begin = "-----BEGIN " + label + "-----";
        int start = pem.indexOf(begin);
        int end = pem.indexOf("-----END " + label + "-----");
        if (start < 0 || end < start || pem.indexOf(begin, start + 1) >= 0) {
            throw new IllegalArgumentException("no block " + begin);
        }
        return Base64.getDecoder().decode(pem.substring(start + begin.length(), end).replaceAll("\\s", "").getBytes(StandardCharsets.US_ASCII));
    }
}
