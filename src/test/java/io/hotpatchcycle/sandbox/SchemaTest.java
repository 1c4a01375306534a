package io.hotpatchcycle.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every answer uses only the property names and enum values of the real Graph schema (facts in graph-facts.json). */
class SchemaTest {

    private static final Set<String> FROM_THE_FUTURE = Set.of("sovereignCloudJoined", "runningConfidential");
    private static final String BETA = "beta:microsoft.graph.";
    private static final String V1 = "v1.0:microsoft.graph.";
    private static JsonNode facts;
    private static SandboxTenant sandbox;
    private static Client client;

    private final List<String> strange = new ArrayList<>();
    private int checked;

    @BeforeAll
    static void start() throws IOException {
        try (InputStream in = SchemaTest.class.getResourceAsStream("/sandbox/graph-facts.json")) {
            facts = Client.MAPPER.readTree(in);
        }
        sandbox = SandboxTenant.start(SandboxSettings.defaults().withFleet(800, 1).withPace(0).withRealDatesFrom(Instant.parse("2026-08-20T00:00:00Z")));
        client = new Client(sandbox);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private void check(JsonNode node, String type, String where) {
        JsonNode known = facts.path("types").path(type);
        assertThat(known.isObject()).as("facts of " + type).isTrue();
        checked++;
        for (Iterator<Map.Entry<String, JsonNode>> fields = node.fields(); fields.hasNext();) {
            Map.Entry<String, JsonNode> field = fields.next();
            String place = where + "." + field.getKey();
            if (field.getKey().startsWith("@odata.")) {
                continue;
            }
            if (!known.has(field.getKey())) {
                strange.add(place + " is not a property of " + type);
                continue;
            }
            String propertyType = known.path(field.getKey()).asText();
            JsonNode value = field.getValue();
            for (JsonNode one : value.isArray() ? value : List.of(value)) {
                checkValue(one, propertyType, place);
            }
        }
    }

    private void checkValue(JsonNode value, String type, String place) {
        JsonNode values = facts.path("enums").path(type);
        if (values.isArray() && !value.isNull()) {
            boolean found = FROM_THE_FUTURE.contains(value.asText());
            for (JsonNode allowed : values) {
                found |= allowed.asText().equals(value.asText());
            }
            if (!found) {
                strange.add(place + " = " + value + " is not a value of " + type);
            }
        } else if (value.isObject() && facts.path("types").has(type)) {
            check(value, type, place);
        } else if (value.isObject()) {
            strange.add(place + " is an object, the schema has " + type);
        }
    }

    private void list(String path, String type) {
        List<JsonNode> items = client.all(path);
        assertThat(items).as(path).isNotEmpty();
        items.forEach(item -> check(item, type, path));
    }

    @Test
    void everyAnswerKeepsToTheSchema() {
        String policy = client.policy("pilot");
        list("/beta/admin/windows/updates/catalog/entries?$expand=productRevisions", BETA + "windowsUpdates.qualityUpdateCatalogEntry");
        list("/beta/admin/windows/updates/updatableAssets", BETA + "windowsUpdates.azureADDevice");
        list("/beta/admin/windows/updates/products", BETA + "windowsUpdates.product");
        list("/beta/admin/windows/updates/products/1000/knownIssues", BETA + "windowsUpdates.knownIssue");
        list("/beta/deviceManagement/windowsUpdateCatalogItems", BETA + "windowsQualityUpdateCatalogItem");
        list("/v1.0/devices", V1 + "device");
        list("/v1.0/groups", V1 + "group");
        list("/v1.0/groups/" + client.group("All Windows devices") + "/transitiveMembers/microsoft.graph.device", V1 + "device");
        list("/v1.0/deviceManagement/deviceConfigurations?$expand=assignments", V1 + "windowsUpdateForBusinessConfiguration");
        list("/beta/deviceManagement/windowsQualityUpdatePolicies?$expand=assignments", BETA + "windowsQualityUpdatePolicy");
        list("/beta/deviceManagement/windowsQualityUpdatePolicies/" + policy + "/assignments", BETA + "windowsQualityUpdatePolicyAssignment");
        list("/beta/deviceManagement/windowsQualityUpdatePolicies/" + policy + "/retrieveWindowsQualityUpdateCatalogItemDetails(ids=['"
                + client.item("2026.08 B") + "'])", BETA + "windowsQualityUpdateCatalogItemPolicyDetail");
        String expedite = client.expedite("2026-08-11T00:00:00Z", 1, client.group("Hotpatch Cycle pilot"));
        list("/beta/deviceManagement/windowsQualityUpdateProfiles?$expand=assignments", BETA + "windowsQualityUpdateProfile");
        list("/beta/deviceManagement/windowsQualityUpdateProfiles/" + expedite + "/assignments", BETA + "windowsQualityUpdateProfileAssignment");
        list("/v1.0/subscribedSkus", V1 + "subscribedSku");
        list("/v1.0/users", V1 + "user");
        check(client.post("/beta/deviceManagement/windowsQualityUpdatePolicies/" + policy + "/bulkAction", "{\"action\":\"approve\",\"ids\":[\"x\"]}").body(),
                BETA + "bulkCatalogItemActionResult", "bulkAction");
        check(client.post("/v1.0/deviceManagement/reports/exportJobs", "{\"reportName\":\"QualityUpdateDeviceStatusByPolicy\",\"filter\":\"(PolicyId eq '"
                + policy + "')\"}").body(), V1 + "deviceManagementExportJob", "exportJobs");
        check(client.get("/v1.0/nothing").body(), V1 + "ODataErrors.oDataError", "error");
        assertThat(strange).isEmpty();
        assertThat(checked).isGreaterThan(2000);
    }

    @Test
    void everyDeviceKeepsToTheSchema() {
        String any = client.ok("/v1.0/deviceManagement/managedDevices?$top=1").path("value").get(0).path("id").asText();
        check(client.post("/beta/deviceManagement/managedDevices/executeAction", "{\"actionName\":\"rebootNow\",\"deviceIds\":[\"" + any + "\"]}").body(),
                BETA + "bulkManagedDeviceActionResult", "executeAction");
        list("/v1.0/deviceManagement/managedDevices", V1 + "managedDevice");
        list("/beta/deviceManagement/managedDevices", BETA + "managedDevice");
        for (JsonNode device : client.all("/beta/deviceManagement/managedDevices?$select=id")) {
            check(client.ok("/beta/deviceManagement/managedDevices/" + device.path("id").asText() + "?$select=id,hardwareInformation"),
                    BETA + "managedDevice", "device");
        }
        assertThat(strange).isEmpty();
        assertThat(checked).isGreaterThan(3000);
    }

    @Test
    void aPropertyThatGraphDoesNotKnowIsFound() {
        check(Client.MAPPER.createObjectNode().put("hotpatchReady", true).put("complianceState", "great"), V1 + "managedDevice", "made up");
        assertThat(strange).hasSize(2);
    }
}
