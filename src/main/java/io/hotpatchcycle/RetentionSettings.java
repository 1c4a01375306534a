package io.hotpatchcycle;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long what is kept, prefix {@code hotpatch.retention}.
 *
 * @param history  the engine's history of a cycle after its end; at least 400 days
 * @param trail    how long the trail is promised to be kept; at least as long as the history. The program removes nothing of it
 * @param personal names, owners and serial numbers of devices after they were last seen; 30 days to the time of the trail
 * @param packs    folder that gets the evidence pack of each ended cycle; default: {@code packs} in the data folder
 */
@ConfigurationProperties("hotpatch.retention")
public record RetentionSettings(@DefaultValue("400d") Duration history, @DefaultValue("2557d") Duration trail, @DefaultValue("400d") Duration personal,
                                Path packs) {

    private static final Duration LEAST_HISTORY = Duration.ofDays(400);
    private static final Duration LEAST_PERSONAL = Duration.ofDays(30);

    public RetentionSettings {
        if (history.compareTo(LEAST_HISTORY) < 0) {
            throw new StartRefusedException("hotpatch.retention.history must be at least 400 days (400d), not " + history.toDays() + ".");
        }
        if (trail.compareTo(history) < 0) {
            throw new StartRefusedException("hotpatch.retention.trail (" + trail.toDays() + " days) must not be shorter than hotpatch.retention.history ("
                    + history.toDays() + " days).");
        }
        if (personal.compareTo(LEAST_PERSONAL) < 0 || personal.compareTo(trail) > 0) {
            throw new StartRefusedException("hotpatch.retention.personal must be 30 days to hotpatch.retention.trail (" + trail.toDays() + " days), not "
                    + personal.toDays() + " days.");
        }
    }
}
