package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.hotpatchcycle.rollout.ChangeEvents;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Intune's audit events of the device configuration. */
final class AuditEvents implements ChangeEvents {

    private static final Purpose EVENTS = new Purpose("the audit events of Intune", "DeviceManagementApps.Read.All");

    private final GraphCalls calls;
    private final GraphAddress address;

    AuditEvents(GraphCalls calls, GraphAddress address) {
        this.calls = calls;
        this.address = address;
    }

    @Override
    public void read(Instant since, Consumer<List<Change>> pages) {
        calls.pages(EVENTS, address.v1("/deviceManagement/auditEvents", "$filter", "activityDateTime ge " + since.truncatedTo(ChronoUnit.SECONDS)), page -> {
            List<Change> changes = new ArrayList<>();
            page.forEach(event -> changes(event, changes));
            pages.accept(changes);
        });
    }

    /** An event may name several things; each is a line of its own. One without time or thing proves nothing. */
    private static void changes(JsonNode event, List<Change> changes) {
        String id = Json.text(event, "id");
        Instant at = Json.instant(event, "activityDateTime");
        int number = 0;
        for (JsonNode resource : event.path("resources")) {
            String target = Json.text(resource, "resourceId");
            if (id != null && at != null && target != null) {
                changes.add(new Change(number == 0 ? id : id + "/" + number, at, actor(event.path("actor")), Json.text(event, "activity", "not said"),
                        Json.text(event, "activityOperationType", "not said"), target, Json.text(resource, "displayName"),
                        Json.text(event, "activityResult", "not said")));
                number++;
            }
        }
    }

    private static String actor(JsonNode actor) {
        String person = Json.text(actor, "userPrincipalName");
        return person != null ? person : Json.text(actor, "applicationDisplayName", Json.text(actor, "servicePrincipalName", "not said"));
    }
}
