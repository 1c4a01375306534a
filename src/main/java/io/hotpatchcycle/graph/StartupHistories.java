package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.hotpatchcycle.rollout.StartupHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The start-up history of Endpoint analytics. It can be neither filtered nor asked for changes, and whether the time of a start may be
 * selected is not documented: what is read is all of it, in as many goes as it takes.
 */
final class StartupHistories implements StartupHistory {

    static final String PATH = "/deviceManagement/userExperienceAnalyticsDeviceStartupHistory";

    private static final Purpose STARTS = new Purpose("the start-up history of Endpoint analytics", Purpose.DEVICES);

    private final GraphCalls calls;
    private final GraphAddress address;

    StartupHistories(GraphCalls calls, GraphAddress address) {
        this.calls = calls;
        this.address = address;
    }

    @Override
    public End read(String from, int most, Consumer<List<Start>> pages) {
        try {
            return new End(true, calls.some(STARTS, from, address.v1(PATH), most, page -> {
                List<Start> starts = new ArrayList<>();
                page.forEach(one -> starts.add(start(one)));
                pages.accept(starts);
            }));
        } catch (GraphUnavailable e) {
            if (e.notGranted()) {
                return new End(false, null);
            }
            throw e;
        }
    }

    /** One that cannot be placed may be a crash: without it the reading is none. A category that is not said is unknown. */
    private static Start start(JsonNode one) {
        String id = Json.text(one, "id");
        String device = Json.text(one, "deviceId");
        Instant at = Json.instant(one, "startTime");
        if (id == null || device == null || at == null) {
            throw GraphUnavailable.unusable(STARTS, "an entry has no id, device or time.", "Nothing is taken from it; it is read again tomorrow.");
        }
        return new Start(id, device, at, Json.text(one, "restartCategory", "unknown"));
    }
}
