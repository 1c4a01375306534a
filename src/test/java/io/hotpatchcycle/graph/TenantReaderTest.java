package io.hotpatchcycle.graph;

import static io.hotpatchcycle.graph.GraphStub.error;
import static io.hotpatchcycle.graph.GraphStub.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.ring.TenantPolicies.Group;
import io.hotpatchcycle.ring.TenantPolicies.UpdatePolicy;
import io.hotpatchcycle.ring.TenantPolicies.UpdateRing;
import io.hotpatchcycle.rollout.RingGate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantReaderTest {

    private static final String GROUPS = "GET /v1.0/groups";
    private static final String RINGS = "GET /beta/deviceManagement/deviceConfigurations";
    private static final String POLICIES = "GET /beta/deviceManagement/windowsQualityUpdatePolicies";
    private static final String MANUAL = QualityPolicies.newPolicy("pilot").path("approvalSettings").toString();

    private final GraphStub graph = new GraphStub();

    @AfterEach
    void stop() {
        graph.close();
    }

    private static String group(String id, String description) {
        return "{\"id\":\"" + id + "\",\"displayName\":\"G " + id + "\",\"description\":\"" + description + "\",\"groupTypes\":[]}";
    }

    @Test
    void findsTheGroupByItsExactMarker() {
        graph.on(GROUPS, ok("{\"value\":[" + group("g1", "x [hotpatch-cycle unit=pilot2]") + "," + group("g2", "ours [hotpatch-cycle unit=pilot] y")
                + ",{\"id\":\"g3\",\"description\":null}]}"));
        assertThat(graph.tenant().policies().findGroup(null, "pilot")).contains(new Group("g2", "G g2", true, false));
        assertThat(graph.tenant().policies().findGroup(null, "early")).isEmpty();
    }

    @Test
    void twoGroupsWithOneMarkerAreAnError() {
        graph.on(GROUPS, ok("{\"value\":[" + group("g1", "[hotpatch-cycle unit=pilot]") + "," + group("g2", "[hotpatch-cycle unit=pilot]") + "]}"));
        assertThatThrownBy(() -> graph.tenant().policies().findGroup(null, "pilot")).isInstanceOf(GraphUnavailable.class)
                .hasMessageContaining("2 groups").hasMessageContaining("G g1 (g1)").hasMessageContaining("Remove the marker");
    }

    @Test
    void aGroupNamedByIdIsOwnedOnlyWithTheMarkerOfItsUnit() {
        graph.on(GROUPS + "/g1", ok("{\"id\":\"g1\",\"displayName\":\"VIP\",\"groupTypes\":[\"DynamicMembership\"]}"))
                .on(GROUPS + "/g2", ok(group("g2", "[hotpatch-cycle unit=early]")))
                .on(GROUPS + "/g3", error(404, "Request_ResourceNotFound", "gone"));
        assertThat(graph.tenant().policies().findGroup("g1", "pilot")).contains(new Group("g1", "VIP", false, true));
        assertThat(graph.tenant().policies().findGroup("g2", "pilot")).map(Group::owned).contains(false);
        assertThat(graph.tenant().policies().findGroup("g3", "pilot")).isEmpty();
    }

    private List<UpdateRing> rings(String fields, String targets) {
        graph.on(RINGS, ok("""
                {"value":[{"@odata.type":"#microsoft.graph.windows10GeneralConfiguration","id":"other"},
                {"@odata.type":"#microsoft.graph.windowsUpdateForBusinessConfiguration","id":"r1","displayName":"Ring",%s"assignments":[%s]}]}"""
                .formatted(fields, targets)));
        return graph.tenant().policies().readUpdateRings();
    }

    private static String target(String type, String groupId) {
        return "{\"target\":{\"@odata.type\":\"#microsoft.graph." + type + "\"" + (groupId == null ? "" : ",\"groupId\":\"" + groupId + "\"") + "}}";
    }

    private static final String FIELDS = "\"qualityUpdatesDeferralPeriodInDays\":3,\"deadlineForQualityUpdatesInDays\":2,"
            + "\"deadlineGracePeriodInDays\":1,\"qualityUpdatesPaused\":false,\"qualityUpdatesPauseExpiryDateTime\":\"0001-01-01T00:00:00Z\",";

    @Test
    void readsAnUpdateRingWithItsGroups() {
        assertThat(rings(FIELDS, target("groupAssignmentTarget", "g1") + "," + target("groupAssignmentTarget", "g2") + ","
                + target("exclusionGroupAssignmentTarget", "g2")))
                .containsExactly(new UpdateRing("r1", "Ring", 3, 2, 1, false, null, Set.of("g1"), false, Set.of("g2")));
    }

    /** What the filter lets through Graph does not tell. */
    @Test
    void anAssignmentFilterIsNotOverlooked() {
        String filtered = "{\"target\":{\"@odata.type\":\"#microsoft.graph.groupAssignmentTarget\",\"groupId\":\"g1\",\"deviceAndAppManagementAssignmentFilterId\":\"f\","
                + "\"deviceAndAppManagementAssignmentFilterType\":\"include\"}}";
        assertThat(rings(FIELDS, filtered)).containsExactly(new UpdateRing("r1", "Ring", 3, 2, 1, false, null, Set.of("g1"), false, Set.of(), true));
        assertThat(rings(FIELDS, filtered.replace("\"f\"", "null").replace("include", "none"))).singleElement().satisfies(r -> assertThat(r.filtered()).isFalse());
        graph.on(POLICIES, ok("{\"value\":[" + policy("p1", "[hotpatch-cycle unit=pilot]", MANUAL, filtered) + "]}"));
        assertThat(graph.tenant().policies().readPolicies().get(0).assignedTo()).as("not what is assigned to exactly this group").isEqualTo(Set.of("g1", "assignment filter"));
    }

    @ParameterizedTest
    @CsvSource({"allDevicesAssignmentTarget", "allLicensedUsersAssignmentTarget", "somethingNewTarget"})
    void whoeverCannotBeNamedIsEverybody(String type) {
        assertThat(rings(FIELDS, target(type, null))).singleElement().satisfies(r -> assertThat(r.allDevices()).isTrue());
    }

    @Test
    void whatARingDoesNotSayIsNotTakenForHealthy() {
        assertThat(rings("", "")).as("it is read, and holds the units that it applies to").singleElement().satisfies(ring -> {
            assertThat(ring.saysDeferral()).isFalse();
            assertThat(ring.name()).isEqualTo("Ring");
        });
        UpdateRing ring = rings("\"qualityUpdatesDeferralPeriodInDays\":0,", "").get(0);
        assertThat(ring.paused()).isTrue();
        assertThat(ring.deadlineDays()).isNull();
        assertThatThrownBy(() -> {
            graph.on(RINGS, ok("{\"value\":[{\"@odata.type\":\"#microsoft.graph.windowsUpdateForBusinessConfiguration\",\"id\":\"r1\","
                    + FIELDS + "\"x\":1}]}"));
            graph.tenant().policies().readUpdateRings();
        }).isInstanceOf(GraphUnavailable.class).hasMessageContaining("assignments of update ring 'r1'");
    }

    private static String policy(String id, String description, String settings, String targets) {
        return "{\"id\":\"" + id + "\",\"displayName\":\"P " + id + "\",\"description\":\"" + description
                + "\",\"hotpatchEnabled\":true,\"approvalSettings\":" + settings + ",\"assignments\":[" + targets + "]}";
    }

    @Test
    void readsPoliciesOursAndForeign() {
        graph.on(POLICIES, ok("{\"value\":[" + policy("p1", "[hotpatch-cycle unit=pilot]", MANUAL, target("groupAssignmentTarget", "g1")) + ","
                + policy("p2", "VIP", MANUAL.replaceFirst("manual", "automatic"), target("allDevicesAssignmentTarget", null) + ","
                + target("exclusionGroupAssignmentTarget", "g9")) + "]}"));
        assertThat(graph.tenant().policies().readPolicies()).containsExactly(
                new UpdatePolicy("p1", "P p1", "pilot", true, true, Set.of("g1")),
                new UpdatePolicy("p2", "P p2", null, true, false, Set.of("all-devices", "excluding:g9")));
        assertThat(graph.tenant().ringGate().findPolicy("pilot")).isEqualTo("p1");
        assertThat(graph.tenant().ringGate().findPolicy("early")).isNull();
    }

    @Test
    void theTenantsDefaultIsWhatItSaysForIntuneAndElseUnknown() {
        String settings = "GET /beta/admin/windows/updates/tenantSettings/mdmAppSettings";
        String intune = "{\"value\":[{\"mdmAppId\":\"0000000A-0000-0000-C000-000000000000\",\"isHotpatchEnabled\":%s}]}";
        graph.on(settings, ok(intune.formatted("true")), ok(intune.formatted("false")), ok(intune.formatted("\"true\"")), ok(intune.formatted("null")),
                ok("{\"value\":[{\"mdmAppId\":\"another\",\"isHotpatchEnabled\":true}]}"), GraphStub.error(404, "NotFound", "no"), GraphStub.error(403, "Forbidden", "no"));
        assertThat(IntStream.range(0, 7).mapToObj(i -> graph.tenant().policies().hotpatchByDefault())).containsExactly(Optional.of(true), Optional.of(false),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    void manualMeansEveryCategoryAndCadence() {
        String all = "[{\"windowsQualityUpdateCategory\":\"all\",\"windowsQualityUpdateCadence\":\"%s\",\"approvalMethodType\":\"%s\"}%s]";
        assertThat(manual(MANUAL)).isTrue();
        assertThat(manual(all.formatted("monthly", "manual", "," + "{\"windowsQualityUpdateCategory\":\"all\","
                + "\"windowsQualityUpdateCadence\":\"outOfBand\",\"approvalMethodType\":\"manual\"}"))).isTrue();
        assertThat(manual(all.formatted("monthly", "manual", ""))).isFalse();
        assertThat(manual(all.formatted("monthly", "somethingNew", ""))).isFalse();
        assertThat(manual("[]")).isFalse();
        assertThat(manual("null")).isFalse();
        assertThat(manual(MANUAL.replaceFirst("quickMachineRecovery", "somethingNew"))).isFalse();
        assertThat(manual(MANUAL.replaceFirst("\"manual\"", "null"))).isFalse();
    }

    private static boolean manual(String settings) {
        return QualityPolicies.manual(Json.parse(("{\"approvalSettings\":" + settings + "}").getBytes()).orElseThrow());
    }

    @Test
    void readsMembersTransitivelyAndOfEverybody() {
        graph.on("GET /v1.0/groups/g1/transitiveMembers/microsoft.graph.device", ok("{\"value\":[{\"id\":\"o1\"},{\"id\":\"o2\"}]}"))
                .on("GET /v1.0/devices", ok("{\"value\":[{\"id\":\"o3\"}]}"));
        List<String> ids = new ArrayList<>();
        graph.tenant().policies().readMembers("g1", ids::addAll);
        graph.tenant().policies().readMembers("all-devices", ids::addAll);
        graph.tenant().policies().readMembers("excluding:g9", ids::addAll);
        graph.tenant().policies().readMembers("deleted-group", ids::addAll);
        assertThat(ids).containsExactly("o1", "o2", "o3");
        assertThat(graph.asked.get(0).consistency()).isEqualTo("eventual");
    }

    @Test
    void readsThePeopleOfAGroupTransitively() {
        graph.on("GET /v1.0/groups/g1/transitiveMembers/microsoft.graph.user", ok("{\"value\":[{\"id\":\"u1\",\"userPrincipalName\":\"anna@example.org\"},{\"id\":\"u2\"}]}"));
        List<String> names = new ArrayList<>();
        graph.tenant().policies().readPeople("g1", names::addAll);
        graph.tenant().policies().readPeople("deleted-group", names::addAll);
        assertThat(names).containsExactly("anna@example.org");
        assertThat(graph.asked.get(0).consistency()).isEqualTo("eventual");
    }

    @Test
    void readsAPolicyBackOrSaysItIsGone() {
        graph.on(POLICIES + "/p1", ok(policy("p1", "", MANUAL, target("groupAssignmentTarget", "g1"))));
        assertThat(graph.tenant().ringGate().readPolicy("p1")).isEqualTo(new RingGate.Policy(true, true, true, Set.of("g1"), false));
        assertThat(graph.tenant().ringGate().readPolicy("p2")).isEqualTo(RingGate.Policy.GONE);
        graph.on(POLICIES + "/p3", error(403, "Forbidden", "no"));
        assertThatThrownBy(() -> graph.tenant().ringGate().readPolicy("p3")).isInstanceOf(GraphUnavailable.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"catalogItemId\":\"I1\",\"approvalStatus\":\"approved\"} | approved",
        "{\"catalogItemId\":\"i1\",\"approvalStatus\":\"somethingNew\"} | somethingNew",
        "{\"catalogItemId\":\"i1\",\"approvalStatus\":null} | unreadable",
        "{\"catalogItemId\":\"i2\",\"approvalStatus\":\"approved\"} | unknown",
        "{\"catalogItemId\":\"i1\",\"approvalStatus\":\"approved\"},{\"catalogItemId\":\"i1\",\"approvalStatus\":\"suspended\"} | unreadable"})
    void readsAnApprovalRaw(String details, String expected) {
        graph.on("/p1/retrieveWindowsQualityUpdateCatalogItemDetails(ids=['i1'])", ok("{\"value\":[" + details + "]}"));
        assertThat(graph.tenant().ringGate().readApproval("p1", "i1")).isEqualTo(expected);
    }

    @Test
    void readsDirectMembers() {
        graph.on("GET /v1.0/groups/g1/members", ok("{\"value\":[{\"id\":\"o1\"},{\"id\":\"o1\"},{}]}"));
        assertThat(graph.tenant().ringGate().readMembers("g1")).containsExactly("o1");
        assertThatThrownBy(() -> graph.tenant().ringGate().readMembers("gone")).isInstanceOf(RingGate.GroupGone.class);
    }

    @Test
    void readsTheLatestRestartOfADevice() {
        graph.on("GET /beta/deviceManagement/managedDevices/d1", ok("""
                {"deviceActionResults":[{"actionName":"rebootNow","actionState":"done","startDateTime":"2026-08-01T00:00:00Z"},
                {"actionName":"rebootNow","actionState":"pending","startDateTime":"2026-09-01T00:00:00Z"},
                {"actionName":"syncDevice","actionState":"failed","startDateTime":"2026-10-01T00:00:00Z"}]}"""))
                .on("GET /beta/deviceManagement/managedDevices/d2", ok("{\"deviceActionResults\":[{\"actionName\":\"rebootNow\"}]}"))
                .on("GET /beta/deviceManagement/managedDevices/d3", ok("{\"deviceActionResults\":[]}"));
        assertThat(graph.tenant().restarts().readRestart("d1", Instant.parse("2026-08-01T00:00:00Z"))).isEqualTo("pending");
        assertThat(graph.tenant().restarts().readRestart("d1", Instant.parse("2026-09-02T00:00:00Z"))).isEqualTo("none");
        assertThat(graph.tenant().restarts().readRestart("d2", Instant.parse("2026-08-01T00:00:00Z"))).as("without a time it may be of any month")
                .isEqualTo("none");
        assertThat(graph.tenant().restarts().readRestart("d3", Instant.parse("2026-08-01T00:00:00Z"))).isEqualTo("none");
        assertThat(graph.tenant().restarts().readRestart("gone", Instant.parse("2026-08-01T00:00:00Z"))).isEqualTo("none");
    }
}
