package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** What a quality update policy may contain. Every breach is a Graph error 400. */
final class PolicyRules {

    private static final Set<String> WRITABLE = Set.of("displayName", "description", "hotpatchEnabled", "roleScopeTagIds", "approvalSettings");
    private static final Set<String> IGNORED = Set.of("@odata.type", "id", "createdDateTime", "lastModifiedDateTime");
    private static final Set<String> SETTING = Set.of("@odata.type", "windowsQualityUpdateCategory", "windowsQualityUpdateCadence",
            "approvalMethodType", "deferredDeploymentInDay");
    private static final Set<String> CATEGORIES = Set.of("all", "security", "nonSecurity", "quickMachineRecovery");
    private static final Set<String> CADENCES = Set.of("monthly", "outOfBand");
    private static final Set<String> METHODS = Set.of("manual", "automatic");
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_DESCRIPTION = 1500;
    private static final int MOST_SETTINGS = 6;

    private PolicyRules() {
    }

    static void check(JsonNode body, boolean fresh) {
        require(body.isObject(), "The body of a policy must be an object.");
        for (Iterator<String> names = body.fieldNames(); names.hasNext();) {
            String name = names.next();
            require(WRITABLE.contains(name) || IGNORED.contains(name), "The property '" + name + "' does not exist on type 'windowsQualityUpdatePolicy'.");
        }
        String name = body.path("displayName").asText("");
        require(!(fresh || body.has("displayName")) || !name.isBlank() && name.length() <= LONGEST_NAME,
                "displayName must have 1 to " + LONGEST_NAME + " characters.");
        require(body.path("description").asText("").length() <= LONGEST_DESCRIPTION, "description must not exceed " + LONGEST_DESCRIPTION + " characters.");
        require(!body.has("hotpatchEnabled") || body.get("hotpatchEnabled").isBoolean(), "hotpatchEnabled must be true or false.");
        JsonNode settings = body.path("approvalSettings");
        require(settings.isMissingNode() || settings.isArray() && settings.size() <= MOST_SETTINGS, "approvalSettings must be a collection of at most " + MOST_SETTINGS + ".");
        settings.forEach(PolicyRules::checkSetting);
    }

    private static void checkSetting(JsonNode setting) {
        for (Iterator<String> names = setting.fieldNames(); names.hasNext();) {
            String name = names.next();
            require(SETTING.contains(name), "The property '" + name + "' does not exist on type 'windowsQualityUpdateApprovalSetting'.");
        }
        require(CATEGORIES.contains(setting.path("windowsQualityUpdateCategory").asText()), "windowsQualityUpdateCategory must be one of " + CATEGORIES + ".");
        require(CADENCES.contains(setting.path("windowsQualityUpdateCadence").asText()), "windowsQualityUpdateCadence must be one of " + CADENCES + ".");
        require(METHODS.contains(setting.path("approvalMethodType").asText()), "approvalMethodType must be one of " + METHODS + ".");
        int days = setting.path("deferredDeploymentInDay").asInt(0);
        require(days >= 0 && days <= 30, "deferredDeploymentInDay must be 0 to 30.");
    }

    static void apply(JsonNode body, ObjectNode policy) {
        for (Iterator<Map.Entry<String, JsonNode>> fields = body.fields(); fields.hasNext();) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (field.getKey().equals("approvalSettings")) {
                policy.set("approvalSettings", typed(field.getValue()));
            } else if (WRITABLE.contains(field.getKey())) {
                policy.set(field.getKey(), field.getValue());
            }
        }
    }

    private static ArrayNode typed(JsonNode settings) {
        ArrayNode array = Json.array();
        for (JsonNode setting : settings) {
            ObjectNode node = array.addObject().put("@odata.type", "#microsoft.graph.windowsQualityUpdateApprovalSetting");
            node.setAll((ObjectNode) setting);
            if (!node.has("deferredDeploymentInDay")) {
                node.put("deferredDeploymentInDay", 0);
            }
        }
        return array;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw GraphException.badRequest(message);
        }
    }
}
