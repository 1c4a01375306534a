package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.sandbox.Router.In;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Intune's record of who changed policies and update rings: the sandbox's own journal, half an hour late. */
final class AuditEventResource {

    private static final String PATH = "deviceManagement/auditEvents";
    private static final long LAG = 1800;
    private static final Pattern TARGET = Pattern.compile("/(?:v1\\.0|beta)/deviceManagement/(windowsQualityUpdatePolicies|windowsQualityUpdateProfiles|deviceConfigurations)"
            + "(?:/([0-9a-fA-F-]{36}))?(?:/([\\w.]+))?");

    private static final Map<String, Kind> KINDS = Map.of("windowsQualityUpdatePolicies", new Kind("WindowsQualityUpdatePolicy", 0),
            "deviceConfigurations", new Kind("WindowsUpdateForBusinessConfiguration", 1), "windowsQualityUpdateProfiles", new Kind("WindowsQualityUpdateProfile", 2));

    private final Tenant tenant;

    /** A type of thing. @param number by which the ids of its things are drawn */
    private record Kind(String name, int number) {
    }

    AuditEventResource(Tenant tenant) {
        this.tenant = tenant;
    }

    void register() {
        tenant.router.on(In.BOTH, "GET", PATH, this::list);
    }

    /** Whether an entry of the journal may be told of here: most are of members of groups and may not. */
    static boolean concerns(ObjectNode write) {
        return write.path("status").asInt() < 400 && TARGET.matcher(write.path("path").asText()).matches();
    }

    private Reply list(Request request) {
        Filter filter = Filter.parse(request.option("$filter"));
        List<ObjectNode> events = tenant.audited.stream().map(this::event).filter(Objects::nonNull).filter(filter::accepts).toList();
        return Paging.of(request, 100, 1000).page(PATH, events);
    }

    private ObjectNode event(ObjectNode write) {
        Matcher target = TARGET.matcher(write.path("path").asText());
        boolean known = Instant.parse(write.path("at").asText()).getEpochSecond() <= tenant.now() - LAG;
        if (!known || !target.matches() || write.path("status").asInt() >= 400) {
            return null;
        }
        long sequence = write.path("seq").asLong();
        String operation = operation(write.path("method").asText(), target);
        Kind kind = KINDS.get(target.group(1));
        String what = kind.name;
        // What a create made is named by its number in the log.
        String id = target.group(2) != null ? target.group(2) : Ids.guid(tenant.dice, Dice.Purpose.POLICY, kind.number, sequence);
        String activity = (target.group(3) == null ? operation : target.group(3)) + " " + what;
        ObjectNode event = Json.object().put("id", Ids.guid(tenant.dice, Dice.Purpose.JOB, 900, sequence)).put("displayName", activity)
                .put("componentName", "DeviceConfiguration").put("activity", activity).put("activityDateTime", write.path("at").asText())
                .put("activityType", activity).put("activityOperationType", operation).put("activityResult", "Success")
                .put("correlationId", Ids.guid(tenant.dice, Dice.Purpose.JOB, 901, sequence)).put("category", "DeviceConfiguration");
        ObjectNode actor = event.putObject("actor").put("type", write.has("by") ? "ItPro" : "Application");
        if (write.has("by")) {
            actor.put("userPrincipalName", write.path("by").asText() + "@contoso.example").putNull("applicationDisplayName");
        } else {
            actor.putNull("userPrincipalName").put("applicationDisplayName", "Hotpatch Cycle");
        }
        ObjectNode resource = event.putArray("resources").addObject().put("displayName", write.path("body").path("displayName").asText(what))
                .put("type", what).put("auditResourceType", what).put("resourceId", id);
        resource.putArray("modifiedProperties");
        return event;
    }

    private static String operation(String method, Matcher target) {
        return target.group(3) != null ? "Action" : method.equals("POST") ? "Create" : method.equals("DELETE") ? "Delete" : "Patch";
    }
}
