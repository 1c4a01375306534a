package io.hotpatchcycle.graph;

import java.net.URI;
import java.util.HashSet;
import java.util.Set;

/** The links that are followed from page to page of one list: each once, to our host only, and not for ever. */
final class PageLinks {

    /** A fleet of a million in pages of a hundred has half as many. */
    static final int MOST = 20_000;

    private static final String AGAIN = "Nothing says that the list is complete. Retry from the beginning.";

    private final Purpose purpose;
    private final URI baseUrl;
    private final Set<String> followed = new HashSet<>();

    PageLinks(Purpose purpose, URI baseUrl) {
        this.purpose = purpose;
        this.baseUrl = baseUrl;
    }

    /** @param link null where it is not a text */
    URI next(String link) {
        if (link == null || !followed.add(link)) {
            throw GraphUnavailable.unusable(purpose, "the link to page " + (followed.size() + 1)
                    + (link != null ? " leads back to a page that was read before." : " is not a text."), AGAIN);
        }
        if (followed.size() > MOST) {
            throw GraphUnavailable.unusable(purpose, "the list has not ended after " + MOST + " pages.", AGAIN + " If this stays, its links lead nowhere.");
        }
        try {
            URI uri = URI.create(link);
            if (baseUrl.getHost().equalsIgnoreCase(uri.getHost()) && baseUrl.getScheme().equals(uri.getScheme())) {
                return uri;
            }
            throw GraphUnavailable.unusable(purpose, "the link to the next page leads to another host, " + uri.getHost() + ".",
                    "Our token is not sent there. Check hotpatch.graph.base-url and the proxy.");
        } catch (IllegalArgumentException e) {
            throw GraphUnavailable.unusable(purpose, "the link to the next page is not an address.", AGAIN);
        }
    }
}
