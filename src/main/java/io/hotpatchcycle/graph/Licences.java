package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.hotpatchcycle.fleet.UserFact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Who holds a licence that covers hotpatch: by the service plans that carry it, or by product where Microsoft names
 * the product (Windows Enterprise E3/E5, Microsoft 365 E3/E5/F3, Education A3/A5, Business Premium, Windows 365 Enterprise).
 */
final class Licences {

    private static final Purpose SKUS = new Purpose("the tenant's licences", "LicenseAssignment.Read.All");
    private static final Purpose USERS = new Purpose("the users and their licences", "User.Read.All");

    private static final Set<String> PLANS = Set.of("WIN10_PRO_ENT_SUB", "WIN10_VDA_E3", "WIN10_VDA_E5", "Windows_Autopatch",
            "WINDOWSUPDATEFORBUSINESS_DEPLOYMENTSERVICE");
    private static final Pattern PRODUCTS = Pattern.compile("SPE_E3|SPE_E5|WIN10_VDA_E3|WIN10_VDA_E5|SPB|SPE_F1|M365EDU_A[35].*"
            // Windows 365 Enterprise: one product for each size, the oldest without it; business sizes are CPC_B_ and CPC_S
            + "|CPC_E_.*|CPC_LVL_[123]|CPC_[12]");
    private static final Set<String> OUT_OF_FORCE = Set.of("Suspended", "Deleted", "LockedOut");

    private final GraphCalls calls;
    private final GraphAddress address;

    Licences(GraphCalls calls, GraphAddress address) {
        this.calls = calls;
        this.address = address;
    }

    void read(Consumer<List<UserFact>> pages) {
        Map<String, Set<String>> qualifying = qualifyingSkus();
        calls.pages(USERS, address.v1("/users", "$select", "id,userPrincipalName,usageLocation,assignedLicenses", "$top", "999"), page -> {
            List<UserFact> users = new ArrayList<>(page.size());
            for (JsonNode user : page) {
                String name = Json.text(user, "userPrincipalName");
                // A user without a list of licences was not read: saying "none" would be a guess.
                if (name != null && user.path("assignedLicenses").isArray()) {
                    users.add(new UserFact(name, holdsOne(user.path("assignedLicenses"), qualifying), Json.text(user, "usageLocation")));
                }
            }
            pages.accept(users);
        });
    }

    /** Product names of the tenant's subscriptions that are in force and cover hotpatch. */
    List<String> qualifyingNames() {
        return qualifying().stream().map(sku -> Json.text(sku, "skuPartNumber", Json.text(sku, "skuId"))).toList();
    }

    /** SKU id to its qualifying plan ids; no plan ids when the product as such qualifies. */
    private Map<String, Set<String>> qualifyingSkus() {
        Map<String, Set<String>> found = new HashMap<>();
        qualifying().forEach(sku -> found.put(sku.path("skuId").asText(), plans(sku)));
        return found;
    }

    /** Subscriptions in force that cover hotpatch. */
    private List<JsonNode> qualifying() {
        return calls.all(SKUS, address.v1("/subscribedSkus")).stream()
                .filter(sku -> !OUT_OF_FORCE.contains(Json.text(sku, "capabilityStatus", "")))
                .filter(sku -> !plans(sku).isEmpty() || PRODUCTS.matcher(sku.path("skuPartNumber").asText()).matches()).toList();
    }

    private static Set<String> plans(JsonNode sku) {
        Set<String> plans = new HashSet<>();
        for (JsonNode plan : sku.path("servicePlans")) {
            if (PLANS.contains(plan.path("servicePlanName").asText())) {
                plans.add(plan.path("servicePlanId").asText());
            }
        }
        return plans;
    }

    private static boolean holdsOne(JsonNode assigned, Map<String, Set<String>> qualifying) {
        for (JsonNode licence : assigned) {
            Set<String> plans = qualifying.get(licence.path("skuId").asText());
            if (plans != null && (plans.isEmpty() || !disabled(licence).containsAll(plans))) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> disabled(JsonNode licence) {
        Set<String> disabled = new HashSet<>();
        licence.path("disabledPlans").forEach(plan -> disabled.add(plan.asText()));
        return disabled;
    }
}
