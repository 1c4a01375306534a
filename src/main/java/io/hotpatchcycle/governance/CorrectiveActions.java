package io.hotpatchcycle.governance;

import io.hotpatchcycle.audit.Trail;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What was done about a control that failed, an incident, or why somebody intervened by hand: signed, kept for good, and told in the cycle's evidence. */
public final class CorrectiveActions {

    private static final int MAX_TEXT = 2000;
    private static final Pattern ABOUT = Pattern.compile("EVENT \\d{1,18}|OPERATION [A-Za-z0-9_-]{1,64}|INCIDENT [0-9TZ:.-]{1,40}");

    private final CorrectiveActionRows rows;
    private final Trail trail;
    private final Clock businessClock;
    private final Clock wallClock;

    public CorrectiveActions(CorrectiveActionRows rows, Trail trail, Clock businessClock, Clock wallClock) {
        this.rows = rows;
        this.trail = trail;
        this.businessClock = businessClock;
        this.wallClock = wallClock;
    }

    /**
     * One action.
     *
     * @param about  the event, operation or incident, as the cycle's open points name it
     * @param cause  why it came to it
     * @param action what was done, or why nothing has to be
     */
    public record Action(long id, String cycleId, String about, String cause, String action, String by, Instant at) {
    }

    /** Those of a cycle, in the order in which they were signed. */
    public List<Action> of(String cycleId) {
        return rows.of(cycleId);
    }

    /** @throws GovernanceRefused when something is missing, or it is about nothing of this cycle */
    public Action sign(String cycleId, String about, String cause, String action, String person) {
        String point = about == null ? "" : about.strip();
        String why = Decision.required("cause", cause, MAX_TEXT);
        String done = Decision.required("action", action, MAX_TEXT);
        if (!ABOUT.matcher(point).matches() || point.startsWith("EVENT ") && !rows.isOf(cycleId, Long.parseLong(point.substring("EVENT ".length())))) {
            throw GovernanceRefused.badInput("'about' names nothing of cycle " + cycleId + ". GET /api/v1/cycles/" + cycleId + "/open-points lists what it can be.");
        }
        if (rows.isCleaned(cycleId)) {
            throw GovernanceRefused.badInput("The history of cycle " + cycleId + " was removed, as its retention says: its kept pack is final, and nothing can be added to it. "
                    + "Sign it outside, and keep it beside the pack. Nothing was signed.");
        }
        Action signed = rows.sign(cycleId, point, why, done, person, businessClock.instant(), wallClock.instant());
        trail.person(person, "correctiveAction.signed", cycleId, null, Map.of("about", point, "cause", why, "action", done));
        return signed;
    }
}
