package io.hotpatchcycle.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.bouncycastle.util.CollectionStore;

/** A time stamping authority (RFC 3161) on this machine, certified by a root of its own. */
public final class TestAuthority implements AutoCloseable {

    private static final ASN1ObjectIdentifier POLICY = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");

    private final KeyPair rootKey = key();
    private final KeyPair key = key();
    private final X509Certificate root = certificate("CN=Test root", "CN=Test root", rootKey, rootKey, true);
    private final X509Certificate certificate = certificate("CN=Test authority", "CN=Test root", key, rootKey, false);
    private final HttpServer server;
    private int serial;
    /** What it believes the time is, settable. */
    public volatile Instant now;
    /** HTTP status of its answers, settable. */
    public volatile int status = 200;
    /** Whether it sends the answer to the question before once more. */
    public volatile boolean repeating;
    /** The list of revoked certificates that its stamps bring, settable; null for none. */
    public volatile X509CRLHolder list;
    private byte[] last;

    public TestAuthority(Instant now) {
        this.now = now;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/tsr", this::answer);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tsr");
    }

    /** The root, as a PEM file. */
    public Path pem(Path file) {
        try {
            String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(root.getEncoded());
            return Files.writeString(file, "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A list of its root, which revokes it.
     *
     * @param revoked when; null for a list that does not
     * @param reason  as in {@link CRLReason}
     */
    public X509CRLHolder list(Instant asOf, Instant revoked, int reason) {
        return list(rootKey, asOf, revoked, reason);
    }

    /** As {@link #list(Instant, Instant, int)}, but by somebody who only says he is the root. */
    public X509CRLHolder forgedList(Instant asOf, Instant revoked, int reason) {
        return list(key(), asOf, revoked, reason);
    }

    private static X509CRLHolder list(KeyPair signer, Instant asOf, Instant revoked, int reason) {
        try {
            JcaX509v2CRLBuilder builder = new JcaX509v2CRLBuilder(new X500Principal("CN=Test root"), Date.from(asOf));
            if (revoked != null) {
                builder.addCRLEntry(BigInteger.valueOf(2), Date.from(revoked), reason);
            }
            return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body;
        try {
            body = repeating ? last : stamp(exchange.getRequestBody().readAllBytes());
        } catch (Exception e) {
            throw new IOException(e);
        }
        last = body;
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private byte[] stamp(byte[] query) throws Exception {
        TimeStampTokenGenerator tokens = new TimeStampTokenGenerator(new JcaSimpleSignerInfoGeneratorBuilder().build("SHA256withECDSA", key.getPrivate(), certificate),
                new JcaDigestCalculatorProviderBuilder().build().get(new org.bouncycastle.asn1.x509.AlgorithmIdentifier(TSPAlgorithms.SHA1)), POLICY);
        tokens.addCertificates(new JcaCertStore(List.of(certificate)));
        if (list != null) {
            tokens.addCRLs(new CollectionStore<>(List.of(list)));
        }
        return new TimeStampResponseGenerator(tokens, Set.of(TSPAlgorithms.SHA256)).generate(new TimeStampRequest(query), BigInteger.valueOf(++serial), Date.from(now)).getEncoded();
    }

    private static KeyPair key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate certificate(String subject, String issuer, KeyPair key, KeyPair signer, boolean root) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(new X500Principal(issuer), BigInteger.valueOf(root ? 1 : 2),
                    Date.from(Instant.parse("2020-01-01T00:00:00Z")), Date.from(Instant.parse("2020-01-01T00:00:00Z").plus(Duration.ofDays(20_000))),
                    new X500Principal(subject), key.getPublic());
            builder.addExtension(root ? Extension.basicConstraints : Extension.extendedKeyUsage, true,
                    root ? new BasicConstraints(true) : new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping));
            return new JcaX509CertificateConverter().getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
