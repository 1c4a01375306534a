package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.hotpatchcycle.sandbox.Router.In;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Plays the ways in which a build comes to a device without an approval: by a new image, by hand, or through a leak. */
final class InstallPlayResource {

    /** How it came. */
    private static final Set<DeviceLog.What> HOW = EnumSet.range(DeviceLog.What.RESET, DeviceLog.What.LEAK);

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
        DeviceLog.What how = how(request.body().path("how").asText());
        String name = request.body().path("release").asText();
        Release release = tenant.catalog.all().stream().filter(r -> r.shortName().equals(name)).findFirst()
                .orElseThrow(() -> GraphException.badRequest("There is no release '" + name + "' in the sandbox."));
        List<Integer> devices = new ArrayList<>();
        for (JsonNode id : request.body().path("devices")) {
            int device = tenant.fleet.byEitherId(id.asText());
            if (device < 0 || !release.levels().containsKey(Course.target(tenant.device(device), how))) {
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
        tenant.simulation.loseEnrolments(lost);
        tenant.simulation.reconsiderAll();
        return Reply.noContent();
    }

    private static DeviceLog.What how(String text) {
        return HOW.stream().filter(how -> how.name().equals(text.toUpperCase(Locale.ROOT))).findFirst()
                .orElseThrow(() -> GraphException.badRequest("how must be one of " + HOW + ", not '" + text + "'."));
    }

    private void install(int device, DeviceLog.What how, Release release) {
        if (how == DeviceLog.What.RESET) {
            tenant.fleet.renew(device, tenant.nextNumber());
        }
        tenant.simulation.install(device, how, release);
    }
}
