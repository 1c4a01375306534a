package io.hotpatchcycle.bench;

import io.hotpatchcycle.fleet.DeviceDirectory;
import io.hotpatchcycle.fleet.DeviceFact;
import io.hotpatchcycle.fleet.DeviceLevel;
import io.hotpatchcycle.fleet.HardwareFact;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The list of devices, and nothing beside it. */
record ListOnly(DeviceDirectory inner) implements DeviceDirectory {

    @Override
    public void readDevices(Consumer<List<DeviceFact>> pages) {
        inner.readDevices(pages);
    }

    @Override
    public void readLevels(Instant changedSince, Consumer<List<DeviceLevel>> pages) {
        inner.readLevels(changedSince, pages);
    }

    @Override
    public void readHardware(Collection<String> deviceIds, Consumer<List<HardwareFact>> pages) {
        // not measured here
    }

    @Override
    public void readObjectIds(BiConsumer<String, String> deviceIdAndObjectId) {
        // not measured here
    }

    @Override
    public void readLicences(BiConsumer<String, Boolean> principalNameAndQualifying) {
        // not measured here
    }
}
