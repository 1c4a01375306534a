package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.sandbox.Dice.Purpose;
import io.hotpatchcycle.sandbox.Router.In;

/**
 * The devices that the service for Windows updates has. An enrolment is seen some seconds later, the loss of one up to 75 s later; a device that
 * has not been there for long has a registration that the service cannot use.
 */
final class UpdatableAssetResource {

    private static final String PATH = "admin/windows/updates/updatableAssets";
    private static final String DEVICE = "microsoft.graph.windowsUpdates.azureADDevice";
    private static final int ENROLLED_AFTER = 4;
    private static final int LOST_AFTER = 8;
    private static final int LOST_SPREAD = 67;

    private final Tenant tenant;

    UpdatableAssetResource(Tenant tenant) {
        this.tenant = tenant;
    }

    void register() {
        tenant.router.on(In.BETA, "GET", PATH, this::list).on(In.BETA, "GET", PATH + "/azureADDevice", this::list);
    }

    private Reply list(Request request) {
        return Paging.of(request, 100, 999).page(PATH, tenant.fleet.size(), i -> !tenant.fleet.facts.duplicate(i) && kind(i) != DeviceFacts.Kind.RETIRED,
                i -> node(tenant.device(i)));
    }

    private DeviceFacts.Kind kind(int device) {
        return tenant.fleet.facts.kind(device);
    }

    private ObjectNode node(Device device) {
        boolean invalid = kind(device.index) == DeviceFacts.Kind.STALE;
        ObjectNode node = Json.object().put("@odata.type", "#" + DEVICE).put("id", tenant.fleet.entraDeviceId(device.index));
        if (invalid) {
            node.putArray("errors").addObject().put("@odata.type", "#microsoft.graph.windowsUpdates.azureADDeviceRegistrationError")
                    .put("reason", "invalidAzureADDeviceId");
        } else {
            node.putArray("errors");
        }
        ObjectNode quality = node.putObject("enrollment").putObject("quality").put("enrollmentState", invalid || lost(device) ? "notEnrolled" : "enrolled");
        if (device.enrolmentChanged > 0) {
            quality.put("lastModifiedDateTime", Json.time(device.enrolmentChanged));
        }
        return node;
    }

    /** As it is seen from outside. */
    private boolean lost(Device device) {
        double lag = device.unenrolled ? LOST_AFTER + LOST_SPREAD * tenant.dice.unit(Purpose.REPORT_LAG, device.index, device.enrolmentChanged) : ENROLLED_AFTER;
        return device.enrolmentChanged > 0 && tenant.now() < device.enrolmentChanged + lag ? !device.unenrolled : device.unenrolled;
    }
}
