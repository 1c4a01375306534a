package io.hotpatchcycle.rollout;

import io.hotpatchcycle.rollout.InstallReports.Install;
import java.time.Instant;
import java.util.Set;

/** What a row of the install report means for a stop. Words we do not know mean nothing. */
enum StopStanding {
    /** Has not begun, or has given up. */
    IDLE,
    /** Has begun: a suspended approval no longer holds it back. */
    COMMITTED,
    /** Not said in words we know. */
    UNKNOWN;

    private static final Set<String> BEGUN = Set.of("DownloadStart", "DownloadComplete", "InstallStart", "InstallComplete", "RestartRequired",
            "RestartInitiated", "RestartComplete", "UpdateInstalled");
    private static final Set<String> NOT_BEGUN = Set.of("Scheduled", "OfferReady");
    private static final Set<String> WAITING = Set.of("Pending", "Offering", "OnHold");

    /**
     * @param openedAt when the ring was opened. The report names no release: what ended or began before that is another one's, so that nothing is known of this
     *                 one. What waits to be begun has begun neither
     */
    static StopStanding of(Install install, Instant openedAt) {
        StopStanding said = said(install);
        boolean old = openedAt != null && install.observedAt() != null && install.observedAt().isBefore(openedAt);
        return old && (said == COMMITTED || !"InProgress".equals(install.state())) ? UNKNOWN : said;
    }

    private static StopStanding said(Install install) {
        return switch (install.state()) {
            case "Success" -> COMMITTED;
            case "Error", "Cancelled" -> IDLE;
            case "InProgress" -> BEGUN.contains(install.substatus()) || "Installing".equals(install.status()) ? COMMITTED
                    : NOT_BEGUN.contains(install.substatus()) && WAITING.contains(install.status()) ? IDLE : UNKNOWN;
            default -> UNKNOWN;
        };
    }
}
