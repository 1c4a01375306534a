package io.hotpatchcycle.bench;

import io.hotpatchcycle.fleet.DeviceDirectory;
import io.hotpatchcycle.fleet.EnrolmentFact;
import io.hotpatchcycle.fleet.HardwareFact;
import io.hotpatchcycle.fleet.HybridCodeFact;
import io.hotpatchcycle.fleet.LicenceRule;
import io.hotpatchcycle.fleet.UserFact;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The list of devices, and nothing beside it. */
final class ListOnly extends ForwardingDirectory {

    ListOnly(DeviceDirectory inner) {
        super(inner);
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
    public void readUsers(LicenceRule covering, Consumer<List<UserFact>> pages) {
        // not measured here
    }

    @Override
    public void readUpdateWorkloads(BiConsumer<String, Boolean> deviceIdAndWithIntune) {
        // not measured here
    }

    @Override
    public boolean readHybridCode(Consumer<List<HybridCodeFact>> pages) {
        return false;
    }

    @Override
    public boolean readEnrolments(Consumer<List<EnrolmentFact>> pages) {
        return false;
    }
}
