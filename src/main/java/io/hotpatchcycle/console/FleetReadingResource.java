package io.hotpatchcycle.console;

import io.hotpatchcycle.fleet.FleetProgress;
import io.hotpatchcycle.fleet.Sync;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How far the reading of the fleet has come, over REST. */
@RestController
@Tag(name = "Fleet")
class FleetReadingResource {

    private final Sync sync;

    FleetReadingResource(Sync sync) {
        this.sync = sync;
    }

    /** All of it. {@code secondsLeft} is null when nobody reads, or nobody knows. */
    record Progress(boolean running, Long secondsLeft, List<Unknown> unknown, List<Source> sources) {
    }

    /** A fact that is not known of some of the devices it is asked for; {@code share} in percent. */
    record Unknown(String fact, int devices, int of, double share) {
    }

    /** A source; {@code expected} is what it had last time where it does not tell how much it has, {@code shareToRead} in percent. */
    record Source(String source, String state, int read, Integer expected, Double shareToRead, Long secondsLeft, Instant startedAt, Instant updatedAt, Instant finishedAt) {
    }

    @GetMapping("/api/v1/fleet/reading")
    @Operation(summary = "Whether the fleet is being read, how far each list and report has come, what is left, and of how many devices which fact is not known",
            description = "Times are business time. A source is WAITING, RUNNING, COMPLETE or BROKEN_OFF; one that waits tells in secondsLeft how long it took last time.")
    Progress reading() {
        FleetProgress progress = sync.progress();
        return new Progress(progress.running(), seconds(progress.left()), progress.unknown().stream().map(u -> new Unknown(u.fact(), u.devices(), u.of(), u.share())).toList(),
                progress.sources().stream().map(s -> new Source(s.reading().source(), s.state().name(), s.reading().done(), s.reading().whole(), s.reading().shareToRead(),
                        seconds(s.left()), s.reading().startedAt(), s.reading().updatedAt(), s.reading().finishedAt())).toList());
    }

    private static Long seconds(Duration left) {
        return left == null ? null : left.toSeconds();
    }
}
