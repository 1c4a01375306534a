package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.sandbox.Router.In;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;

/** Expedite policies: made, read, deleted, assigned. Only the two newest releases can be named, and no more than two days. */
final class ExpediteResource {

    static final String PATH = "deviceManagement/windowsQualityUpdateProfiles";
    private static final DateTimeFormatter US_DATE = DateTimeFormatter.ofPattern("MM/dd/yyyy", Locale.ROOT);
    private static final Set<String> WRITABLE = Set.of("displayName", "description", "roleScopeTagIds", "expeditedUpdateSettings");
    private static final Set<String> IGNORED = Set.of("@odata.type", "id", "createdDateTime", "lastModifiedDateTime", "releaseDateDisplayName",
            "deployableContentDisplayName");
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_DESCRIPTION = 1500;
    private static final int MOST_DAYS = 2;
    private static final int EXPEDITABLE = 2;

    private final Tenant tenant;
    private final AssignedPolicies<ExpediteProfile> profiles;

    ExpediteResource(Tenant tenant) {
        this.tenant = tenant;
        this.profiles = new AssignedPolicies<>(tenant, PATH, "quality update profile", "#microsoft.graph.windowsQualityUpdateProfileAssignment",
                tenant.servicing.expedites);
    }

    void register() {
        tenant.router.on(In.BETA, "GET", PATH, profiles::list).on(In.BETA, "POST", PATH, this::create).on(In.BETA, "GET", PATH + "/{id}", profiles::one)
                .on(In.BETA, "DELETE", PATH + "/{id}", profiles::delete).on(In.BETA, "GET", PATH + "/{id}/assignments", profiles::assignments)
                .on(In.BETA, "POST", PATH + "/{id}/assign", profiles::assign);
    }

    /** Whether the service lets this release be expedited now. */
    static boolean expeditable(Tenant tenant, Release release) {
        return tenant.catalog.visible(tenant.now()).stream().filter(r -> !r.levels().isEmpty()).limit(EXPEDITABLE).anyMatch(release::equals);
    }

    private Reply create(Request request) {
        JsonNode body = request.body();
        require(body.isObject(), "The body of a profile must be an object.");
        for (Iterator<String> names = body.fieldNames(); names.hasNext();) {
            String name = names.next();
            require(WRITABLE.contains(name) || IGNORED.contains(name), "The property '" + name + "' does not exist on type 'windowsQualityUpdateProfile'.");
        }
        String name = body.path("displayName").asText("");
        require(!name.isBlank() && name.length() <= LONGEST_NAME, "displayName must have 1 to " + LONGEST_NAME + " characters.");
        require(body.path("description").asText("").length() <= LONGEST_DESCRIPTION, "description must not exceed " + LONGEST_DESCRIPTION + " characters.");
        JsonNode settings = body.path("expeditedUpdateSettings");
        JsonNode days = settings.path("daysUntilForcedReboot");
        require(days.isInt() && days.asInt() >= 0 && days.asInt() <= MOST_DAYS, "daysUntilForcedReboot must be 0 to " + MOST_DAYS + ".");
        String date = settings.path("qualityUpdateRelease").asText("");
        Release release = tenant.catalog.visible(tenant.now()).stream().filter(r -> date.equals(ExpediteProfile.name(r)) && expeditable(tenant, r)).findFirst()
                .orElseThrow(() -> GraphException.badRequest("The quality update release '" + date + "' cannot be expedited."));
        String id = Ids.guid(tenant.dice, Dice.Purpose.POLICY, 2, tenant.nextNumber());
        ObjectNode node = Json.object().put("@odata.type", "#microsoft.graph.windowsQualityUpdateProfile").put("id", id).put("displayName", name)
                .put("description", body.path("description").asText(""));
        node.putObject("expeditedUpdateSettings").put("@odata.type", "#microsoft.graph.expeditedWindowsQualityUpdateSettings")
                .put("qualityUpdateRelease", date).put("daysUntilForcedReboot", days.asInt());
        node.putArray("roleScopeTagIds").add("0");
        node.put("releaseDateDisplayName", US_DATE.format(release.date()))
                .put("deployableContentDisplayName", release.shortName() + " Security Updates for Windows 10 and later")
                .put("createdDateTime", Json.time(tenant.now())).put("lastModifiedDateTime", Json.time(tenant.now()));
        return profiles.created(request, new ExpediteProfile(id, node));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw GraphException.badRequest(message);
        }
    }
}
