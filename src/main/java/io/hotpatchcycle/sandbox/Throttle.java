package io.hotpatchcycle.sandbox;

import java.util.HashMap;
import java.util.Map;

/**
 * Graph's limits, enforced when asked for: so many calls of a family in a window of business time, then 429 with the seconds until the
 * window ends. Items of a batch count one by one.
 */
final class Throttle {

    private record Limit(int calls, int seconds) {
    }

    private static final Limit DEVICES = new Limit(2_000, 20);
    private static final Limit DEVICE_WRITES = new Limit(200, 20);
    private static final Limit CONFIGURATION = new Limit(1_000, 20);
    private static final Limit CONFIGURATION_WRITES = new Limit(100, 20);
    private static final Limit IDENTITY = new Limit(3_500, 10);
    private static final Limit IDENTITY_WRITES = new Limit(3_000, 150);

    private static final class Window {

        private long number = -1;
        private int calls;
    }

    private final Map<Limit, Window> windows = new HashMap<>();
    private boolean on;
    private int asked;
    private int refused;

    synchronized void set(boolean enforce) {
        on = enforce;
        windows.clear();
        asked = 0;
        refused = 0;
    }

    /** Seconds to wait; 0 when the call may go on. */
    synchronized int refuse(Request request, long nowSeconds) {
        if (!on || request.segments().isEmpty() || request.segments().get(0).equals("$batch")) {
            return 0;
        }
        asked++;
        boolean device = request.segments().size() > 1 && request.segments().get(1).equals("managedDevices");
        boolean intune = request.segments().get(0).equals("deviceManagement") || request.segments().get(0).equals("admin");
        int wait = count(device ? DEVICES : intune ? CONFIGURATION : IDENTITY, nowSeconds);
        if (request.write()) {
            wait = Math.max(wait, count(device ? DEVICE_WRITES : intune ? CONFIGURATION_WRITES : IDENTITY_WRITES, nowSeconds));
        }
        refused += wait > 0 ? 1 : 0;
        return wait;
    }

    private int count(Limit limit, long nowSeconds) {
        Window window = windows.computeIfAbsent(limit, l -> new Window());
        if (window.number != nowSeconds / limit.seconds()) {
            window.number = nowSeconds / limit.seconds();
            window.calls = 0;
        }
        return ++window.calls <= limit.calls() ? 0 : (int) (limit.seconds() - nowSeconds % limit.seconds());
    }

    synchronized Reply told() {
        return Reply.ok(Json.object().put("enforced", on).put("asked", asked).put("refused", refused));
    }
}
