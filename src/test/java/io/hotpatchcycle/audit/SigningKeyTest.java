package io.hotpatchcycle.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key that signs, and the files it comes from. */
class SigningKeyTest {

    private static final byte[] TEXT = "what happened".getBytes(StandardCharsets.UTF_8);
    /** First test vector of RFC 8032, section 7.1, in the DER frames that openssl writes. */
    private static final String PRIVATE = "302e020100300506032b657004220420" + "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    private static final String PUBLIC = "302a300506032b6570032100" + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    @TempDir
    private Path folder;

    @Test
    void aKeyIsMadeOnceForItsOwnerOnlyAndSignsTheSameAfterwards() throws IOException {
        Path file = folder.resolve("sub").resolve("key.pem");

        SigningKey made = SigningKey.readOrCreate(file);
        SigningKey again = SigningKey.readOrCreate(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(file.getParent()).isDirectoryNotContaining("glob:**.new");
        assertThat(again.publicPem()).isEqualTo(made.publicPem());
        assertThat(again.sign(TEXT)).isEqualTo(made.sign(TEXT)).hasSize(64);
        assertThat(made.id()).matches("[0-9a-f]{16}");
    }

    @Test
    void aKnownKeyIsReadAndItsPublicHalfIsTheKnownOne() throws IOException {
        String pem = Pem.encode("PUBLIC KEY", HexFormat.of().parseHex(PUBLIC));

        SigningKey key = SigningKey.read(Files.writeString(folder.resolve("key.pem"), Pem.encode("PRIVATE KEY", HexFormat.of().parseHex(PRIVATE))));

        assertThat(key.publicPem()).isEqualTo(pem);
        assertThat(key.id()).isEqualTo("06e3fd8fda29bb60");
        assertThat(VerifyingKey.ofPem(pem).verifies(TEXT, key.sign(TEXT))).isTrue();
        assertThat(HexFormat.of().formatHex(key.sign(new byte[0]))).startsWith("e5564300c360ac729086e2cc806e828a").endsWith("5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
    }

    @Test
    void anotherKeyAnotherTextOrHalfASignatureIsNotVerified() {
        SigningKey key = SigningKey.readOrCreate(folder.resolve("one.pem"));
        SigningKey other = SigningKey.readOrCreate(folder.resolve("other.pem"));
        byte[] signature = key.sign(TEXT);

        assertThat(key.verifyingKey().verifies(TEXT, signature)).isTrue();
        assertThat(other.verifyingKey().verifies(TEXT, signature)).isFalse();
        assertThat(key.verifyingKey().verifies(new byte[] {1}, signature)).isFalse();
        assertThat(key.verifyingKey().verifies(TEXT, new byte[32])).isFalse();
        assertThat(other.id()).isNotEqualTo(key.id());
    }

    @Test
    void aMissingKeySaysHowToMakeOne() {
        assertThatThrownBy(() -> SigningKey.read(folder.resolve("none.pem"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none.pem").hasMessageContaining("openssl genpkey -algorithm ed25519").hasMessageContaining("hotpatch.audit.key-file");
    }

    @Test
    void whatCannotBeReadSaysSo() {
        assertThatThrownBy(() -> SigningKey.read(folder)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be read").hasMessageContaining("openssl genpkey");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "-----BEGIN PRIVATE KEY-----\n!!!\n-----END PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----"})
    void whatIsNoKeyIsNeitherReadNorReplaced(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("key.pem"), text);

        assertThatThrownBy(() -> SigningKey.readOrCreate(file)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not hold a private Ed25519 key").hasMessageContaining("key.pem");
        assertThat(file).hasContent(text);
        assertThatThrownBy(() -> VerifyingKey.ofPem(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
