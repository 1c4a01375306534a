package io.hotpatchcycle.graph;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Builds addresses below the configured root; encodes everything that comes from data. */
final class GraphAddress {

    private final URI root;

    GraphAddress(URI root) {
        this.root = root;
    }

    /**
     * An address of v1.0.
     *
     * @param path  with {@code {}} for each id
     * @param query alternating names and raw values after the ids
     */
    URI v1(String path, String... idsThenQuery) {
        return build("/v1.0", path, idsThenQuery);
    }

    /** An address of beta; see {@link #v1}. */
    URI beta(String path, String... idsThenQuery) {
        return build("/beta", path, idsThenQuery);
    }

    private URI build(String version, String path, String... idsThenQuery) {
        return URI.create(root + version + relative(path, idsThenQuery));
    }

    /** The address of one item inside a batch: relative to the version. */
    static String relative(String path, String... idsThenQuery) {
        StringBuilder address = new StringBuilder();
        int used = 0;
        int from = 0;
        for (int at = path.indexOf("{}"); at >= 0; at = path.indexOf("{}", from)) {
            address.append(path, from, at).append(encode(idsThenQuery[used++]));
            from = at + 2;
        }
        address.append(path.substring(from));
        char separator = '?';
        for (int i = used; i + 1 < idsThenQuery.length; i += 2) {
            address.append(separator).append(idsThenQuery[i]).append('=').append(encode(idsThenQuery[i + 1]));
            separator = '&';
        }
        return address.toString();
    }

    private static String encode(String raw) {
        return URLEncoder.encode(raw, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
