package io.hotpatchcycle.graph;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * How to reach the tenant.
 *
 * @param baseUrl     root of Graph without a version, e.g. {@code https://graph.microsoft.com}; plain http only on loopback
 * @param token       gives access tokens
 * @param readTimeout longest silence while waiting for an answer; a whole call may last four times as long
 * @param wallClock   real time, for HTTP dates and waits; never the business clock
 */
public record GraphSettings(URI baseUrl, AccessTokens token, Duration readTimeout, Clock wallClock) {

    /** Graph of the global cloud. */
    public static final URI GLOBAL = URI.create("https://graph.microsoft.com");

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    public GraphSettings {
        baseUrl = baseUrl == null ? GLOBAL : secure("hotpatch.graph.base-url", baseUrl);
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(wallClock, "wallClock");
        if (readTimeout == null || readTimeout.isNegative() || readTimeout.isZero()) {
            throw new IllegalArgumentException("The read time-out for Graph is " + readTimeout + ": it must be above zero.");
        }
    }

    /** The address without a slash at its end. @throws IllegalArgumentException when secrets would go over the network in the clear */
    static URI secure(String property, URI url) {
        boolean secure = "https".equals(url.getScheme()) || "http".equals(url.getScheme()) && LOOPBACK.contains(url.getHost());
        if (url.getHost() == null || !secure) {
            throw new IllegalArgumentException(property + " is '" + url + "': it must be https with a host name; plain http is for this machine only.");
        }
        String text = url.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
    }

    /** Keeps the tokens out of logs. */
    @Override
    public String toString() {
        return "GraphSettings[" + baseUrl + ", readTimeout=" + readTimeout + "]";
    }
}
