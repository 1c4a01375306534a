package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.hotpatchcycle.fleet.LicenceRule;
import io.hotpatchcycle.fleet.UserFact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Who holds a licence that covers hotpatch: by the service plans that carry it, or by product where it carries none of them. */
final class Licences {

    private static final Purpose SKUS = new Purpose("the tenant's licences", "LicenseAssignment.Read.All");
    private static final Purpose USERS = new Purpose("the users and their licences", "User.Read.All");

    private static final Set<String> OUT_OF_FORCE = Set.of("Suspended", "Deleted", "LockedOut");

    private final GraphCalls calls;
    private final GraphAddress address;

    Licences(GraphCalls calls, GraphAddress address) {
        this.calls = calls;
        this.address = address;
    }

    void read(LicenceRule covering, Consumer<List<UserFact>> pages) {
        Map<String, Set<String>> qualifying = qualifyingSkus(covering);
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
    List<String> qualifyingNames(LicenceRule covering) {
        return qualifying(covering).stream().map(sku -> Json.text(sku, "skuPartNumber", Json.text(sku, "skuId"))).toList();
    }

    /** SKU id to its qualifying plan ids; no plan ids when the product as such qualifies. */
    private Map<String, Set<String>> qualifyingSkus(LicenceRule covering) {
        Map<String, Set<String>> found = new HashMap<>();
        qualifying(covering).forEach(sku -> found.put(sku.path("skuId").asText(), plans(sku, covering)));
        return found;
    }

    /** Subscriptions in force that cover hotpatch. */
    private List<JsonNode> qualifying(LicenceRule covering) {
        return calls.all(SKUS, address.v1("/subscribedSkus")).stream()
                .filter(sku -> !OUT_OF_FORCE.contains(Json.text(sku, "capabilityStatus", "")))
                .filter(sku -> !plans(sku, covering).isEmpty() || covering.productCovers(sku.path("skuPartNumber").asText())).toList();
    }

    private static Set<String> plans(JsonNode sku, LicenceRule covering) {
        Set<String> plans = new HashSet<>();
        for (JsonNode plan : sku.path("servicePlans")) {
            if (covering.planCovers(plan.path("servicePlanName").asText())) {
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
