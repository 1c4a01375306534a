package io.hotpatchcycle.approval;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.rollout.ShortTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who decides in whose place, from when until when. A substitute has the rights of the other's groups for that time and
 * not a moment longer; nothing has to be taken away from him afterwards.
 */
public final class Substitutes {

    /** Longest time; whoever is away for longer should hand over his groups. */
    public static final Duration LONGEST = Duration.ofDays(180);
    /** A reason may have this many characters. */
    public static final int MAX_REASON = 500;
    private static final String AUDITORS = "auditors";
    /** What these groups may do is no decision, and nobody's to lend. */
    private static final Set<String> NEVER_LENT = Set.of("camunda-admin", AUDITORS, "model-admins", "operators", "break-glass");

    private final SubstituteRows rows;
    private final Membership membership;
    private final ShortTransactions transactions;
    private final Trail trail;
    private final Clock businessClock;

    public Substitutes(SubstituteRows rows, Membership membership, ShortTransactions transactions, Trail trail, Clock businessClock) {
        this.rows = rows;
        this.membership = membership;
        this.transactions = transactions;
        this.trail = trail;
        this.businessClock = businessClock;
    }

    /**
     * Names a substitute.
     *
     * @param from when it begins; null, or a time that has passed, means now
     * @param by   who says so
     * @throws IllegalArgumentException when something is missing or makes no sense; the sentence says what to correct
     */
    public SubstituteView name(String person, String substitute, Instant from, Instant until, String reason, String by) {
        Instant now = businessClock.instant();
        Instant begin = from == null || from.isBefore(now) ? now : from;
        String why = reason == null ? "" : reason.strip();
        check(person, substitute, begin, until, why, by, now);
        Set<String> groups = lent(person);
        return transactions.run(() -> {
            refuseUnless(!rows.overlaps(person, substitute, begin, until), substitute + " is a substitute for " + person
                    + " in that time already. End that first, or name other dates.");
            long id = rows.insert(person, substitute, begin, until, why, by, now);
            trail.person(by, "substitute.named", null, null, Map.of("id", id, "person", person, "substitute", substitute, "from", begin.toString(),
                    "until", until.toString(), "reason", why, "groups", groups));
            return rows.find(id).orElseThrow();
        });
    }

    private void check(String person, String substitute, Instant begin, Instant until, String why, String by, Instant now) {
        refuseUnless(person != null && membership.knows(person), "'person' must be somebody who can sign in here, not '" + person + "'.");
        refuseUnless(substitute != null && membership.knows(substitute), "'substitute' must be somebody who can sign in here, not '" + substitute + "'.");
        refuseUnless(!person.equals(substitute), "Nobody is his own substitute: name somebody else for " + person + ".");
        refuseUnless(!substitute.equals(by), "Nobody makes himself a substitute: " + person + " or another administrator has to name you.");
        refuseUnless(!membership.groupsOf(substitute).contains(AUDITORS), substitute + " is in '" + AUDITORS + "': who audits decides nothing, in nobody's place. "
                + "Name somebody else.");
        refuseUnless(!lent(person).isEmpty(), person + " belongs to no group that decides, so there is nothing to decide in his place.");
        refuseUnless(until != null && until.isAfter(begin) && until.isAfter(now), "'until' must lie in the future and after 'from'.");
        refuseUnless(Duration.between(begin, until).compareTo(LONGEST) <= 0, "'until' lies more than " + LONGEST.toDays()
                + " days after 'from'. For so long, change the groups of the two instead.");
        refuseUnless(!why.isEmpty(), "'reason' is missing: say why " + person + " is away.");
        refuseUnless(why.length() <= MAX_REASON && why.chars().noneMatch(Character::isISOControl), "'reason' must be one line of at most " + MAX_REASON
                + " characters.");
    }

    private static void refuseUnless(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }

    /**
     * Ends one before its time.
     *
     * @return false when it was over already
     * @throws NoSuchElementException without one of this id
     */
    public boolean end(long id, String by) {
        SubstituteView ended = get(id);
        return transactions.run(() -> {
            boolean first = rows.end(id, by, businessClock.instant());
            if (first) {
                trail.person(by, "substitute.ended", null, null, told(ended));
            }
            return first;
        });
    }

    /** The one of this id. */
    public SubstituteView get(long id) {
        return rows.find(id).orElseThrow(() -> new NoSuchElementException("There is no substitute with number " + id + "."));
    }

    /** All there ever were, the latest end first. */
    public List<SubstituteView> all() {
        return rows.all();
    }

    /** Notes in the trail which have run out. Their rights ended with their time, whether this runs or not. */
    public int noteOver() {
        return transactions.run(() -> {
            List<SubstituteView> over = rows.takeOver(businessClock.instant());
            over.forEach(s -> trail.system("substitute.over", null, null, told(s)));
            return over.size();
        });
    }

    private static Map<String, Object> told(SubstituteView s) {
        return Map.of("id", s.id(), "person", s.person(), "substitute", s.substitute());
    }

    /** Who stands in for this person now. */
    public Set<String> standInsFor(String person) {
        Set<String> found = new TreeSet<>();
        rows.byPerson(person).stream().filter(s -> s.holdsAt(businessClock.instant())).forEach(s -> found.add(s.substitute()));
        return found;
    }

    /** Groups whose rights this person has now in the place of others. */
    public Set<String> borrowedBy(String substitute) {
        Set<String> groups = new TreeSet<>();
        rows.bySubstitute(substitute).stream().filter(s -> s.holdsAt(businessClock.instant())).forEach(s -> groups.addAll(lent(s.person())));
        // who became an auditor since decides nothing
        return groups.isEmpty() || membership.groupsOf(substitute).contains(AUDITORS) ? Set.of() : groups;
    }

    /**
     * By what right somebody answers: in his own, in the place of another, or none.
     *
     * @param groups those he signed in with; a session may remember some of a substitution that is over
     * @param asked  groups that may answer
     */
    Standing standing(String person, List<String> groups, Set<String> asked) {
        Set<String> own = membership.groupsOf(person);
        if (own.stream().anyMatch(asked::contains)) {
            return Standing.OWN;
        }
        List<SubstituteView> ever = rows.bySubstitute(person);
        boolean audits = own.contains(AUDITORS);
        Optional<SubstituteView> inPlaceOf = ever.stream().filter(s -> !audits && s.holdsAt(businessClock.instant()))
                .filter(s -> lent(s.person()).stream().anyMatch(asked::contains)).findFirst();
        if (inPlaceOf.isPresent()) {
            return new Standing(true, inPlaceOf.get().person());
        }
        Set<String> signedIn = new HashSet<>(groups);
        ever.forEach(s -> signedIn.removeAll(membership.groupsOf(s.person())));
        return signedIn.stream().anyMatch(asked::contains) ? Standing.OWN : Standing.NONE;
    }

    /**
     * By what right somebody answers.
     *
     * @param inPlaceOf the person he decides for; null in his own right
     */
    record Standing(boolean asked, String inPlaceOf) {

        static final Standing OWN = new Standing(true, null);
        static final Standing NONE = new Standing(false, null);
    }

    private Set<String> lent(String person) {
        Set<String> groups = new TreeSet<>(membership.groupsOf(person));
        groups.removeAll(NEVER_LENT);
        return groups;
    }
}
