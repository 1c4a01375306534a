package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * Pages over things that have a fixed order. The link to the next page remembers the last position it gave, not a
 * count, so that a change between two pages neither repeats nor hides another item.
 */
final class Paging {

    private final Request request;
    private final int top;
    private final int from;

    private Paging(Request request, int top, int from) {
        this.request = request;
        this.top = top;
        this.from = from;
    }

    /** Reads {@code $top} and the position; a top above the maximum is a Graph error 400. */
    static Paging of(Request request, int defaultTop, int maxTop) {
        int top = number(request, "$top", defaultTop);
        if (top < 1 || top > maxTop) {
            throw GraphException.badRequest("Invalid page size specified: '" + top + "'. Must be between 1 and " + maxTop + " inclusive.");
        }
        String token = request.option("$skiptoken");
        return new Paging(request, top, token == null ? number(request, "$skip", 0) : position(token));
    }

    private static int number(Request request, String option, int otherwise) {
        String value = request.option(option);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("\\d{1,7}")) {
            throw GraphException.badRequest("The value '" + value + "' of " + option + " is not a number.");
        }
        return Integer.parseInt(value);
    }

    private static int position(String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
            return Integer.parseInt(text.substring(text.indexOf(':') + 1));
        } catch (IllegalArgumentException e) {
            throw GraphException.badRequest("The skip token is not valid.");
        }
    }

    /** A page of a list. */
    Reply page(String context, List<? extends JsonNode> items) {
        return page(context, items.size(), i -> true, items::get);
    }

    /** A page of the positions from 0 to size that are wanted. */
    Reply page(String context, int size, IntPredicate wanted, IntFunction<? extends JsonNode> item) {
        return page(context, start -> {
            int i = start;
            while (i < size && !wanted.test(i)) {
                i++;
            }
            return i < size ? i : -1;
        }, item);
    }

    /** A page of positions that lie far apart. @param next the first one that is wanted from a position on, -1 when there is none */
    Reply page(String context, IntUnaryOperator next, IntFunction<? extends JsonNode> item) {
        ObjectNode body = Json.object().put("@odata.context", request.context(context));
        ArrayNode value = Json.array();
        int last = -1;
        int i = next.applyAsInt(from);
        while (i >= 0 && value.size() < top) {
            value.add(item.apply(i));
            last = i;
            i = next.applyAsInt(i + 1);
        }
        boolean more = i >= 0;
        if ("true".equals(request.option("$count")) && request.option("$skiptoken") == null) {
            int count = 0;
            for (int one = next.applyAsInt(0); one >= 0; one = next.applyAsInt(one + 1)) {
                count++;
            }
            body.put("@odata.count", count);
        }
        if (more) {
            body.put("@odata.nextLink", link(last + 1));
        }
        body.set("value", value);
        return Reply.ok(body);
    }

    private String link(int next) {
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(("p:" + next).getBytes(StandardCharsets.US_ASCII));
        StringBuilder link = new StringBuilder(request.base()).append(request.path()).append('?');
        for (String pair : request.rawQuery().split("&")) {
            if (!pair.isEmpty() && !pair.matches("(?:\\$|%24)skip(?:token)?=.*")) {
                link.append(pair).append('&');
            }
        }
        return link.append("$skiptoken=").append(token).toString();
    }

    /** The properties that {@code $select} names; without it everything. Ids and types stay. */
    static ObjectNode select(Request request, ObjectNode node) {
        String select = request.option("$select");
        if (select != null) {
            List<String> wanted = new ArrayList<>(List.of("@odata.type", "id"));
            wanted.addAll(List.of(select.split(",\\s*")));
            node.retain(wanted);
        }
        return node;
    }
}
