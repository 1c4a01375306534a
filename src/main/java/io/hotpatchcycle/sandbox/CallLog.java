package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The latest calls, and what reads were answered last: so that a test knows what is asked for, and a fault can be stale. Of long lists
 * only the latest {@value #ITEMS} items stay.
 */
final class CallLog {

    private static final int CALLS = 2_000;
    private static final int ANSWERS = 256;
    private static final int ITEMS = 5_000;
    /** Answers up to here do not count for that. */
    private static final int SHORT = 100;

    private final Deque<String[]> calls = new ArrayDeque<>();
    /** Eldest first. */
    private final Map<String, Reply> answers = new LinkedHashMap<>();
    /** Items of all long lists among them. */
    private int items;

    synchronized void note(String call, Request request) {
        if (calls.size() == CALLS) {
            calls.removeFirst();
        }
        calls.add(new String[] {String.valueOf(call), request.method(), address(request)});
    }

    synchronized void remember(Request request, Reply reply) {
        if (!request.write() && reply.status() < 300 && reply.body() != null) {
            items += items(reply) - items(answers.put(address(request), reply));
            Iterator<Reply> eldest = answers.values().iterator();
            if (answers.size() > ANSWERS) {
                items -= items(eldest.next());
                eldest.remove();
            }
            while (items > ITEMS && eldest.hasNext()) {
                int left = items - items(eldest.next());
                if (left < items) {
                    eldest.remove();
                    items = left;
                }
            }
        }
    }

    private static int items(Reply reply) {
        int size = reply == null ? 0 : reply.body().path("value").size();
        return size > SHORT ? size : 0;
    }

    /** What this read was answered last without a fault; null when never. */
    synchronized Reply last(Request request) {
        return request.write() ? null : answers.get(address(request));
    }

    synchronized ArrayNode list() {
        ArrayNode list = Json.array();
        calls.forEach(call -> list.addObject().put("call", call[0]).put("method", call[1]).put("address", call[2]));
        return list;
    }

    synchronized void clear() {
        calls.clear();
    }

    private static String address(Request request) {
        return request.path() + (request.rawQuery().isEmpty() ? "" : "?" + request.rawQuery());
    }
}
