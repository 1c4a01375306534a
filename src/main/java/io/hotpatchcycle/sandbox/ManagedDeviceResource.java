package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.sandbox.Router.In;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Intune's list of devices, and one device with its hardware inventory. */
final class ManagedDeviceResource {

    private static final String PATH = "deviceManagement/managedDevices";
    private static final String HARDWARE = "hardwareInformation";
    private static final String[] VBS_PROBLEMS = {"notConfigured", "rebootRequired", "doesNotMeetHardwareRequirements", "notConfigured", "other"};

    private final Tenant tenant;
    private final DeviceView view;

    ManagedDeviceResource(Tenant tenant) {
        this.tenant = tenant;
        this.view = new DeviceView(tenant);
    }

    void register() {
        tenant.router.on(In.BOTH, "GET", PATH, this::list).on(In.BOTH, "GET", PATH + "/{id}", this::one);
    }

    private Reply list(Request request) {
        Filter filter = Filter.parse(request.option("$filter"));
        Map<String, DeviceView.Property> properties = view.properties(request.beta());
        Collection<String> wanted = selected(request, properties);
        // A device is looked at once, for the filter and for the page.
        DeviceView.Sight[] last = new DeviceView.Sight[1];
        return Paging.of(request, 1000, 1000).page(PATH, tenant.fleet.size(), i -> {
            Device device = tenant.device(i);
            if (!listed(device)) {
                return false;
            }
            DeviceView.Sight sight = view.sight(device);
            last[0] = sight;
            return filter.accepts(name -> properties.containsKey(name) ? properties.get(name).of(sight.device(), sight.heard()) : null);
        }, i -> view.view(last[0], request.beta(), wanted));
    }

    /** A device retired while the sandbox runs disappears from Intune a month later. */
    private boolean listed(Device device) {
        return !device.outOfIntune && (device.goneFrom >= tenant.origin.startedAt() && device.goneFrom != Device.NEVER
                ? tenant.now() < device.goneFrom + 30 * 86_400L : true);
    }

    private static Collection<String> selected(Request request, Map<String, DeviceView.Property> properties) {
        String select = request.option("$select");
        return select == null ? properties.keySet()
                : Stream.concat(Stream.of("id"), Arrays.stream(select.split(",\\s*"))).distinct().toList();
    }

    private Reply one(Request request) {
        int index = tenant.fleet.byManagedId(request.value("id"));
        Device device = index < 0 ? null : tenant.device(index);
        if (device == null || !listed(device)) {
            throw GraphException.notFound("ResourceNotFound", "The managed device " + request.value("id") + " does not exist.");
        }
        DeviceView.Sight sight = view.sight(device);
        ObjectNode node = view.view(sight, request.beta(), selected(request, view.properties(request.beta())));
        String select = request.option("$select");
        if (request.beta() && select != null && List.of(select.split(",\\s*")).contains(HARDWARE)) {
            node.set(HARDWARE, hardware(sight));
        }
        return Reply.ok(node.put("@odata.context", request.context(PATH + "/$entity")));
    }

    private ObjectNode hardware(DeviceView.Sight sight) {
        DeviceFacts facts = tenant.fleet.facts;
        int i = sight.device().index;
        boolean off = facts.kind(i) == DeviceFacts.Kind.VBS_OFF;
        String state = facts.fromTheFuture(i) ? "runningConfidential"
                : off ? tenant.dice.pick(Dice.Purpose.DETAIL, i, 5, VBS_PROBLEMS) : "running";
        long level = Fleet.levelAt(sight.device(), sight.heard());
        return Json.object().put("serialNumber", facts.serial(i)).put("manufacturer", facts.manufacturer(i)).put("model", facts.model(i))
                .put("operatingSystemEdition", Edition.of(tenant.dice, facts, i).name()).put("operatingSystemLanguage", "en-US")
                .put("deviceGuardVirtualizationBasedSecurityHardwareRequirementState",
                        state.equals("doesNotMeetHardwareRequirements") ? "hyperVNotAvailable" : "meetHardwareRequirements")
                .put("deviceGuardVirtualizationBasedSecurityState", state).put("isEncrypted", true)
                .put("osBuildNumber", "10.0." + Device.buildOf(level) + "." + Device.ubrOf(level));
    }
}
