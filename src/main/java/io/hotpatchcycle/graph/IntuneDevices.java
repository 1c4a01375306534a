package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.hotpatchcycle.fleet.DeviceDirectory;
import io.hotpatchcycle.fleet.DeviceFact;
import io.hotpatchcycle.fleet.DeviceLevel;
import io.hotpatchcycle.fleet.EnrolmentFact;
import io.hotpatchcycle.fleet.Fleet;
import io.hotpatchcycle.fleet.HardwareFact;
import io.hotpatchcycle.fleet.HybridCodeFact;
import io.hotpatchcycle.fleet.LicenceRule;
import io.hotpatchcycle.fleet.UserFact;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** Devices of Intune and Entra, and their users. Enumerations stay raw. */
final class IntuneDevices implements DeviceDirectory {

    private static final Purpose MANAGED = new Purpose("the Windows devices of Intune", Purpose.DEVICES);
    private static final Purpose ENTRA = new Purpose("the devices of Entra", "Device.Read.All");
    private static final String WINDOWS = "operatingSystem eq 'Windows'";
    private static final String CO_MANAGED = WINDOWS + " and managementAgent eq 'configurationManagerClientMdm'";
    private static final List<String> LEVEL = List.of("id", "osVersion", "lastSyncDateTime", "enrolledDateTime");
    private static final List<String> FACTS = List.of("id", "azureADDeviceId", "serialNumber", "deviceName", "userPrincipalName", "osVersion", "skuFamily",
            "processorArchitecture", "joinType", "managementAgent", "managementState", "lastSyncDateTime", "enrolledDateTime", "model");

    /** What Intune says of a device that never registered with Entra. */
    private static final String NOT_REGISTERED = "00000000-0000-0000-0000-000000000000";

    private final GraphCalls calls;
    private final GraphAddress address;
    private final HardwareBatch hardware;
    private final Licences licences;
    private final HybridCodeScript hybridCode;
    private final UpdateEnrolments enrolments;

    IntuneDevices(GraphCalls calls, GraphAddress address, BackOff backOff, InFlight inFlight) {
        this.calls = calls;
        this.address = address;
        this.hardware = new HardwareBatch(calls, address, backOff, inFlight);
        this.licences = new Licences(calls, address);
        this.hybridCode = new HybridCodeScript(calls, address);
        this.enrolments = new UpdateEnrolments(calls, address);
    }

    @Override
    public Map<String, String> addresses() {
        return Map.of(Fleet.LIST, "beta/deviceManagement/managedDevices", Fleet.ENTRA, "v1.0/devices and v1.0/devices/delta", Fleet.LICENCES, "v1.0/users and v1.0/subscribedSkus",
                Fleet.WORKLOADS, "beta/deviceManagement/managedDevices (configurationManagerClientEnabledFeatures)",
                Fleet.HYBRID_CODE, "beta" + HybridCodeScript.SCRIPTS + "/ID/deviceRunStates", Fleet.ENROLMENTS, "beta" + UpdateEnrolments.DEVICES,
                Fleet.HARDWARE, "beta/deviceManagement/managedDevices/ID (in beta/$batch)", Fleet.TENANT, "v1.0/groups, policies and update rings of Intune");
    }

    @Override
    public void readDevices(Consumer<List<DeviceFact>> pages) {
        stream(WINDOWS, FACTS, IntuneDevices::fact, pages);
    }

    @Override
    public void readLevels(Instant changedSince, Consumer<List<DeviceLevel>> pages) {
        String filter = WINDOWS + (changedSince == null ? "" : " and lastSyncDateTime ge " + changedSince.truncatedTo(ChronoUnit.SECONDS));
        stream(filter, LEVEL, d -> new DeviceLevel(d[0], d[1], Json.instant(d[2]), Json.instant(d[3])), pages);
    }

    private <T> void stream(String filter, List<String> fields, Function<String[], T> meaning, Consumer<List<T>> pages) {
        calls.stream(MANAGED, address.beta("/deviceManagement/managedDevices", "$filter", filter, "$select", String.join(",", fields), "$top", "1000"),
                fields, meaning, pages);
    }

    /** @param d in the order of {@link #FACTS} */
    private static DeviceFact fact(String[] d) {
        return new DeviceFact(d[0], NOT_REGISTERED.equals(d[1]) ? null : d[1], d[2], d[3], d[4], d[5], d[6], d[7], d[8], d[9], d[10],
                Json.instant(d[11]), Json.instant(d[12]), d[13]);
    }

    @Override
    public void readHardware(Collection<String> deviceIds, Consumer<List<HardwareFact>> pages) {
        hardware.read(deviceIds, pages);
    }

    @Override
    public void readObjectIds(BiConsumer<String, String> deviceIdAndObjectId) {
        calls.pages(ENTRA, address.v1("/devices", "$select", "id,deviceId", "$top", "999"), page -> {
            for (JsonNode device : page) {
                String objectId = Json.text(device, "id");
                String deviceId = Json.text(device, "deviceId");
                if (objectId != null && deviceId != null) {
                    deviceIdAndObjectId.accept(deviceId, objectId);
                }
            }
        });
    }

    /** A tenant that does not give one is read as a whole each time. */
    @Override
    public String objectIdLink() {
        try {
            return calls.delta(ENTRA, null, address.v1("/devices/delta", "$select", "id,deviceId", "$deltatoken", "latest"), page -> { });
        } catch (GraphUnavailable e) {
            if (linkGone(e)) {
                return null;
            }
            throw e;
        }
    }

    @Override
    public Optional<String> readObjectIdChanges(String link, BiConsumer<String, String> changed, Consumer<String> gone) {
        try {
            return Optional.of(calls.delta(ENTRA, link, null, page -> page.forEach(device -> change(device, changed, gone))));
        } catch (GraphUnavailable e) {
            if (linkGone(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static void change(JsonNode device, BiConsumer<String, String> changed, Consumer<String> gone) {
        String object = Json.text(device, "id");
        String deviceId = Json.text(device, "deviceId");
        boolean removed = device.has("@removed");
        if (object == null || deviceId == null && !removed) {
            throw GraphUnavailable.unusable(ENTRA, "a change does not say of which device it is.", "The list is read as a whole.");
        }
        if (removed) {
            gone.accept(object);
        } else {
            changed.accept(deviceId, object);
        }
    }

    /** 410 after some days; and what a link that is broken, or cut short, comes to. Then the list is read as a whole. */
    private static boolean linkGone(GraphUnavailable e) {
        return e.status() == HttpURLConnection.HTTP_GONE || e.status() == HttpURLConnection.HTTP_BAD_REQUEST || e.status() == HttpURLConnection.HTTP_OK || e.notGranted();
    }

    @Override
    public void readUsers(LicenceRule covering, Consumer<List<UserFact>> pages) {
        licences.read(covering, pages);
    }

    @Override
    public void readUpdateWorkloads(BiConsumer<String, Boolean> deviceIdAndWithIntune) {
        calls.pages(MANAGED, address.beta("/deviceManagement/managedDevices", "$filter", CO_MANAGED, "$select", "id,configurationManagerClientEnabledFeatures",
                "$top", "1000"), page -> {
            for (JsonNode device : page) {
                JsonNode withIntune = device.path("configurationManagerClientEnabledFeatures").path("windowsUpdateForBusiness");
                if (Json.text(device, "id") != null && withIntune.isBoolean()) {
                    deviceIdAndWithIntune.accept(Json.text(device, "id"), withIntune.booleanValue());
                }
            }
        });
    }

    @Override
    public boolean readHybridCode(Consumer<List<HybridCodeFact>> pages) {
        return hybridCode.read(pages);
    }

    @Override
    public boolean readEnrolments(Consumer<List<EnrolmentFact>> pages) {
        return enrolments.read(pages);
    }
}
