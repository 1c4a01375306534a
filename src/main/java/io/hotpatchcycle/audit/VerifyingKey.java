package io.hotpatchcycle.audit;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** The public half of a {@link SigningKey}: tells whether bytes were signed with it. Needs nothing but the JDK. */
public final class VerifyingKey {

    private static final int ID_BYTES = 8;

    private final PublicKey key;

    VerifyingKey(PublicKey key) {
        this.key = key;
    }

    /**
     * The key in a PEM text, as {@code openssl pkey -pubout} writes it.
     *
     * @throws IllegalArgumentException when the text is no public Ed25519 key
     */
    public static VerifyingKey ofPem(String pem) {
        try {
            return new VerifyingKey(KeyFactory.getInstance(SigningKey.ALGORITHM).generatePublic(new X509EncodedKeySpec(Pem.decode("PUBLIC KEY", pem))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("This is not a public Ed25519 key in PEM form (-----BEGIN PUBLIC KEY-----).", e);
        }
    }

    /** As PEM, the form openssl reads. */
    public String pem() {
        return Pem.encode("PUBLIC KEY", key.getEncoded());
    }

    /** Short name of the key: the first 16 hexadecimal digits of the SHA-256 of its DER form. */
    public String id() {
        return HexFormat.of().formatHex(Sha256.digest(key.getEncoded()), 0, ID_BYTES);
    }

    /** Whether the signature belongs to exactly these bytes; anything that is no signature at all is a no. */
    public boolean verifies(byte[] bytes, byte[] signature) {
        try {
            Signature check = Signature.getInstance(SigningKey.ALGORITHM);
            check.initVerify(key);
            check.update(bytes);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
