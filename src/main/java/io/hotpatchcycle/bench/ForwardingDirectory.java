package io.hotpatchcycle.bench;

import io.hotpatchcycle.fleet.DeviceDirectory;
import io.hotpatchcycle.fleet.DeviceFact;
import io.hotpatchcycle.fleet.DeviceLevel;
import io.hotpatchcycle.fleet.EnrolmentFact;
import io.hotpatchcycle.fleet.HardwareFact;
import io.hotpatchcycle.fleet.HybridCodeFact;
import io.hotpatchcycle.fleet.LicenceRule;
import io.hotpatchcycle.fleet.UserFact;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Asks another directory; a measurement overrides what it watches or leaves out. */
abstract class ForwardingDirectory implements DeviceDirectory {

    private final DeviceDirectory inner;

    ForwardingDirectory(DeviceDirectory inner) {
        this.inner = inner;
    }

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
        inner.readHardware(deviceIds, pages);
    }

    @Override
    public void readObjectIds(BiConsumer<String, String> deviceIdAndObjectId) {
        inner.readObjectIds(deviceIdAndObjectId);
    }

    @Override
    public void readUsers(LicenceRule covering, Consumer<List<UserFact>> pages) {
        inner.readUsers(covering, pages);
    }

    @Override
    public void readUpdateWorkloads(BiConsumer<String, Boolean> deviceIdAndWithIntune) {
        inner.readUpdateWorkloads(deviceIdAndWithIntune);
    }

    @Override
    public boolean readHybridCode(Consumer<List<HybridCodeFact>> pages) {
        return inner.readHybridCode(pages);
    }

    @Override
    public boolean readEnrolments(Consumer<List<EnrolmentFact>> pages) {
        return inner.readEnrolments(pages);
    }
}
