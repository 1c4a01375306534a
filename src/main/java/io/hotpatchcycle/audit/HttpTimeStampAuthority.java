package io.hotpatchcycle.audit;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;

/** An authority that is asked over HTTP (RFC 3161, 3.4). The answer is signed, so plain HTTP is enough. */
final class HttpTimeStampAuthority implements TimeStampAuthority {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LARGEST_ANSWER = 1 << 20;
    private static final int NONCE_BITS = 64;

    private final URI url;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final SecureRandom random = new SecureRandom();

    HttpTimeStampAuthority(URI url) {
        this.url = url;
    }

    @Override
    public byte[] stamp(byte[] data) {
        try {
            TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
            generator.setCertReq(true);
            TimeStampRequest request = generator.generate(TSPAlgorithms.SHA256, Sha256.digest(data), new BigInteger(NONCE_BITS, random));
            TimeStampResponse answer = new TimeStampResponse(send(request.getEncoded()));
            answer.validate(request);
            if (answer.getTimeStampToken() == null) {
                throw new IllegalStateException("The time stamping authority " + url + " refused: status " + answer.getStatus() + ", "
                        + answer.getStatusString() + ".");
            }
            return answer.getTimeStampToken().getEncoded();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Asking the time stamping authority was interrupted; it is asked again.", e);
        } catch (IOException | TSPException e) {
            throw new IllegalStateException("The time stamping authority " + url + " gave no usable answer (" + e + "). Look at hotpatch.audit.tsa.url.", e);
        }
    }

    private byte[] send(byte[] query) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = client.send(HttpRequest.newBuilder(url).timeout(PATIENCE).header("Content-Type", "application/timestamp-query")
                .header("Accept", "application/timestamp-reply").POST(HttpRequest.BodyPublishers.ofByteArray(query)).build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            byte[] content = body.readNBytes(LARGEST_ANSWER);
            if (answer.statusCode() != 200) {
                throw new IOException("HTTP status " + answer.statusCode());
            }
            return content;
        }
    }
}
