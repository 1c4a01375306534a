package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.hotpatchcycle.sandbox.Router.In;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Plays the ways in which a build comes to a device without an approval: by a new image, by hand, or through a leak. */
final class InstallPlayResource {

    /** How it came: a reset device is a new record of Intune, a re-imaged one the same record enrolled anew. */
    private enum How { RESET, REIMAGE, FEATURE_UPGRADE, BY_HAND, LEAK }

    private final Tenant tenant;

    InstallPlayResource(Tenant tenant) {
        this.tenant = tenant;
    }

    void register() {
        tenant.router.on(In.CONTROL, "POST", "__sandbox/installs", this::install).on(In.CONTROL, "POST", "__sandbox/gate", this::gate)
                .on(In.CONTROL, "POST", "__sandbox/enrolment", this::enrolment);
    }

    /** {@code {"release", "how", "devices": [Intune or Entra object ids]}}; all of them or none. */
    private Reply install(Request request) {
        How how = how(request.body().path("how").asText());
        String name = request.body().path("release").asText();
        Release release = tenant.catalog.all().stream().filter(r -> r.shortName().equals(name)).findFirst()
                .orElseThrow(() -> GraphException.badRequest("There is no release '" + name + "' in the sandbox."));
        List<Device> devices = new ArrayList<>();
        for (JsonNode id : request.body().path("devices")) {
            Device device = tenant.fleet.byManagedId(id.asText());
            device = device == null ? tenant.fleet.byObjectId(id.asText()) : device;
            if (device == null || !release.levels().containsKey(target(device, how))) {
                throw GraphException.badRequest("Device " + id.asText() + " does not exist, or there is no build of " + name + " for it.");
            }
            devices.add(device);
        }
        devices.forEach(device -> install(device, how, release));
        return Reply.ok(Json.object().put("devices", devices.size()));
    }

    /** {@code {"answer": "GATING" or "LEAKING"}}: as a fault of the service would change it overnight. */
    private Reply gate(Request request) {
        String answer = request.body().path("answer").asText();
        if (!answer.equals(GateAnswer.GATING.name()) && !answer.equals(GateAnswer.LEAKING.name())) {
            throw GraphException.badRequest("answer must be GATING or LEAKING, not '" + answer + "'.");
        }
        tenant.servicing.leak(answer.equals(GateAnswer.LEAKING.name()));
        tenant.simulation.reconsiderAll();
        return Reply.noContent();
    }

    /** {@code {"lost": 0.2}}: the service forgets that share of the enrolments, as a fault of its cache once did; 0 finds them again. */
    private Reply enrolment(Request request) {
        double lost = request.body().path("lost").asDouble(-1);
        if (!(lost >= 0 && lost <= 1)) {
            throw GraphException.badRequest("lost must be 0 to 1, not " + request.body().path("lost") + ".");
        }
        for (Device device : tenant.fleet.devices) {
            boolean unenrolled = tenant.dice.unit(Dice.Purpose.JOB, device.index, 77) < lost;
            device.enrolmentChanged = unenrolled == device.unenrolled ? device.enrolmentChanged : tenant.now();
            device.unenrolled = unenrolled;
        }
        tenant.simulation.reconsiderAll();
        return Reply.noContent();
    }

    private static How how(String text) {
        try {
            return How.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw GraphException.badRequest("how must be one of " + List.of(How.values()) + ", not '" + text + "'.");
        }
    }

    private static int target(Device device, How how) {
        return how == How.FEATURE_UPGRADE ? device.build == 26100 ? 26200 : 26300 : device.build;
    }

    private void install(Device device, How how, Release release) {
        int build = target(device, how);
        Release.Levels levels = release.levels().get(build);
        long now = tenant.now();
        if (how == How.RESET || how == How.REIMAGE) {
            device.enrolledAnew = now;
            device.forcedCheckIn = now;
        }
        if (how == How.RESET) {
            tenant.fleet.renew(device, tenant.nextNumber());
        }
        if (how != How.LEAK) {
            device.offTrack = levels.hotpatch() > 0;
        }
        tenant.simulation.appear(device, release, build, how == How.LEAK ? levels.floor() : levels.lcu());
    }
}
