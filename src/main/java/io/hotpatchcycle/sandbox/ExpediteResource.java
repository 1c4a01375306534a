package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.sandbox.Router.In;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Expedite policies: made, read, deleted, assigned. Only the two newest releases can be named, and no more than two days. */
final class ExpediteResource {

    static final String PATH = "deviceManagement/windowsQualityUpdateProfiles";
    private static final String ASSIGNMENT = "#microsoft.graph.windowsQualityUpdateProfileAssignment";
    private static final DateTimeFormatter US_DATE = DateTimeFormatter.ofPattern("MM/dd/yyyy", Locale.ROOT);
    private static final Set<String> WRITABLE = Set.of("displayName", "description", "roleScopeTagIds", "expeditedUpdateSettings");
    private static final Set<String> IGNORED = Set.of("@odata.type", "id", "createdDateTime", "lastModifiedDateTime", "releaseDateDisplayName",
            "deployableContentDisplayName");
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_DESCRIPTION = 1500;
    private static final int MOST_DAYS = 2;
    private static final int EXPEDITABLE = 2;

    private final Tenant tenant;

    ExpediteResource(Tenant tenant) {
        this.tenant = tenant;
    }

    void register() {
        tenant.router.on(In.BETA, "GET", PATH, this::list).on(In.BETA, "POST", PATH, this::create).on(In.BETA, "GET", PATH + "/{id}", this::one)
                .on(In.BETA, "DELETE", PATH + "/{id}", this::delete).on(In.BETA, "GET", PATH + "/{id}/assignments", this::assignments)
                .on(In.BETA, "POST", PATH + "/{id}/assign", this::assign);
    }

    /** Whether the service lets this release be expedited now. */
    static boolean expeditable(Tenant tenant, Release release) {
        return tenant.catalog.visible(tenant.now()).stream().filter(r -> !r.levels().isEmpty()).limit(EXPEDITABLE).anyMatch(release::equals);
    }

    private ExpediteProfile require(Request request) {
        ExpediteProfile profile = tenant.servicing.expedites.get(request.value("id"));
        if (profile == null) {
            throw GraphException.notFound("ResourceNotFound", "The quality update profile " + request.value("id") + " does not exist.");
        }
        return profile;
    }

    private Reply list(Request request) {
        Filter filter = Filter.parse(request.option("$filter"));
        List<ObjectNode> nodes = tenant.servicing.expedites.values().stream().map(profile -> node(request, profile)).filter(filter::accepts).toList();
        return Paging.of(request, 100, 1000).page(PATH, nodes);
    }

    private Reply one(Request request) {
        return Reply.ok(node(request, require(request)).put("@odata.context", request.context(PATH + "/$entity")));
    }

    private static ObjectNode node(Request request, ExpediteProfile profile) {
        ObjectNode node = profile.properties.deepCopy();
        String expand = request.option("$expand");
        if (expand != null && expand.contains("assignments")) {
            node.set("assignments", profile.assignments.json(profile.id, ASSIGNMENT));
        }
        return node;
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
        ExpediteProfile profile = new ExpediteProfile(id, node);
        tenant.servicing.expedites.put(id, profile);
        return Reply.created(node(request, profile).put("@odata.context", request.context(PATH + "/$entity")));
    }

    private Reply delete(Request request) {
        ExpediteProfile profile = require(request);
        tenant.servicing.expedites.remove(profile.id);
        tenant.simulation.reconsider(profile.assignments, profile.assignments);
        return Reply.noContent();
    }

    private Reply assignments(Request request) {
        ExpediteProfile profile = require(request);
        var nodes = profile.assignments.json(profile.id, ASSIGNMENT);
        return Paging.of(request, 100, 1000).page(PATH + "('" + profile.id + "')/assignments", nodes.size(), i -> true, nodes::get);
    }

    private Reply assign(Request request) {
        ExpediteProfile profile = require(request);
        Assignments before = profile.assignments;
        profile.assignments = Assignments.parse(request.body().get("assignments"), tenant.groups);
        tenant.simulation.reconsider(before, profile.assignments);
        return Reply.noContent();
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw GraphException.badRequest(message);
        }
    }
}
