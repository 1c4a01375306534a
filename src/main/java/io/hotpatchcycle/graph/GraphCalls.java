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
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Reads: tried again within bounds, complete or {@link GraphUnavailable}. */
final class GraphCalls {

    /** While one page is stored, the next is fetched. */
    private static final Executor AHEAD = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "graph-ahead");
        thread.setDaemon(true);
        return thread;
    });

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
        pages(purpose, read(purpose, first), "value", "@odata.nextLink", pages);
    }

    /** As {@link #pages}; returns false and hands on nothing when the collection itself is gone. */
    boolean pagesIfThere(Purpose purpose, URI first, Consumer<List<JsonNode>> pages) {
        Optional<JsonNode> page = find(purpose, first);
        page.ifPresent(found -> pages(purpose, found, "value", "@odata.nextLink", pages));
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
        pages(purpose, owner, property, property + "@odata.nextLink", found::addAll);
        return found;
    }

    private void pages(Purpose purpose, JsonNode first, String property, String linkProperty, Consumer<List<JsonNode>> pages) {
        Set<String> followed = new HashSet<>();
        List<JsonNode> items = items(purpose, first, property);
        JsonNode link = first.path(linkProperty);
        while (!link.isMissingNode() && !link.isNull()) {
            URI next = next(purpose, link, followed);
            CompletableFuture<JsonNode> ahead = CompletableFuture.supplyAsync(() -> read(purpose, next), AHEAD);
            pages.accept(items);
            JsonNode page = arrived(ahead);
            items = items(purpose, page, "value");
            link = page.path("@odata.nextLink");
        }
        pages.accept(items);
    }

    private static JsonNode arrived(CompletableFuture<JsonNode> ahead) {
        try {
            return ahead.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }

    private static List<JsonNode> items(Purpose purpose, JsonNode page, String property) {
        if (!page.path(property).isArray()) {
            throw GraphUnavailable.unusable(purpose, "the answer has no list '" + property + "'.",
                    "Nothing of it is taken. Retry; if it stays, the service has changed.");
        }
        List<JsonNode> items = new ArrayList<>(page.path(property).size());
        page.path(property).forEach(items::add);
        return items;
    }

    private URI next(Purpose purpose, JsonNode link, Set<String> followed) {
        String again = "Nothing says that the list is complete. Retry from the beginning.";
        if (!link.isTextual() || !followed.add(link.textValue())) {
            throw GraphUnavailable.unusable(purpose, "the link to page " + (followed.size() + 1)
                    + (link.isTextual() ? " leads back to a page that was read before." : " is not a text."), again);
        }
        try {
            URI uri = URI.create(link.textValue());
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
        for (int attempt = 1;; attempt++) {
            ReadFailure failure;
            try {
                Reply reply = wire.send(method, uri, body);
                if (reply.status() == 404 && goneIsAnAnswer) {
                    return Optional.empty();
                }
                Optional<JsonNode> json = reply.ok() ? reply.json() : Optional.empty();
                if (json.isPresent()) {
                    return json;
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
