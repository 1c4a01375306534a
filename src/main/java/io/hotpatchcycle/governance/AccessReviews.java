package io.hotpatchcycle.governance;

import io.hotpatchcycle.audit.Sha256;
import io.hotpatchcycle.audit.Trail;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The periodic confirmation of rights: a person confirms who holds which role, but never his own. What nobody has confirmed in time
 * is overdue, and people are reminded until somebody does; nothing is confirmed by silence.
 */
public final class AccessReviews {

    private static final int MAX_COMMENT = 2000;

    private final AccessReviewRows rows;
    private final Roles roles;
    private final Trail trail;
    private final Duration every;
    private final Clock businessClock;
    private final Clock wallClock;

    /** @param every how long a confirmation is good for */
    public AccessReviews(AccessReviewRows rows, Roles roles, Trail trail, Duration every, Clock businessClock, Clock wallClock) {
        this.rows = rows;
        this.roles = roles;
        this.trail = trail;
        this.every = every;
        this.businessClock = businessClock;
        this.wallClock = wallClock;
    }

    /** Tells who holds which role now. */
    @FunctionalInterface
    public interface Roles {

        List<Held> held();
    }

    /**
     * A role somebody holds.
     *
     * @param from    since when; null when that is not known
     * @param givenBy null when that is not known
     */
    public record Held(String person, String role, Instant from, String givenBy) {
    }

    /**
     * A role somebody holds, and who confirmed that.
     *
     * @param confirmedBy null when nobody has since it was given
     * @param dueAt       when it is to be confirmed; null for long ago: it was never confirmed, and nobody knows since when it is held
     */
    public record Line(Held held, String confirmedBy, Instant confirmedAt, Instant dueAt) {

        /** Whether nobody has confirmed it in time. */
        public boolean overdue(Instant now) {
            return dueAt == null || dueAt.isBefore(now);
        }
    }

    /** A confirmation. */
    public record Review(long id, String confirmedBy, Instant confirmedAt, int lines, String comment, String sha256, Instant nextDue) {
    }

    /** The roles held now, the longest due first. */
    public List<Line> lines() {
        Map<String, AccessReviewRows.Confirmed> confirmed = rows.confirmed();
        return roles.held().stream().map(h -> line(h, confirmed.get(AccessReviewRows.key(h.person(), h.role()))))
                .sorted(Comparator.comparing(Line::dueAt, Comparator.nullsFirst(Comparator.naturalOrder())).thenComparing(l -> l.held().person())
                        .thenComparing(l -> l.held().role())).toList();
    }

    /** A role that was taken and given again is not the one that was confirmed. */
    private Line line(Held held, AccessReviewRows.Confirmed last) {
        boolean counts = last != null && (held.from() == null || last.at().isAfter(held.from()));
        Instant since = counts ? last.at() : held.from();
        return new Line(held, counts ? last.by() : null, counts ? last.at() : null, since == null ? null : since.plus(every));
    }

    /** All confirmations, newest first. */
    public List<Review> all() {
        return rows.all();
    }

    /** When the next role is to be confirmed; empty when none is held. Epoch for long ago. */
    public Optional<Instant> nextDue() {
        return lines().stream().findFirst().map(l -> l.dueAt() == null ? Instant.EPOCH : l.dueAt());
    }

    /** What this person can confirm now: everything but his own, as canonical JSON. */
    private List<Map<String, Object>> picture(String person) {
        List<Map<String, Object>> shown = new ArrayList<>();
        roles.held().stream().filter(h -> !h.person().equals(person)).sorted(Comparator.comparing(Held::person).thenComparing(Held::role)).forEach(h -> {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("from", h.from() == null ? null : h.from().toString());
            line.put("givenBy", h.givenBy());
            line.put("person", h.person());
            line.put("role", h.role());
            shown.add(line);
        });
        return shown;
    }

    /** SHA-256 of what this person can confirm now: who confirms says it, so that he confirms what he saw. */
    public String hash(String person) {
        return Sha256.hex(AccessReviewRows.json(picture(person)));
    }

    /**
     * Confirms the roles of all others.
     *
     * @param hash of what the person saw
     * @throws GovernanceRefused when it is another picture now, or there is nothing to confirm
     */
    public Review confirm(String hash, String comment, String person) {
        rows.lock();
        List<Map<String, Object>> shown = picture(person);
        String held = AccessReviewRows.json(shown);
        String sha256 = Sha256.hex(held);
        if (shown.isEmpty()) {
            throw GovernanceRefused.conflict("Nobody but " + person + " holds a role, and nobody confirms his own.");
        }
        if (!sha256.equals(hash)) {
            throw GovernanceRefused.conflict("Who holds which role is not what you were shown, or 'sha256' is missing. Look again, then confirm.");
        }
        String said = Decision.text("comment", comment, MAX_COMMENT);
        Instant now = businessClock.instant();
        Review review = rows.insert(held, sha256, shown.size(), said, person, now, wallClock.instant(), now.plus(every));
        trail.person(person, "access.confirmed", null, null, Map.of("review", review.id(), "lines", shown.size(), "sha256", sha256, "comment", said,
                "nextDue", review.nextDue().toString()));
        return review;
    }

    /**
     * Has people told, once a week, while a role is overdue.
     *
     * @return whether they were
     */
    public boolean remind() {
        Instant now = businessClock.instant();
        List<Line> overdue = lines().stream().filter(l -> l.overdue(now)).toList();
        LocalDate week = LocalDate.ofInstant(now, ZoneOffset.UTC).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        if (overdue.isEmpty() || !rows.claimReminder(week, now)) {
            return false;
        }
        trail.system("access.reviewDue", null, null, Map.of("overdue", overdue.size(), "people", overdue.stream().map(l -> l.held().person()).distinct().count()));
        return true;
    }
}
