package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads Intune's quality update policies, and knows what "manual for everything" is in them. */
final class QualityPolicies {

    static final String PATH = "/deviceManagement/windowsQualityUpdatePolicies";

    /** What the enumeration offers besides {@code all}; times two cadences that is the six settings the API takes. */
    private static final List<String> CATEGORIES = List.of("security", "nonSecurity", "quickMachineRecovery");
    private static final List<String> CADENCES = List.of("monthly", "outOfBand");

    private final GraphCalls calls;
    private final GraphAddress address;

    QualityPolicies(GraphCalls calls, GraphAddress address) {
        this.calls = calls;
        this.address = address;
    }

    List<JsonNode> all() {
        return calls.all(new Purpose("the quality update policies of Intune", Purpose.CONFIGURATION),
                address.beta(PATH, "$expand", "assignments"));
    }

    Optional<JsonNode> find(String policyId) {
        return calls.find(purpose(policyId), address.beta(PATH + "/{}", policyId, "$expand", "assignments"));
    }

    Targets targets(JsonNode policy) {
        return Targets.of(calls.expanded(purpose(Json.text(policy, "id", "without id")), policy, "assignments"));
    }

    static Purpose purpose(String policyId) {
        return new Purpose("quality update policy " + policyId, Purpose.CONFIGURATION);
    }

    /** Whether every setting asks for manual approval, and together they cover every category and cadence. */
    static boolean manual(JsonNode policy) {
        Set<String> covered = new HashSet<>();
        for (JsonNode setting : policy.path("approvalSettings")) {
            if (!"manual".equals(Json.text(setting, "approvalMethodType"))) {
                return false;
            }
            String cadence = Json.text(setting, "windowsQualityUpdateCadence", "");
            String category = Json.text(setting, "windowsQualityUpdateCategory", "");
            (category.equals("all") ? CATEGORIES.stream() : Stream.of(category)).forEach(c -> covered.add(c + cadence));
        }
        return CADENCES.stream().allMatch(cadence -> CATEGORIES.stream().allMatch(c -> covered.contains(c + cadence)));
    }

    /** The body that creates the policy of a unit. */
    static ObjectNode newPolicy(String unit) {
        ObjectNode policy = Json.object().put("@odata.type", "#microsoft.graph.windowsQualityUpdatePolicy")
                .put("displayName", "Hotpatch Cycle " + unit)
                .put("description", "Gates Windows quality updates for unit " + unit + ". Do not edit by hand. " + Marker.of(unit))
                .put("hotpatchEnabled", true);
        ArrayNode settings = policy.putArray("approvalSettings");
        CADENCES.forEach(cadence -> CATEGORIES.forEach(category -> settings.addObject()
                .put("windowsQualityUpdateCategory", category).put("windowsQualityUpdateCadence", cadence)
                .put("approvalMethodType", "manual")));
        return policy;
    }
}
