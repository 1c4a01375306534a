package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.sandbox.Router.In;
import java.util.ArrayList;
import java.util.List;

/**
 * What the tenant does with devices in no policy: hotpatch, as it has been since May 2026, unless the control API says
 * {@code {"hotpatch": false}}, or {@code {"hotpatch": null}} for a tenant that has no such setting.
 */
final class TenantSettingResource {

    private static final String PATH = "admin/windows/updates/tenantSettings/mdmAppSettings";
    private static final String INTUNE = "0000000A-0000-0000-C000-000000000000";

    private final Tenant tenant;
    private Boolean hotpatch = true;

    TenantSettingResource(Tenant tenant) {
        this.tenant = tenant;
    }

    void register() {
        tenant.router.on(In.BETA, "GET", PATH, this::list).on(In.CONTROL, "POST", "__sandbox/tenant-default", this::play);
    }

    private Reply play(Request request) {
        if (!request.body().has("hotpatch")) {
            throw GraphException.badRequest("The tenant's default needs 'hotpatch': true, false or null.");
        }
        hotpatch = request.body().get("hotpatch").isBoolean() ? request.body().get("hotpatch").booleanValue() : null;
        return Reply.noContent();
    }

    private Reply list(Request request) {
        List<ObjectNode> nodes = new ArrayList<>();
        nodes.add(Json.object().put("mdmAppId", "11111111-2222-4333-8444-555555555555").put("isHotpatchEnabled", false));
        if (hotpatch != null) {
            nodes.add(Json.object().put("mdmAppId", INTUNE).put("isHotpatchEnabled", hotpatch));
        }
        return Paging.of(request, 100, 999).page(PATH, nodes);
    }
}
