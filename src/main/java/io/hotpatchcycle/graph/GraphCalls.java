package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.kiota.HttpMethod;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads: tried again within bounds, complete or {@link GraphUnavailable}. */
final class GraphCalls {

    private final GraphWire wire;
    private final BackOff backOff;
    private final URI baseUrl;

    GraphCalls(GraphWire wire, BackOff backOff, URI baseUrl) {
        this.wire = wire;
        this.backOff = backOff;
        this.baseUrl = baseUrl;
    }

    /** Reads one thing that must be there. */
    JsonNode read(Purpose purpose, URI uri) {
        return attempt(purpose, HttpMethod.GET, uri, null, false).orElseThrow();
    }

    /** Reads one thing; empty when Graph says 404. */
    Optional<JsonNode> find(Purpose purpose, URI uri) {
        return attempt(purpose, HttpMethod.GET, uri, null, true);
    }

    /** Asks by POST for something that may be asked again without harm. */
    JsonNode ask(Purpose purpose, URI uri, JsonNode body) {
        return attempt(purpose, HttpMethod.POST, uri, body, false).orElseThrow();
    }

    /** Reads a collection; each page is handed on once it is complete. */
    void pages(Purpose purpose, URI first, Consumer<List<JsonNode>> pages) {
        pages(purpose, read(purpose, first), "value", "@odata.nextLink", items -> items, pages);
    }

    /**
     * Reads a large collection of flat items without a tree of them. While one page is stored, the next is fetched and read.
     *
     * @param meaning of an item, given the texts of its fields in the order in which they are asked for
     */
    <T> void stream(Purpose purpose, URI first, List<String> fields, Function<String[], T> meaning, Consumer<List<T>> pages) {
        FlatItems<T> items = new FlatItems<>(fields, meaning);
        Set<String> followed = new HashSet<>();
        FlatItems.Page<T> page = flat(purpose, first, items);
        while (page.more()) {
            URI next = next(purpose, page.link(), followed);
            CompletableFuture<FlatItems.Page<T>> ahead = Ahead.run(() -> flat(purpose, next, items));
            pages.accept(page.items());
            page = Ahead.arrived(ahead);
        }
        pages.accept(page.items());
    }

    private <T> FlatItems.Page<T> flat(Purpose purpose, URI uri, FlatItems<T> items) {
        FlatItems.Page<T> page = attempt(purpose, HttpMethod.GET, uri, null, false, reply -> items.read(reply.body())).orElseThrow();
        if (page.items() == null) {
            throw noList(purpose, "value");
        }
        return page;
    }

    /** As {@link #pages}; returns false and hands on nothing when the collection itself is gone. */
    boolean pagesIfThere(Purpose purpose, URI first, Consumer<List<JsonNode>> pages) {
        Optional<JsonNode> page = find(purpose, first);
        page.ifPresent(found -> pages(purpose, found, "value", "@odata.nextLink", items -> items, pages));
        return page.isPresent();
    }

    /** Reads a small collection as a whole. */
    List<JsonNode> all(Purpose purpose, URI first) {
        List<JsonNode> found = new ArrayList<>();
        pages(purpose, first, found::addAll);
        return found;
    }

    /** An expanded collection inside an entity, with its further pages. */
    List<JsonNode> expanded(Purpose purpose, JsonNode owner, String property) {
        List<JsonNode> found = new ArrayList<>();
        pages(purpose, owner, property, property + "@odata.nextLink", items -> items, found::addAll);
        return found;
    }

    private <T> void pages(Purpose purpose, JsonNode first, String property, String linkProperty, Function<List<JsonNode>, T> meaning, Consumer<T> pages) {
        Set<String> followed = new HashSet<>();
        Page<T> page = new Page<>(meaning.apply(items(purpose, first, property)), first.path(linkProperty));
        while (!page.link().isMissingNode() && !page.link().isNull()) {
            URI next = next(purpose, page.link().textValue(), followed);
            CompletableFuture<Page<T>> ahead = Ahead.run(() -> {
                JsonNode answer = read(purpose, next);
                return new Page<>(meaning.apply(items(purpose, answer, "value")), answer.path("@odata.nextLink"));
            });
            pages.accept(page.content());
            page = Ahead.arrived(ahead);
        }
        pages.accept(page.content());
    }

    private record Page<T>(T content, JsonNode link) {
    }

    private static List<JsonNode> items(Purpose purpose, JsonNode page, String property) {
        if (!page.path(property).isArray()) {
            throw noList(purpose, property);
        }
        List<JsonNode> items = new ArrayList<>(page.path(property).size());
        page.path(property).forEach(items::add);
        return items;
    }

    private static GraphUnavailable noList(Purpose purpose, String property) {
        return GraphUnavailable.unusable(purpose, "the answer has no list '" + property + "'.",
                "Nothing of it is taken. Retry; if it stays, the service has changed.");
    }

    /** @param link null where it is not a text */
    private URI next(Purpose purpose, String link, Set<String> followed) {
        String again = "Nothing says that the list is complete. Retry from the beginning.";
        if (link == null || !followed.add(link)) {
            throw GraphUnavailable.unusable(purpose, "the link to page " + (followed.size() + 1)
                    + (link != null ? " leads back to a page that was read before." : " is not a text."), again);
        }
        try {
            URI uri = URI.create(link);
            if (baseUrl.getHost().equalsIgnoreCase(uri.getHost()) && baseUrl.getScheme().equals(uri.getScheme())) {
                return uri;
            }
            throw GraphUnavailable.unusable(purpose, "the link to the next page leads to another host, " + uri.getHost() + ".",
                    "Our token is not sent there. Check hotpatch.graph.base-url and the proxy.");
        } catch (IllegalArgumentException e) {
            throw GraphUnavailable.unusable(purpose, "the link to the next page is not an address.", again);
        }
    }

    private Optional<JsonNode> attempt(Purpose purpose, HttpMethod method, URI uri, JsonNode body, boolean goneIsAnAnswer) {
        return attempt(purpose, method, uri, body, goneIsAnAnswer, Reply::json);
    }

    /** @param meaning empty where the answer cannot be read */
    private <T> Optional<T> attempt(Purpose purpose, HttpMethod method, URI uri, JsonNode body, boolean goneIsAnAnswer, Function<Reply, Optional<T>> meaning) {
        for (int attempt = 1;; attempt++) {
            ReadFailure failure;
            try {
                Reply reply = wire.send(method, uri, body);
                if (reply.status() == 404 && goneIsAnAnswer) {
                    return Optional.empty();
                }
                Optional<T> answer = reply.ok() ? meaning.apply(reply) : Optional.empty();
                if (answer.isPresent()) {
                    return answer;
                }
                failure = reply.ok() ? ReadFailure.unreadable(reply) : ReadFailure.of(reply);
            } catch (NoAnswer none) {
                failure = ReadFailure.of(none);
            }
            if (!failure.worthAnotherTry() || !backOff.another(attempt, failure.retryAfter())) {
                throw failure.unavailable(purpose, attempt);
            }
        }
    }
}
