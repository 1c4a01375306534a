package io.hotpatchcycle.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * The Ed25519 key that signs what must be provable. It is a file outside the database, so that who administers the
 * database cannot sign.
 */
public final class SigningKey {

    static final String ALGORITHM = "Ed25519";
    private static final String ADVICE = " Make one with 'openssl genpkey -algorithm ed25519 -out FILE', let only the program read it,"
            + " keep a copy in a safe place, and set hotpatch.audit.key-file=FILE.";

    private final PrivateKey secret;
    private final VerifyingKey open;

    private SigningKey(PrivateKey secret) throws GeneralSecurityException {
        this.secret = secret;
        this.open = new VerifyingKey(publicHalf(secret));
        byte[] probe = {1, 2, 3};
        if (!open.verifies(probe, sign(probe))) {
            throw new GeneralSecurityException("its public half cannot be derived on this Java");
        }
    }

    /**
     * Reads the private key from a PEM file, as {@code openssl genpkey -algorithm ed25519} writes it.
     *
     * @throws IllegalArgumentException when the file is missing, unreadable or another thing; the message says how to make one
     */
    public static SigningKey read(Path file) {
        try {
            return of(Files.readString(file, StandardCharsets.US_ASCII));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("The key that signs the audit trail is missing: there is no file " + file + "." + ADVICE, e);
        } catch (IOException e) {
            throw new IllegalArgumentException("The key that signs the audit trail cannot be read from " + file + " (" + e + ")." + ADVICE, e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("The file " + file + " does not hold a private Ed25519 key in PEM form without a password ("
                    + e.getMessage() + ")." + ADVICE, e);
        }
    }

    private static SigningKey of(String pem) throws GeneralSecurityException {
        return new SigningKey(KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(Pem.decode("PRIVATE KEY", pem))));
    }

    /**
     * Reads the key, or makes one when there is no such file: whole or not at all, readable by the owner only.
     *
     * @throws IllegalArgumentException when the file is there and is no key, or cannot be written
     */
    public static SigningKey readOrCreate(Path file) {
        if (Files.notExists(file)) {
            try {
                write(file, Pem.encode("PRIVATE KEY", KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair().getPrivate().getEncoded()));
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalArgumentException("The key that signs the audit trail cannot be made in " + file + " (" + e + ")." + ADVICE, e);
            }
        }
        return read(file);
    }

    private static void write(Path file, String pem) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        FileAttribute<?>[] ownerOnly = Files.getFileStore(folder).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))} : new FileAttribute<?>[0];
        Path whole = Files.createTempFile(folder, "audit-key", ".new", ownerOnly);
        Files.writeString(whole, pem);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Signs the bytes; 64 bytes, the same each time. */
    public byte[] sign(byte[] bytes) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The key " + open.id() + " cannot sign: " + e.getMessage(), e);
        }
    }

    /** Short name of the key; see {@link VerifyingKey#id()}. */
    public String id() {
        return open.id();
    }

    /** The half that everybody may have. */
    public VerifyingKey verifyingKey() {
        return open;
    }

    /** The half that everybody may have, as PEM. */
    public String publicPem() {
        return open.pem();
    }

    /**
     * A file from openssl holds the private half only, and the JDK has no name for deriving the public one. A key pair
     * made from the private bytes as "randomness" has it; the constructor proves that the halves belong together.
     */
    private static PublicKey publicHalf(PrivateKey secret) throws GeneralSecurityException {
        byte[] seed = ((EdECPrivateKey) secret).getBytes().orElseThrow(() -> new GeneralSecurityException("its bytes are not to be had"));
        KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
        generator.initialize(NamedParameterSpec.ED25519, new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(seed, 0, bytes, 0, bytes.length);
            }
        });
        return generator.generateKeyPair().getPublic();
    }
}
