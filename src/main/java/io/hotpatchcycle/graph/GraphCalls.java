package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.kiota.HttpMethod;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads: tried again within bounds, complete or {@link GraphUnavailable}. */
final class GraphCalls {

    private static final String NEXT = "@odata.nextLink";
    /** Who stores them takes a while now and then, as does Graph: neither has to wait for the other. */
    private static final int FLAT_PAGES_AHEAD = 4;

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

    /** Reads a collection; each page is handed on once it is complete. While one is stored, the next is fetched and read. */
    void pages(Purpose purpose, URI first, Consumer<List<JsonNode>> pages) {
        pages(purpose, read(purpose, first), "value", pages);
    }

    /**
     * As {@link #pages(Purpose, URI, Consumer)}, for a large collection of flat items: without a tree of them, and further ahead.
     *
     * @param meaning of an item, given the texts of its fields in the order in which they are asked for
     */
    <T> void stream(Purpose purpose, URI first, List<String> fields, Function<String[], T> meaning, Consumer<List<T>> pages) {
        FlatItems<T> items = new FlatItems<>(fields, meaning);
        Function<URI, Page<T>> read = uri -> attempt(purpose, HttpMethod.GET, uri, null, false, reply -> items.read(reply.body())).orElseThrow();
        follow(purpose, read.apply(first), "value", read, FLAT_PAGES_AHEAD, pages);
    }

    /**
     * As {@link #pages}, but at most so many.
     *
     * @param link null for the beginning, or what another call returned
     * @return the link to the rest; null when there is none
     */
    String some(Purpose purpose, String link, URI beginning, int most, Consumer<List<JsonNode>> pages) {
        return Json.text(walk(purpose, link, beginning, most, pages), NEXT);
    }

    /**
     * Reads a delta: a collection whose last page says where to ask for what changes from then on.
     *
     * @param link null for the beginning, or what another call returned
     * @return the link for the next time
     */
    String delta(Purpose purpose, String link, URI beginning, Consumer<List<JsonNode>> pages) {
        String next = Json.text(walk(purpose, link, beginning, Integer.MAX_VALUE, pages), "@odata.deltaLink");
        if (next == null) {
            throw GraphUnavailable.unusable(purpose, "the last page has no delta link.", "Nothing says that it is complete. Retry from the beginning.");
        }
        return next;
    }

    /** Reads page after page, at most so many. @return the last of them, whose links say how it goes on */
    private JsonNode walk(Purpose purpose, String link, URI beginning, int most, Consumer<List<JsonNode>> pages) {
        PageLinks links = new PageLinks(purpose, baseUrl);
        URI at = link == null ? beginning : links.next(link);
        for (int read = 1;; read++) {
            JsonNode answer = read(purpose, at);
            Page<JsonNode> page = listed(purpose, page(answer, "value"), "value");
            pages.accept(page.items());
            if (!page.more()) {
                return answer;
            }
            at = links.next(page.link());
            if (read == most) {
                return answer;
            }
        }
    }

    /** As {@link #pages}; returns false and hands on nothing when the collection itself is gone. */
    boolean pagesIfThere(Purpose purpose, URI first, Consumer<List<JsonNode>> pages) {
        Optional<JsonNode> page = find(purpose, first);
        page.ifPresent(found -> pages(purpose, found, "value", pages));
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
        pages(purpose, owner, property, found::addAll);
        return found;
    }

    private void pages(Purpose purpose, JsonNode first, String property, Consumer<List<JsonNode>> pages) {
        follow(purpose, page(first, property), property, uri -> page(read(purpose, uri), "value"), 1, pages);
    }

    /**
     * @param property the list in the first page
     * @param ahead    pages that are read while one is stored
     */
    private <T> void follow(Purpose purpose, Page<T> first, String property, Function<URI, Page<T>> read, int ahead, Consumer<List<T>> pages) {
        Page<T> begin = listed(purpose, first, property);
        if (!begin.more()) {
            pages.accept(begin.items());
            return;
        }
        Ahead.each(new Iterator<>() {

            private final PageLinks links = new PageLinks(purpose, baseUrl);
            private Page<T> last;

            @Override
            public boolean hasNext() {
                return last == null || last.more();
            }

            @Override
            public List<T> next() {
                last = last == null ? begin : listed(purpose, read.apply(links.next(last.link())), "value");
                return last.items();
            }
        }, ahead, pages);
    }

    private static Page<JsonNode> page(JsonNode answer, String property) {
        JsonNode link = answer.path(property.equals("value") ? NEXT : property + NEXT);
        List<JsonNode> items = null;
        if (answer.path(property).isArray()) {
            items = new ArrayList<>(answer.path(property).size());
            answer.path(property).forEach(items::add);
        }
        return new Page<>(items, !link.isMissingNode() && !link.isNull(), link.textValue());
    }

    private static <T> Page<T> listed(Purpose purpose, Page<T> page, String property) {
        if (page.items() == null) {
            throw GraphUnavailable.unusable(purpose, "the answer has no list '" + property + "'.",
                    "Nothing of it is taken. Retry; if it stays, the service has changed.");
        }
        return page;
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
