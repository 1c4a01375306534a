package io.hotpatchcycle.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** The keys whose signatures count: the one in use, and those the administrator says were in use before. */
public final class TrustedKeys {

    private final Map<String, VerifyingKey> keys = new HashMap<>();

    /**
     * @param current in use now
     * @param former  folder with public keys ({@code *.pem}) that were in use before; null for none
     * @throws IllegalArgumentException when the folder or a file in it cannot be read
     */
    public TrustedKeys(VerifyingKey current, Path former) {
        keys.put(current.id(), current);
        if (former == null) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(former, "*.pem")) {
            for (Path file : files) {
                VerifyingKey key = read(file);
                keys.put(key.id(), key);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("The former keys of the trail cannot be read (" + e + "). Let hotpatch.audit.former-keys name a"
                    + " folder with their public halves, one *.pem file each.", e);
        }
    }

    private static VerifyingKey read(Path file) throws IOException {
        try {
            return VerifyingKey.ofPem(Files.readString(file, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The former key " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Why the signature of this head does not count; null when it does. */
    String objection(Head head) {
        VerifyingKey key = keys.get(head.keyId());
        if (key == null) {
            return "is signed by key " + head.keyId() + ", which is neither in use nor among the former keys";
        }
        return verifies(key, head) ? null : "does not carry a signature of key " + head.keyId();
    }

    private static boolean verifies(VerifyingKey key, Head head) {
        try {
            return key.verifies(head.text().getBytes(StandardCharsets.UTF_8), HexFormat.of().parseHex(head.signature()));
        } catch (IllegalArgumentException e) {
            return false; // not even hexadecimal
        }
    }
}
