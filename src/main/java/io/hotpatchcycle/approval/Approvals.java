package io.hotpatchcycle.approval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.hotpatchcycle.audit.Trail;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Questions to people and their answers. Face of this package. */
public final class Approvals {

    /** A comment may have this many characters. */
    public static final int MAX_COMMENT = 2000;
    /** An approval is good for this long: longer than any cycle should take. */
    private static final Duration VALID_FOR = Duration.ofDays(60);

    private static final ObjectMapper CANONICAL = new ObjectMapper()
            .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    private final ApprovalRows rows;
    private final Substitutes substitutes;
    private final ChangeReferenceRule references;
    private final Trail trail;
    private final Clock businessClock;
    private final Clock wallClock;

    public Approvals(ApprovalRows rows, Substitutes substitutes, ChangeReferenceRule references, Trail trail, Clock businessClock,
                     Clock wallClock) {
        this.rows = rows;
        this.substitutes = substitutes;
        this.references = references;
        this.trail = trail;
        this.businessClock = businessClock;
        this.wallClock = wallClock;
    }

    /** Freezes a question: what is shown, to whom, bound to which figures. */
    public void ask(Question question) {
        String shown = canonical(question.shown());
        rows.insert(question, shown, sha256(shown), businessClock.instant());
        trail.system("approval.asked", question.cycleId(), question.ring(), Map.of("subject", question.subject().name(),
                "task", question.taskId(), "asked", new TreeSet<>(question.asked()), "shownSha256", sha256(shown)));
    }

    /**
     * Records an answer.
     *
     * @param given  what the form, or a program, says
     * @param person who answers; null when nobody is signed in
     * @param groups the person's groups
     * @return in whose place the person decided; null in his own right
     * @throws DecisionRefused when the answer is none of those there are, lacks its comment or its change reference, or
     *     comes from somebody who was not asked
     */
    public String decide(String taskId, Given given, String person, List<String> groups) {
        ApprovalView asked = rows.byTask(taskId).orElseThrow(() -> new DecisionRefused("Task " + taskId + " was never asked."));
        String answer = given.decision() == null ? "" : given.decision().toString();
        String text = given.comment() == null ? "" : given.comment().toString().strip();
        check(asked, answer, text, person);
        Substitutes.Standing standing = substitutes.standing(person, groups == null ? List.of() : groups, Set.of(asked.asked().split(",")));
        if (!standing.asked()) {
            throw new DecisionRefused(person + " was not asked: this decision belongs to " + asked.asked().replace(",", " or ") + ".");
        }
        boolean approves = asked.subject() == Subject.CHANGE && "APPROVE".equals(answer);
        String reference = approves ? references.check(given.changeReference()) : null;
        rows.decide(taskId, answer, person, text, businessClock.instant(), wallClock.instant(), businessClock.instant().plus(VALID_FOR));
        rows.note(taskId, standing.inPlaceOf(), reference);
        Map<String, Object> told = new TreeMap<>(Map.of("subject", asked.subject().name(), "task", taskId, "decision", answer, "comment", text,
                "shownSha256", asked.shownHash()));
        if (standing.inPlaceOf() != null) {
            told.put("inPlaceOf", standing.inPlaceOf());
        }
        if (reference != null) {
            told.put("changeReference", reference);
        }
        trail.person(person, "approval.decided", asked.cycleId(), asked.ring(), told);
        return standing.inPlaceOf();
    }

    /**
     * An answer as it was given; anything may be missing or of the wrong type.
     *
     * @param changeReference number of the change in a system outside
     */
    public record Given(Object decision, Object comment, Object changeReference) {
    }

    /** Notes a reminder. */
    public void remind(String taskId) {
        rows.byTask(taskId).ifPresent(a -> trail.system("approval.reminded", a.cycleId(), a.ring(),
                Map.of("subject", a.subject().name(), "task", taskId, "asked", a.asked())));
    }

    /**
     * Asks one more group, because the deadline has passed.
     *
     * @return false when the task was never asked here
     */
    public boolean escalate(String taskId, String group) {
        return rows.byTask(taskId).map(a -> {
            TreeSet<String> asked = new TreeSet<>(Set.of(a.asked().split(",")));
            asked.add(group);
            rows.setAsked(taskId, String.join(",", asked));
            trail.system("approval.escalated", a.cycleId(), a.ring(), Map.of("subject", a.subject().name(), "task", taskId, "asked", asked));
            return true;
        }).orElse(false);
    }

    private static void check(ApprovalView asked, String answer, String text, String person) {
        if (person == null) {
            throw new DecisionRefused("Nobody is signed in, so this decision has no decider. Sign in and decide again.");
        }
        if (asked.decision() != null) {
            throw new DecisionRefused("This was already decided: " + asked.decision() + " by " + asked.decidedBy() + ".");
        }
        if (!asked.subject().decisions().contains(answer)) {
            throw new DecisionRefused("'decision' must be one of " + new TreeSet<>(asked.subject().decisions()) + ", not '" + answer + "'.");
        }
        if (text.length() > MAX_COMMENT) {
            throw new DecisionRefused("'comment' has " + text.length() + " characters; at most " + MAX_COMMENT + " are kept. Shorten it.");
        }
        if (text.isEmpty() && asked.subject().needsComment(answer)) {
            throw new DecisionRefused("'comment' is required for " + answer + ": say why.");
        }
    }

    /** Whether any change was ever approved here. */
    public boolean anyApproved() {
        return rows.anyApproved();
    }

    /** What was asked with this task. */
    public Optional<ApprovalView> find(String taskId) {
        return rows.find(taskId);
    }

    /** Everything asked and decided for a cycle, oldest first. */
    public List<ApprovalView> of(String cycleId) {
        return rows.list(cycleId);
    }

    private static String canonical(Map<String, Object> shown) {
        try {
            return CANONICAL.writeValueAsString(shown);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("What is shown is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256.", e);
        }
    }
}
