package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.hotpatchcycle.fleet.DeviceDirectory;
import io.hotpatchcycle.fleet.DeviceFact;
import io.hotpatchcycle.fleet.DeviceLevel;
import io.hotpatchcycle.fleet.HardwareFact;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** Devices of Intune and Entra, and the licences of their users. Enumerations stay raw. */
final class IntuneDevices implements DeviceDirectory {

    private static final Purpose MANAGED = new Purpose("the Windows devices of Intune", Purpose.DEVICES);
    private static final Purpose ENTRA = new Purpose("the devices of Entra", "Device.Read.All");
    private static final String WINDOWS = "operatingSystem eq 'Windows'";
    private static final String LEVEL = "id,osVersion,lastSyncDateTime,enrolledDateTime";
    private static final String FIELDS = "id,azureADDeviceId,serialNumber,deviceName,userPrincipalName,osVersion,skuFamily,"
            + "processorArchitecture,joinType,managementAgent,managementState,lastSyncDateTime,enrolledDateTime,model";

    /** What Intune says of a device that never registered with Entra. */
    private static final String NOT_REGISTERED = "00000000-0000-0000-0000-000000000000";

    private final GraphCalls calls;
    private final GraphAddress address;
    private final HardwareBatch hardware;
    private final Licences licences;

    IntuneDevices(GraphCalls calls, GraphAddress address, BackOff backOff) {
        this.calls = calls;
        this.address = address;
        this.hardware = new HardwareBatch(calls, address, backOff);
        this.licences = new Licences(calls, address);
    }

    @Override
    public void readDevices(Consumer<List<DeviceFact>> pages) {
        pages(WINDOWS, FIELDS, IntuneDevices::fact, pages);
    }

    @Override
    public void readLevels(Instant changedSince, Consumer<List<DeviceLevel>> pages) {
        String filter = WINDOWS + (changedSince == null ? "" : " and lastSyncDateTime ge " + changedSince.truncatedTo(ChronoUnit.SECONDS));
        pages(filter, LEVEL, d -> new DeviceLevel(Json.text(d, "id"), Json.text(d, "osVersion"),
                Json.instant(d, "lastSyncDateTime"), Json.instant(d, "enrolledDateTime")), pages);
    }

    private <T> void pages(String filter, String fields, Function<JsonNode, T> meaning, Consumer<List<T>> pages) {
        calls.pages(MANAGED, address.beta("/deviceManagement/managedDevices", "$filter", filter, "$select", fields, "$top", "1000"),
                page -> page.stream().map(meaning).toList(), pages);
    }

    private static DeviceFact fact(JsonNode d) {
        String entraId = Json.text(d, "azureADDeviceId");
        return new DeviceFact(Json.text(d, "id"), NOT_REGISTERED.equals(entraId) ? null : entraId,
                Json.text(d, "serialNumber"), Json.text(d, "deviceName"), Json.text(d, "userPrincipalName"),
                Json.text(d, "osVersion"), Json.text(d, "skuFamily"), Json.text(d, "processorArchitecture"),
                Json.text(d, "joinType"), Json.text(d, "managementAgent"), Json.text(d, "managementState"),
                Json.instant(d, "lastSyncDateTime"), Json.instant(d, "enrolledDateTime"), Json.text(d, "model"));
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

    @Override
    public void readLicences(BiConsumer<String, Boolean> principalNameAndQualifying) {
        licences.read(principalNameAndQualifying);
    }
}
