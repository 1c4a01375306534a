package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** An expedite policy: one release, chosen by its date, past every deferral, with a forced restart. */
final class ExpediteProfile extends AssignedPolicy {

    ExpediteProfile(String id, ObjectNode properties) {
        super(id, properties);
    }

    /** The date by which the service names a release. */
    static String name(Release release) {
        return Instant.ofEpochSecond(release.at()).truncatedTo(ChronoUnit.DAYS).toString();
    }

    /** What it means for devices now: the day of the release it wants them to have, and seconds from the offer to the forced restart. */
    Rules.Expedite rule() {
        JsonNode settings = properties.path("expeditedUpdateSettings");
        return new Rules.Expedite(assignments, Instant.parse(settings.path("qualityUpdateRelease").asText()).getEpochSecond(),
                settings.path("daysUntilForcedReboot").asInt() * 86_400L);
    }
}
