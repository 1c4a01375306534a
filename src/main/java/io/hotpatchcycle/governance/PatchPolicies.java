package io.hotpatchcycle.governance;

import io.hotpatchcycle.audit.Sha256;
import io.hotpatchcycle.audit.Trail;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Versions of the patch policy: its text never changes, and no version is in force that a second person has not approved. */
public final class PatchPolicies {

    private static final int MAX_TITLE = 200;
    private static final int MAX_TEXT = 200_000;

    private final GovernanceRows rows;
    private final Trail trail;
    private final Clock businessClock;

    public PatchPolicies(GovernanceRows rows, Trail trail, Clock businessClock) {
        this.rows = rows;
        this.trail = trail;
        this.businessClock = businessClock;
    }

    /**
     * One version.
     *
     * @param sha256  of the text in UTF-8
     * @param validTo last day; null when no later version has ended it
     */
    public record Policy(int version, String title, String text, String sha256, LocalDate validFrom, LocalDate validTo, Within within, Decision decision) {

        /** Whether it is the one in force on that day, as far as this version alone tells. */
        public boolean holdsOn(LocalDate day) {
            return decision.approved() && !day.isBefore(validFrom) && (validTo == null || !day.isAfter(validTo));
        }
    }

    /** A due date of another rule than the policy's own, e.g. of a framework. */
    public record DueDate(String name, int days) {
    }

    /**
     * Within how many days of publication devices are to be effective.
     *
     * @param days          null: the text alone says it
     * @param exploitedDays where an exploited CVE is among what is fixed; null: as {@code days}
     * @param also          further due dates that devices are told against
     */
    public record Within(Integer days, Integer exploitedDays, List<DueDate> also) {

        /** Nothing but the text. */
        public static final Within UNSAID = new Within(null, null);
        private static final int MOST = 366;
        private static final int MOST_DATES = 10;
        private static final Pattern DATE = Pattern.compile("\\s*([^=,;]{1,60}?)\\s*=\\s*(\\d{1,3})\\s*");

        public Within {
            also = List.copyOf(also);
        }

        public Within(Integer days, Integer exploitedDays) {
            this(days, exploitedDays, List.of());
        }

        /** @param dates as in {@code Cyber Essentials = 14, ASD exploited = 2}; null or empty for none */
        public static Within of(Integer days, Integer exploitedDays, String dates) {
            List<DueDate> also = new ArrayList<>();
            for (String date : dates == null || dates.isBlank() ? new String[0] : dates.split("[,;]")) {
                Matcher said = DATE.matcher(date);
                if (!said.matches() || Integer.parseInt(said.group(2)) < 1 || Integer.parseInt(said.group(2)) > MOST || also.size() == MOST_DATES) {
                    throw GovernanceRefused.badInput("'dueDates' are up to " + MOST_DATES + " names with days, e.g. 'Cyber Essentials = 14, ASD exploited = 2'; '" + date.strip()
                            + "' is none.");
                }
                also.add(new DueDate(said.group(1), Integer.parseInt(said.group(2))));
            }
            return new Within(days, exploitedDays, also);
        }

        private void check() {
            if (days != null && (days < 1 || days > MOST)) {
                throw GovernanceRefused.badInput("'withinDays' must be 1 to " + MOST + " days, not " + days + ".");
            }
            if (exploitedDays != null && (days == null || exploitedDays < 1 || exploitedDays > days)) {
                throw GovernanceRefused.badInput("'exploitedWithinDays' must be 1 to 'withinDays'" + (days == null ? ", which is missing" : ", " + days)
                        + "; it is " + exploitedDays + ".");
            }
        }
    }

    /** All versions, newest first. */
    public List<Policy> all() {
        return rows.policies();
    }

    /** The version in force on a day: of the approved ones the one that began last. */
    public Optional<Policy> inForce(LocalDate day) {
        return rows.policies().stream().filter(p -> p.holdsOn(day)).findFirst();
    }

    /**
     * Proposes the next version.
     *
     * @throws GovernanceRefused when something is missing or too long, or an approved version begins later
     */
    public Policy propose(String title, String text, LocalDate validFrom, Within within, String person) {
        String name = Decision.required("title", title, MAX_TITLE);
        String body = Decision.required("text", text, MAX_TEXT);
        checkStart(validFrom);
        within.check();
        String sha256 = Sha256.hex(body);
        int version = rows.propose(name, body, sha256, validFrom, within, person, businessClock.instant());
        trail.person(person, "policy.proposed", null, null, Map.of("version", version, "sha256", sha256, "validFrom", validFrom.toString(),
                "withinDays", String.valueOf(within.days()), "exploitedWithinDays", String.valueOf(within.exploitedDays()),
                "dueDates", within.also().stream().map(d -> d.name() + " = " + d.days()).collect(Collectors.joining(", "))));
        return get(version);
    }

    private void checkStart(LocalDate validFrom) {
        if (validFrom == null) {
            throw GovernanceRefused.badInput("'validFrom' is required: a day such as 2026-09-01.");
        }
        rows.policies().stream().filter(p -> p.decision().approved() && !p.validFrom().isBefore(validFrom)).findFirst().ifPresent(later -> {
            throw GovernanceRefused.conflict("Version " + later.version() + " is approved and begins on " + later.validFrom()
                    + ", so a new one must begin after that day.");
        });
    }

    /** Decides a version; approved, it ends the one before on the day before its own first. */
    public Policy decide(int version, String decision, String comment, String person) {
        rows.lockPolicies();
        Policy policy = get(version);
        String why = comment == null ? "" : comment.strip();
        policy.decision().check("Version " + version + " of the patch policy", decision, why, person);
        if ("APPROVE".equals(decision)) {
            checkStart(policy.validFrom());
            rows.endPolicies(policy.validFrom().minusDays(1));
        }
        rows.decidePolicy(version, decision, why, person, businessClock.instant());
        trail.person(person, "policy.decided", null, null, Map.of("version", version, "decision", decision, "comment", why, "sha256", policy.sha256(),
                "proposedBy", policy.decision().proposedBy(), "validFrom", policy.validFrom().toString()));
        return get(version);
    }

    private Policy get(int version) {
        return rows.policies().stream().filter(p -> p.version() == version).findFirst().orElseThrow(() -> GovernanceRefused.badInput(
                "There is no version " + version + " of the patch policy. GET /api/v1/policies lists them."));
    }
}
