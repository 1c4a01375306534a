package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;

/** One update ring: when its devices may be offered a release and by when they must have restarted. */
final class UpdateRing extends AssignedPolicy {

    private static final Duration LONGEST_PAUSE = Duration.ofDays(35);

    UpdateRing(String id, ObjectNode properties) {
        super(id, properties);
    }

    /** A ring as the sandbox makes it. */
    static UpdateRing of(String id, String unit, long now, int deferral, int deadline, int grace) {
        ObjectNode node = Json.object();
        node.put("@odata.type", "#microsoft.graph.windowsUpdateForBusinessConfiguration").put("id", id)
                .put("lastModifiedDateTime", Json.time(now)).put("createdDateTime", Json.time(now))
                .put("description", "Update ring of the unit " + unit + " [hotpatch-cycle unit=" + unit + "]")
                .put("displayName", "Hotpatch Cycle " + unit).put("version", 1)
                .put("deliveryOptimizationMode", "httpWithPeeringNat").put("prereleaseFeatures", "userDefined")
                .put("automaticUpdateMode", "autoInstallAtMaintenanceTime").put("microsoftUpdateServiceAllowed", true)
                .put("driversExcluded", false).put("qualityUpdatesDeferralPeriodInDays", deferral)
                .put("featureUpdatesDeferralPeriodInDays", 0).put("qualityUpdatesPaused", false)
                .put("featureUpdatesPaused", false).putNull("qualityUpdatesPauseExpiryDateTime")
                .putNull("featureUpdatesPauseExpiryDateTime").put("businessReadyUpdatesOnly", "businessReadyOnly")
                .put("skipChecksBeforeRestart", false).putNull("updateWeeks").putNull("qualityUpdatesPauseStartDate")
                .putNull("featureUpdatesPauseStartDate").put("featureUpdatesRollbackWindowInDays", 10)
                .put("qualityUpdatesWillBeRolledBack", false).put("featureUpdatesWillBeRolledBack", false)
                .putNull("qualityUpdatesRollbackStartDateTime").putNull("featureUpdatesRollbackStartDateTime")
                .putNull("engagedRestartDeadlineInDays").putNull("engagedRestartSnoozeScheduleInDays")
                .putNull("engagedRestartTransitionScheduleInDays").put("deadlineForFeatureUpdatesInDays", 14)
                .put("deadlineForQualityUpdatesInDays", deadline).put("deadlineGracePeriodInDays", grace)
                .put("postponeRebootUntilAfterDeadline", false).put("autoRestartNotificationDismissal", "notConfigured")
                .putNull("scheduleRestartWarningInHours").putNull("scheduleImminentRestartWarningInMinutes")
                .put("userPauseAccess", "disabled").put("userWindowsUpdateScanAccess", "enabled")
                .put("updateNotificationLevel", "defaultNotifications").put("allowWindows11Upgrade", false);
        node.putObject("installationSchedule").put("@odata.type", "#microsoft.graph.windowsUpdateActiveHoursInstall")
                .put("activeHoursStart", "08:00:00.0000000").put("activeHoursEnd", "17:00:00.0000000");
        return new UpdateRing(id, node);
    }

    /** What it means for devices now; deadline and grace together, counted from the discovery of the update. */
    Rules.Ring rule() {
        return new Rules.Ring(assignments, 86_400L * properties.path("qualityUpdatesDeferralPeriodInDays").asInt(0), pausedUntil(),
                86_400L * (properties.path("deadlineForQualityUpdatesInDays").asInt(7) + properties.path("deadlineGracePeriodInDays").asInt(2)),
                uninstalling());
    }

    /** End of the pause, 0 when it is not paused. */
    long pausedUntil() {
        if (!properties.path("qualityUpdatesPaused").asBoolean(false)) {
            return 0;
        }
        return Instant.parse(properties.path("qualityUpdatesPauseExpiryDateTime").asText()).getEpochSecond();
    }

    boolean uninstalling() {
        return properties.path("qualityUpdatesWillBeRolledBack").asBoolean(false);
    }

    /** Uninstalls the newest quality update, which pauses the ring as well, or no longer does. */
    void uninstall(boolean uninstalls, long now) {
        properties.put("qualityUpdatesWillBeRolledBack", uninstalls);
        if (uninstalls) {
            properties.put("qualityUpdatesRollbackStartDateTime", Json.time(now));
            pause(true, now);
        }
    }

    void pause(boolean paused, long now) {
        properties.put("qualityUpdatesPaused", paused);
        if (paused) {
            properties.put("qualityUpdatesPauseStartDate", Json.time(now).substring(0, 10));
            properties.put("qualityUpdatesPauseExpiryDateTime", Json.time(now + LONGEST_PAUSE.toSeconds()));
        } else {
            properties.putNull("qualityUpdatesPauseStartDate");
            properties.putNull("qualityUpdatesPauseExpiryDateTime");
        }
    }
}
