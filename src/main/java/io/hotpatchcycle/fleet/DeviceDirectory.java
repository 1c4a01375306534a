package io.hotpatchcycle.fleet;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Port to the sources of device facts. Every method streams; none holds the fleet. */
public interface DeviceDirectory {

    /** Reads the Windows devices with all their facts, page by page. */
    void readDevices(Consumer<List<DeviceFact>> pages);

    /**
     * Reads only the builds of the Windows devices, page by page.
     *
     * @param changedSince only devices that checked in since then; null for all
     */
    void readLevels(Instant changedSince, Consumer<List<DeviceLevel>> pages);

    /** Reads the hardware facts of some devices (one call each, batched by 20). Devices that are gone are left out. */
    void readHardware(Collection<String> deviceIds, Consumer<List<HardwareFact>> pages);

    /** Reads the Entra devices: Entra device id, then Entra object id. */
    void readObjectIds(BiConsumer<String, String> deviceIdAndObjectId);

    /** Reads whether each user, by principal name, holds a licence that covers hotpatch. */
    void readLicences(BiConsumer<String, Boolean> principalNameAndQualifying);
}
