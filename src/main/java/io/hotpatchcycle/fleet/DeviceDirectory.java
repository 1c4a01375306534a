package io.hotpatchcycle.fleet;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Port to the sources of device facts. Every method streams; none holds the fleet. */
public interface DeviceDirectory {

    /** What each method reads, as {@link Fleet} calls it in its progress: source to the address asked. */
    default Map<String, String> addresses() {
        return Map.of();
    }

    /** Reads the Windows devices with all their facts, page by page. */
    void readDevices(Consumer<List<DeviceFact>> pages);

    /**
     * Reads only the builds of the Windows devices, page by page.
     *
     * @param changedSince only devices that checked in since then; null for all
     */
    void readLevels(Instant changedSince, Consumer<List<DeviceLevel>> pages);

    /** Reads the hardware facts of some devices (one call each, batched by 20). Of devices that are gone nothing is told. */
    void readHardware(Collection<String> deviceIds, Consumer<List<HardwareFact>> pages);

    /** Reads the Entra devices: Entra device id, then Entra object id. */
    void readObjectIds(BiConsumer<String, String> deviceIdAndObjectId);

    /** Where to ask later what has changed among the Entra devices from now on; null where the directory does not tell. Asked for before the list is read. */
    default String objectIdLink() {
        return null;
    }

    /**
     * Reads what has changed among the Entra devices since a link was given out, in order: what comes later counts.
     *
     * @param changed Entra device id, then Entra object id
     * @param gone    Entra object ids of devices that are not there any more
     * @return the link for the next time; empty where the link is not taken any more, so that nothing of what was handed on counts
     */
    default Optional<String> readObjectIdChanges(String link, BiConsumer<String, String> changed, Consumer<String> gone) {
        return Optional.empty();
    }

    /**
     * Reads the users with what is known of their licences; a user whose licences were not told is left out.
     *
     * @param covering says which licences cover hotpatch
     */
    void readUsers(LicenceRule covering, Consumer<List<UserFact>> pages);

    /** Reads the co-managed devices: Intune device id, then whether Windows Update lies with Intune. Of whom it is not said is left out. */
    void readUpdateWorkloads(BiConsumer<String, Boolean> deviceIdAndWithIntune);

    /**
     * Reads what the tenant's detection script for compiled hybrid code found.
     *
     * @return false where there is no such script, or it may not be read: then nothing is known
     */
    boolean readHybridCode(Consumer<List<HybridCodeFact>> pages);

    /**
     * Reads which devices the service for Windows updates has, page by page.
     *
     * @return false where it may not be asked, or has no such list: then nothing is known
     */
    boolean readEnrolments(Consumer<List<EnrolmentFact>> pages);
}
