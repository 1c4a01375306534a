package io.hotpatchcycle.access;

/** A way into the program: HTTP method and path template. */
public record Route(String method, String path) implements Comparable<Route> {

    boolean changes() {
        return !method.equals("GET") && !method.equals("HEAD");
    }

    /** Pages and API of the engine's web applications go with a session, everything else with HTTP Basic. */
    boolean needsSession() {
        return path.startsWith("/camunda/");
    }

    @Override
    public int compareTo(Route other) {
        int byPath = path.compareTo(other.path);
        return byPath == 0 ? method.compareTo(other.method) : byPath;
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
