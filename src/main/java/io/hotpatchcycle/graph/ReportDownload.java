package io.hotpatchcycle.graph;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Fetches an exported file from blob storage. Its address is the key, so our token is never sent along. */
final class ReportDownload {

    private static final int EXCERPT = 200;

    private final OkHttpClient http;
    private final BackOff backOff;
    private final URI baseUrl;

    ReportDownload(Duration readTimeout, BackOff backOff, URI baseUrl) {
        this.http = GraphWire.bareClient(readTimeout).callTimeout(Duration.ofMinutes(10)).build();
        this.backOff = backOff;
        this.baseUrl = baseUrl;
    }

    /** Fetches the whole file, or throws {@link GraphUnavailable}. */
    void fetch(Purpose purpose, String url, Path to) {
        Request request = request(purpose, url);
        for (int attempt = 1;; attempt++) {
            ReadFailure failure;
            try (Response response = http.newCall(request).execute()) {
                if (response.isSuccessful() && response.body() != null) {
                    copy(response.body().byteStream(), to);
                    return;
                }
                failure = new ReadFailure(response.code(), false, "the report's file cannot be fetched: "
                        + response.peekBody(EXCERPT).string().strip(), null, null, null);
            } catch (IOException e) {
                failure = new ReadFailure(0, false, "the report's file was not fetched, because " + Trouble.sentence(e), null, null, e);
            }
            if (!failure.worthAnotherTry() || !backOff.another(attempt, null)) {
                throw failure.unavailable(purpose, attempt);
            }
        }
    }

    private static void copy(InputStream from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Files come over https, or from where a sandbox on this machine lives. */
    private Request request(Purpose purpose, String url) {
        try {
            URI uri = URI.create(url);
            if ("https".equals(uri.getScheme()) || baseUrl.getScheme().equals(uri.getScheme()) && baseUrl.getHost().equals(uri.getHost())) {
                return new Request.Builder().url(uri.toString()).build();
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw GraphUnavailable.unusable(purpose, "the finished export job names no usable address.", "Retry.");
    }
}
