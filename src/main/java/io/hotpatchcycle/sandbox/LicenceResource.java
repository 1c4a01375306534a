package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.sandbox.Router.In;
import java.util.ArrayList;
import java.util.List;

/** Licences the tenant has bought, and who has which. Every user owns one device. */
final class LicenceResource {

    /** A licence: SKU, its part number, its service plans that matter to hotpatch. */
    private record Sku(String id, String part, String... plans) {
    }

    private static final Sku E3 = new Sku("05e9a617-0261-4cee-bb44-138d3ef5d965", "SPE_E3", "WIN10_PRO_ENT_SUB",
            "WINDOWSUPDATEFORBUSINESS_DEPLOYMENTSERVICE", "Windows_Autopatch");
    private static final Sku E5 = new Sku("06ebc4ee-1bb5-47dd-8120-11324bc54e06", "SPE_E5", "WIN10_VDA_E5",
            "WINDOWSUPDATEFORBUSINESS_DEPLOYMENTSERVICE", "Windows_Autopatch");
    private static final Sku OFFICE = new Sku("6fd2c87f-b296-42f0-b197-1e91e994b900", "ENTERPRISEPACK", "EXCHANGE_S_ENTERPRISE");
    private static final List<Sku> ALL = List.of(E3, E5, OFFICE);

    private final Tenant tenant;

    LicenceResource(Tenant tenant) {
        this.tenant = tenant;
    }

    void register() {
        tenant.router.on(In.BOTH, "GET", "subscribedSkus", this::skus).on(In.BOTH, "GET", "users", this::users);
    }

    private Sku sku(int device) {
        if (tenant.fleet.facts.kind(device) == DeviceFacts.Kind.NO_LICENCE) {
            return OFFICE;
        }
        return tenant.dice.unit(Dice.Purpose.LICENCE, device, 0) < 0.8 ? E3 : E5;
    }

    private boolean user(int device) {
        return !tenant.fleet.facts.duplicate(device) && tenant.fleet.facts.hasUser(device);
    }

    private Reply skus(Request request) {
        int[] used = new int[ALL.size()];
        for (int i = 0; i < tenant.fleet.size(); i++) {
            if (user(i)) {
                used[ALL.indexOf(sku(i))]++;
            }
        }
        List<ObjectNode> nodes = new ArrayList<>();
        for (Sku sku : ALL) {
            int units = used[ALL.indexOf(sku)];
            ObjectNode node = Json.object().put("id", "11111111-2222-4333-8444-555555555555_" + sku.id).put("skuId", sku.id)
                    .put("skuPartNumber", sku.part).put("appliesTo", "User").put("capabilityStatus", "Enabled").put("consumedUnits", units);
            node.putObject("prepaidUnits").put("enabled", units + units / 10 + 5).put("suspended", 0).put("warning", 0).put("lockedOut", 0);
            var plans = node.putArray("servicePlans");
            for (int i = 0; i < sku.plans.length; i++) {
                plans.addObject().put("servicePlanId", Ids.guid(tenant.dice, Dice.Purpose.LICENCE, sku.plans[i].hashCode(), 1))
                        .put("servicePlanName", sku.plans[i]).put("provisioningStatus", "Success").put("appliesTo", "User");
            }
            nodes.add(node);
        }
        return Paging.of(request, 100, 999).page("subscribedSkus", nodes);
    }

    private Reply users(Request request) {
        Filter filter = Filter.parse(request.option("$filter"));
        return Paging.of(request, 100, 999).page("users", tenant.fleet.size(),
                i -> user(i) && (request.option("$filter") == null || filter.accepts(node(i))), i -> Paging.select(request, node(i)));
    }

    private ObjectNode node(int device) {
        String principal = tenant.fleet.facts.user(device);
        ObjectNode node = Json.object().put("id", tenant.fleet.userId(device)).put("userPrincipalName", principal)
                .put("displayName", principal.split("@")[0].replace('.', ' ')).put("accountEnabled", true)
                .put("country", tenant.fleet.facts.place(device).country())
                .put("usageLocation", tenant.fleet.facts.place(device).country());
        ObjectNode licence = node.putArray("assignedLicenses").addObject().put("skuId", sku(device).id);
        licence.putArray("disabledPlans");
        return node;
    }
}
