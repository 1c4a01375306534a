package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.hotpatchcycle.ring.TenantPolicies;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Groups, update rings, quality update and expedite policies as the tenant has them. */
final class TenantReader implements TenantPolicies {

    private static final Logger LOG = LoggerFactory.getLogger(TenantReader.class);
    private static final String UPDATE_RING = "#microsoft.graph.windowsUpdateForBusinessConfiguration";
    private static final String GROUP_FIELDS = "id,displayName,description,groupTypes";
    private static final Purpose RINGS = new Purpose("the update rings of Intune", Purpose.CONFIGURATION);

    private static final Purpose DEFAULT = new Purpose("the tenant's hotpatch setting", "WindowsUpdates.Read.All");
    private static final String DEFAULTS = "/admin/windows/updates/tenantSettings/mdmAppSettings";
    /** Application id of Intune, under which its setting is kept. */
    private static final String INTUNE = "0000000a-0000-0000-c000-000000000000";

    private final GraphCalls calls;
    private final GraphAddress address;
    private final QualityPolicies policies;
    private final ExpeditePolicies expedites;

    TenantReader(GraphCalls calls, GraphAddress address, QualityPolicies policies, ExpeditePolicies expedites) {
        this.expedites = expedites;
        this.calls = calls;
        this.address = address;
        this.policies = policies;
    }

    @Override
    public Optional<Group> findGroup(String groupIdOrNull, String unit) {
        if (groupIdOrNull != null) {
            return calls.find(new Purpose("group " + groupIdOrNull + " of unit '" + unit + "'", Purpose.GROUPS),
                    address.v1("/groups/{}", groupIdOrNull, "$select", GROUP_FIELDS)).map(g -> group(g, unit));
        }
        Purpose purpose = new Purpose("the group with marker " + Marker.of(unit), Purpose.GROUPS);
        List<Group> marked = new ArrayList<>();
        // Graph cannot filter by description, so all groups are listed.
        calls.pages(purpose, address.v1("/groups", "$select", GROUP_FIELDS, "$top", "999"), page -> page.stream()
                .filter(g -> unit.equals(Marker.unit(g))).map(g -> group(g, unit)).forEach(marked::add));
        if (marked.size() > 1) {
            throw GraphUnavailable.unusable(purpose, marked.size() + " groups carry it: "
                    + marked.stream().map(g -> g.name() + " (" + g.id() + ")").toList() + ".",
                    "Remove the marker from all but one, or name the group of the ring by id.");
        }
        return marked.stream().findFirst();
    }

    private static Group group(JsonNode group, String unit) {
        boolean dynamic = false;
        for (JsonNode type : group.path("groupTypes")) {
            dynamic |= "DynamicMembership".equals(type.asText());
        }
        String id = Json.text(group, "id");
        return new Group(id, Json.text(group, "displayName", id), unit.equals(Marker.unit(group)), dynamic);
    }

    /** The tenant may know nothing of this beta address, or not let us read it: then it does not say. */
    @Override
    public Optional<Boolean> hotpatchByDefault() {
        try {
            return calls.all(DEFAULT, address.beta(DEFAULTS)).stream().filter(app -> INTUNE.equalsIgnoreCase(Json.text(app, "mdmAppId")))
                    .map(app -> app.path("isHotpatchEnabled")).filter(JsonNode::isBoolean).map(JsonNode::booleanValue).findFirst();
        } catch (GraphUnavailable e) {
            if (e.notGranted() || e.status() == HttpURLConnection.HTTP_BAD_REQUEST) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Only beta tells whether an assignment has a filter. */
    @Override
    public List<UpdateRing> readUpdateRings() {
        return calls.all(RINGS, address.beta("/deviceManagement/deviceConfigurations", "$expand", "assignments")).stream()
                .filter(c -> UPDATE_RING.equals(Json.text(c, "@odata.type"))).map(this::updateRing).toList();
    }

    private UpdateRing updateRing(JsonNode ring) {
        String id = Json.text(ring, "id");
        String name = Json.text(ring, "displayName", id);
        Integer deferral = Json.integer(ring, "qualityUpdatesDeferralPeriodInDays");
        Integer grace = Json.integer(ring, "deadlineGracePeriodInDays");
        Targets targets = Targets.of(calls.expanded(
                new Purpose("the assignments of update ring '" + name + "'", Purpose.CONFIGURATION), ring, "assignments"));
        // Only a clear "not paused" is one.
        JsonNode paused = ring.path("qualityUpdatesPaused");
        return new UpdateRing(id, name, deferral == null ? UpdateRing.NOT_SAID : deferral, Json.integer(ring, "deadlineForQualityUpdatesInDays"),
                grace == null ? 0 : grace, !paused.isBoolean() || paused.booleanValue(),
                Json.instant(ring, "qualityUpdatesPauseExpiryDateTime"), targets.groups(), targets.everybody(), targets.excluded(), targets.filtered());
    }

    @Override
    public List<UpdatePolicy> readPolicies() {
        return policies.all().stream().map(policy -> {
            String id = Json.text(policy, "id");
            return new UpdatePolicy(id, Json.text(policy, "displayName", id), Marker.unit(policy),
                    Json.isTrue(policy, "hotpatchEnabled"), QualityPolicies.manual(policy), policies.targets(policy).names());
        }).toList();
    }

    @Override
    public List<ExpeditePolicy> readExpedites() {
        return expedites.all();
    }

    @Override
    public boolean readMembers(String groupId, Consumer<List<String>> pages) {
        if (Targets.isExclusion(groupId)) {
            return true;
        }
        Consumer<List<JsonNode>> ids = page -> pages.accept(
                page.stream().map(m -> Json.text(m, "id")).filter(Objects::nonNull).toList());
        if (Targets.ALL_DEVICES.equals(groupId)) {
            calls.pages(new Purpose("all devices of Entra", "Device.Read.All"),
                    address.v1("/devices", "$select", "id", "$top", "999"), ids);
            return true;
        }
        // Graph takes the cast to devices as an advanced query only: with a count, and eventually consistent.
        boolean there = calls.pagesIfThere(new Purpose("the devices in group " + groupId, Purpose.GROUPS), address.v1(
                "/groups/{}/transitiveMembers/microsoft.graph.device", groupId, "$select", "id", "$top", "999", "$count", "true"), ids);
        if (!there) {
            LOG.warn("Group {} is gone but something is still assigned to it: it reaches no device.", groupId);
        }
        return there;
    }

    /** That a group is gone is told when its devices are read. */
    @Override
    public void readPeople(String groupId, Consumer<List<String>> pages) {
        calls.pagesIfThere(new Purpose("the people in group " + groupId, Purpose.GROUPS), address.v1(
                "/groups/{}/transitiveMembers/microsoft.graph.user", groupId, "$select", "userPrincipalName", "$top", "999", "$count", "true"),
                page -> pages.accept(page.stream().map(m -> Json.text(m, "userPrincipalName")).filter(Objects::nonNull).toList()));
    }
}
