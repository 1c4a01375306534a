package io.hotpatchcycle.graph;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How to reach the tenant.
 *
 * @param baseUrl     root of Graph without a version, e.g. {@code https://graph.microsoft.com}; plain http only on loopback
 * @param token       gives a valid access token; asked before every request, never logged
 * @param readTimeout longest silence while waiting for an answer; a whole call may last four times as long
 * @param wallClock   real time, for HTTP dates and waits; never the business clock
 */
public record GraphSettings(URI baseUrl, Supplier<String> token, Duration readTimeout, Clock wallClock) {

    /** Graph of the global cloud. */
    public static final URI GLOBAL = URI.create("https://graph.microsoft.com");

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    public GraphSettings {
        baseUrl = baseUrl == null ? GLOBAL : withoutTrailingSlash(baseUrl);
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(wallClock, "wallClock");
        if (baseUrl.getHost() == null || !secure(baseUrl)) {
            throw new IllegalArgumentException("hotpatch.graph.base-url is '" + baseUrl
                    + "': it must be https with a host name; plain http is for a sandbox on this machine only.");
        }
        if (readTimeout == null || readTimeout.isNegative() || readTimeout.isZero()) {
            throw new IllegalArgumentException("The read time-out for Graph is " + readTimeout + ": it must be above zero.");
        }
    }

    private static boolean secure(URI url) {
        return "https".equals(url.getScheme()) || "http".equals(url.getScheme()) && LOOPBACK.contains(url.getHost());
    }

    private static URI withoutTrailingSlash(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
    }

    /** Keeps the token supplier out of logs. */
    @Override
    public String toString() {
        return "GraphSettings[" + baseUrl + ", readTimeout=" + readTimeout + "]";
    }
}
