package io.hotpatchcycle.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Port to the start-ups of devices as Endpoint analytics tells them, where the tenant is licensed for it. */
public interface StartupHistory {

    /** The service may take this long from a start to its entry. */
    Duration LAG = Duration.ofHours(96);
    /** For how long it keeps an entry. */
    Duration KEPT = Duration.ofDays(29);

    /**
     * Reads it, page by page.
     *
     * @param from null for the beginning, or where another reading ended
     * @param most pages
     */
    End read(String from, int most, Consumer<List<Start>> pages);

    /**
     * Where a reading ended.
     *
     * @param granted false when the tenant does not grant it: not licensed, not switched on, or no permission
     * @param rest    to go on from; null when there is nothing more
     */
    record End(boolean granted, String rest) {
    }

    /**
     * One start of a device.
     *
     * @param deviceId Intune device id
     * @param category raw: {@code blueScreen}, {@code restartWithUpdate}, ...; {@code unknown} when not said
     */
    record Start(String id, String deviceId, Instant at, String category) {
    }
}
