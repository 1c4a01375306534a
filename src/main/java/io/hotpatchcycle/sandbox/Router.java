package io.hotpatchcycle.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds what answers a call: by version, path template and verb. */
final class Router {

    /** Answers one call. */
    @FunctionalInterface
    interface Handler {
        Reply handle(Request request);
    }

    /** Where a path exists. */
    enum In { V1, BETA, BOTH, CONTROL }

    private record Route(In in, String method, List<String> template, Handler handler) {
    }

    private final List<Route> routes = new ArrayList<>();

    /** A template such as {@code groups/{id}/members}; a segment in braces matches anything. */
    Router on(In in, String method, String template, Handler handler) {
        routes.add(new Route(in, method, List.of(template.split("/")), handler));
        return this;
    }

    /** Answers a call; Graph errors 404 for an unknown path and 405 for a verb that the path does not take. */
    Reply dispatch(Request request) {
        boolean known = false;
        for (Route route : routes) {
            Map<String, String> values = match(route, request);
            if (values != null) {
                known = true;
                if (route.method.equals(request.method())) {
                    return route.handler.handle(request.with(values));
                }
            }
        }
        if (known) {
            throw new GraphException(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.");
        }
        String first = request.segments().isEmpty() ? "" : request.segments().get(request.segments().size() - 1);
        throw GraphException.notFound("BadRequest", "Resource not found for the segment '" + first + "'.");
    }

    /** A call by its kind, e.g. {@code GET v1.0/groups/{id}}; null when nothing answers it. */
    String nameOf(Request request) {
        for (Route route : routes) {
            if (route.method.equals(request.method()) && match(route, request) != null) {
                return route.method + " " + request.version() + "/" + String.join("/", route.template);
            }
        }
        return null;
    }

    private static Map<String, String> match(Route route, Request request) {
        boolean fits = switch (route.in) {
            case V1 -> request.version().equals("v1.0");
            case BETA -> request.version().equals("beta");
            case BOTH -> !request.version().isEmpty();
            case CONTROL -> request.version().isEmpty();
        };
        if (!fits || route.template.size() != request.segments().size()) {
            return null;
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < route.template.size(); i++) {
            String wanted = route.template.get(i);
            String found = request.segments().get(i);
            if (wanted.startsWith("{")) {
                values.put(wanted.substring(1, wanted.length() - 1), found);
            } else if (!wanted.equalsIgnoreCase(found)) {
                return null;
            }
        }
        return values;
    }
}
