package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.sandbox.Dice.Purpose;
import io.hotpatchcycle.sandbox.Router.In;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Remediation scripts. The tenant has one that looks for compiled hybrid code on its Arm devices, and another one. Some devices have not
 * run it yet, on some it fails.
 */
final class HealthScriptResource {

    private static final String PATH = "deviceManagement/deviceHealthScripts";
    private static final String CHPE = "2f1f6c5e-77b0-4a57-9a55-7d1a4b1c0001";
    private static final String OTHER = "2f1f6c5e-77b0-4a57-9a55-7d1a4b1c0002";
    private static final double NOT_RUN = 0.10;
    private static final double FAILED = 0.15;

    private final Tenant tenant;

    HealthScriptResource(Tenant tenant) {
        this.tenant = tenant;
    }

    void register() {
        tenant.router.on(In.BETA, "GET", PATH, this::scripts).on(In.BETA, "GET", PATH + "/{id}/deviceRunStates", this::states);
    }

    private Reply scripts(Request request) {
        return Paging.of(request, 100, 999).page(PATH, List.of(
                script(OTHER, "Free disk space", "Looks for devices that run full"),
                script(CHPE, "Compiled hybrid code", "Detects whether hotpatch restrictions are set on Arm devices [hotpatch-cycle chpe]")));
    }

    private static ObjectNode script(String id, String name, String description) {
        return Json.object().put("id", id).put("displayName", name).put("description", description).put("publisher", "Contoso").put("version", "1")
                .put("isGlobalScript", false);
    }

    private Reply states(Request request) {
        String script = request.value("id");
        if (!script.equals(CHPE) && !script.equals(OTHER)) {
            throw GraphException.notFound("ResourceNotFound", "The device health script " + script + " does not exist.");
        }
        String expanded = request.option("$expand");
        int[] devices = IntStream.range(0, script.equals(CHPE) ? tenant.fleet.size() : 0).filter(tenant.fleet.facts::arm).toArray();
        return Paging.of(request, 100, 1000).page(PATH + "/" + script + "/deviceRunStates", devices.length, i -> true,
                i -> state(tenant.device(devices[i]), expanded != null && expanded.startsWith("managedDevice")));
    }

    private ObjectNode state(Device device, boolean withDevice) {
        double luck = tenant.dice.unit(Purpose.DETAIL, device.index, 6);
        boolean ran = luck >= FAILED;
        boolean off = tenant.fleet.facts.kind(device.index) == DeviceFacts.Kind.ARM_CHPE_OFF;
        String managed = tenant.fleet.managedId(device.index);
        ObjectNode node = Json.object().put("id", CHPE + ":" + managed).put("detectionState", luck < NOT_RUN ? "pending" : ran ? off ? "success" : "fail" : "scriptError")
                .put("lastStateUpdateDateTime", Json.time(tenant.presence.lastCheckIn(device, tenant.now())))
                .put("preRemediationDetectionScriptOutput", ran ? "HotPatchRestrictions=" + (off ? 1 : 0) : "").put("remediationState", "skipped");
        if (withDevice) {
            node.putObject("managedDevice").put("id", managed);
        }
        return node;
    }
}
