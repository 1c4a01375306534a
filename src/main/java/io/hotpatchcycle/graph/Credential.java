package io.hotpatchcycle.graph;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.function.Supplier;
import org.springframework.boot.ssl.pem.PemContent;

/** What we prove ourselves with. Files are read for each token, so that a rotated one counts without a restart. */
final class Credential {

    private static final String FILE = "file:";

    private static final String PUT_TOGETHER = "Put certificate and unencrypted private key into one PEM file; a .pfx is converted by "
            + "'openssl pkcs12 -in FILE.pfx -nodes -out FILE.pem'.";

    private Credential() {
    }

    /** The client secret in force now. */
    static String secret(String configured) {
        if (!configured.startsWith(FILE)) {
            return configured;
        }
        String text = read("hotpatch.graph.client-secret", configured.substring(FILE.length())).strip();
        if (text.isEmpty() || text.lines().count() > 1) {
            throw new SignInFailed("the file of hotpatch.graph.client-secret " + (text.isEmpty() ? "is empty" : "has more than one line"),
                    "Put the secret's value, and nothing else, into it.", true, null);
        }
        return text;
    }

    /** Certificate and key in force now, as the key that signs our assertions. */
    static JWK certificate(String configured, Instant now) {
        String pem = configured.contains("-----BEGIN") ? configured
                : read("hotpatch.graph.certificate", configured.startsWith(FILE) ? configured.substring(FILE.length()) : configured);
        X509Certificate certificate = part(() -> PemContent.of(pem).getCertificates().get(0), "has no certificate that can be read as PEM");
        PrivateKey key = part(() -> PemContent.of(pem).getPrivateKey(), "has no private key that can be read as PEM");
        if (!(certificate.getPublicKey() instanceof RSAPublicKey rsa)) {
            throw unusable("is not an RSA certificate", "Entra takes RSA certificates: make one with 2048 bits or more.", null);
        }
        if (!belongTogether(rsa, key)) {
            throw unusable("does not belong to the private key beside it", "Put both halves of one pair into the file, the own certificate first.", null);
        }
        try {
            certificate.checkValidity(Date.from(now));
            return new RSAKey.Builder(RSAKey.parse(certificate)).privateKey(key).algorithm(JWSAlgorithm.PS256).keyUse(null).build();
        } catch (CertificateExpiredException | CertificateNotYetValidException e) {
            throw unusable("is valid from " + certificate.getNotBefore().toInstant() + " to " + certificate.getNotAfter().toInstant()
                    + " only", "Make a new one, add it to the app registration, and put it in place of this one.", e);
        } catch (JOSEException e) {
            throw unusable("cannot be used: " + e.getMessage(), "Make a new one with RSA and 2048 bits.", e);
        }
    }

    private static <T> T part(Supplier<T> reading, String missing) {
        try {
            T part = reading.get();
            if (part != null) {
                return part;
            }
        } catch (RuntimeException e) {
            throw unusable(missing, PUT_TOGETHER, e);
        }
        throw unusable(missing, PUT_TOGETHER, null);
    }

    private static boolean belongTogether(RSAPublicKey open, PrivateKey key) {
        try {
            byte[] probe = {1, 2, 3};
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(open);
            signature.update(probe);
            return signature.verify(signed);
        } catch (java.security.GeneralSecurityException e) {
            return false;
        }
    }

    private static SignInFailed unusable(String why, String fix, Throwable cause) {
        return new SignInFailed("the certificate of hotpatch.graph.certificate " + why, fix, true, cause);
    }

    private static String read(String property, String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException | RuntimeException e) {
            throw new SignInFailed("the file of " + property + ", " + file + ", cannot be read (" + e.getClass().getSimpleName() + ")",
                    "Check the path, and that the program's user may read it.", true, e);
        }
    }
}
