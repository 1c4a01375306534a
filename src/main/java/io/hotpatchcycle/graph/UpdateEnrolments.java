package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.hotpatchcycle.fleet.EnrolmentFact;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Consumer;

/** The devices that the service for Windows updates has. A beta address: a tenant may know nothing of it, or not let us read it. */
final class UpdateEnrolments {

    private static final Purpose ENROLMENTS = new Purpose("the enrolments for Windows updates", "WindowsUpdates.Read.All");
    static final String DEVICES = "/admin/windows/updates/updatableAssets/microsoft.graph.windowsUpdates.azureADDevice";

    private final GraphCalls calls;
    private final GraphAddress address;

    UpdateEnrolments(GraphCalls calls, GraphAddress address) {
        this.calls = calls;
        this.address = address;
    }

    /** @return false where they may not be read */
    boolean read(Consumer<List<EnrolmentFact>> pages) {
        try {
            return calls.pagesIfThere(ENROLMENTS, address.beta(DEVICES, "$top", "999"), page -> {
                List<EnrolmentFact> facts = new ArrayList<>(page.size());
                for (JsonNode device : page) {
                    if (Json.text(device, "id") != null) {
                        facts.add(fact(device));
                    }
                }
                pages.accept(facts);
            });
        } catch (GraphUnavailable e) {
            if (e.notGranted() || e.status() == HttpURLConnection.HTTP_BAD_REQUEST) {
                return false;
            }
            throw e;
        }
    }

    private static EnrolmentFact fact(JsonNode device) {
        JsonNode quality = device.path("enrollment").path("quality");
        return new EnrolmentFact(Json.text(device, "id"), Json.text(quality, "enrollmentState"), errors(device.path("errors")),
                Json.instant(quality, "lastModifiedDateTime"));
    }

    /** An error that says nothing we understand is one all the same. */
    private static String errors(JsonNode errors) {
        if (!errors.isArray()) {
            return null;
        }
        StringJoiner said = new StringJoiner(", ");
        errors.forEach(error -> said.add(Json.text(error, "reason", Json.text(error, "@odata.type", "an error that cannot be read"))));
        return said.toString();
    }
}
