package io.hotpatchcycle.approval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.hotpatchcycle.audit.Sha256;
import io.hotpatchcycle.audit.Trail;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Questions to people and their answers. Face of this package. */
public final class Approvals {

    /** A comment may have this many characters. */
    public static final int MAX_COMMENT = 2000;
    /** An approval is good for this long: longer than any cycle should take. */
    private static final Duration VALID_FOR = Duration.ofDays(60);

    private static final int MAX_TOLD = 500;
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() { };
    private static final ObjectMapper CANONICAL = new ObjectMapper()
            .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    private final ApprovalRows rows;
    private final Substitutes substitutes;
    private final ChangeReferenceRule references;
    private final Separation separation;
    private final Trail trail;
    private final Clock businessClock;
    private final Clock wallClock;

    public Approvals(ApprovalRows rows, Separation separation, Substitutes substitutes, ChangeReferenceRule references, Trail trail,
                     Clock businessClock, Clock wallClock) {
        this.rows = rows;
        this.separation = separation;
        this.substitutes = substitutes;
        this.references = references;
        this.trail = trail;
        this.businessClock = businessClock;
        this.wallClock = wallClock;
    }

    /** Freezes a question: what is shown, to whom, bound to which figures. */
    public void ask(Question question) {
        String shown = json(question.shown());
        rows.insert(question, shown, Sha256.hex(shown), businessClock.instant());
        trail.system("approval.asked", question.cycleId(), question.ring(), Map.of("subject", question.subject().name(),
                "task", question.taskId(), "asked", new TreeSet<>(question.asked()), "shownSha256", Sha256.hex(shown)));
    }

    /**
     * Records an answer, with the rules it was held against.
     *
     * @param shownNow gathers what the form would show at this moment
     * @return in whose place the person decided; null in his own right
     * @throws DecisionRefused when the answer is none of those there are, lacks its comment or its change reference, comes
     *     from somebody who was not asked or whom a rule excludes, or when the figures are no longer those shown
     */
    public String decide(String taskId, Given given, Decider person, Supplier<Map<String, Object>> shownNow) {
        ApprovalView asked = rows.byTask(taskId).orElseThrow(() -> new DecisionRefused("Task " + taskId + " was never asked."));
        String answer = given.decision() == null ? "" : given.decision().toString();
        String text = given.comment() == null ? "" : given.comment().toString().strip();
        check(asked, answer, text, person.id());
        Substitutes.Standing standing = substitutes.standing(person.id(), person.groups(), Set.of(asked.asked().split(",")));
        if (!standing.asked()) {
            throw new DecisionRefused(DecisionRefused.Kind.PERSON, person.id() + " was not asked: this decision belongs to " + asked.asked().replace(",", " or ") + ".");
        }
        List<Separation.Finding> rules = separation.hold(asked, answer, person, standing.inPlaceOf());
        rules.stream().filter(Separation.Finding::broken).findFirst().ifPresent(broken -> {
            throw new DecisionRefused(broken.rule(), person.id() + (standing.inPlaceOf() == null ? "" : ", in the place of " + standing.inPlaceOf() + ",")
                    + " must not answer '" + Answers.label(answer) + "' here: " + broken.rule().clause()
                    + ". Leave it to somebody else who was asked; after the deadline one more group is.");
        });
        if (Figures.watched(asked.subject()) && (asked.subject().letsGoOn(answer) || asked.subject().needsTheVerdict(answer))) {
            confirm(asked, seen(asked, given.shownAt()), shownNow.get(), asked.subject().letsGoOn(answer));
        }
        String reference = asked.subject() == Subject.CHANGE && "APPROVE".equals(answer) ? references.check(given.changeReference()) : null;
        rows.decide(taskId, answer, person, text, json(rules.stream().map(Separation.Finding::stored).toList()), businessClock.instant(),
                wallClock.instant(), businessClock.instant().plus(VALID_FOR));
        rows.note(taskId, standing.inPlaceOf(), reference);
        Map<String, Object> told = new TreeMap<>(Map.of("subject", asked.subject().name(), "task", taskId, "decision", answer, "comment", text,
                "shownSha256", asked.shownHash(), "rules", rules.stream().map(Separation.Finding::stored).toList()));
        told.put("provedAt", String.valueOf(person.provedAt()));
        told.put("provedBy", String.valueOf(person.provedBy()));
        if (standing.inPlaceOf() != null) {
            told.put("inPlaceOf", standing.inPlaceOf());
        }
        if (reference != null) {
            told.put("changeReference", reference);
        }
        trail.person(person.id(), "approval.decided", asked.cycleId(), asked.ring(), told);
        return standing.inPlaceOf();
    }

    /**
     * An answer as it was given; anything may be missing or of the wrong type.
     *
     * @param changeReference number of the change in a system outside
     * @param shownAt         which picture the person saw, where a question is shown anew while it waits; null for the newest one
     */
    public record Given(Object decision, Object comment, Object changeReference, Object shownAt) {
    }

    /** A form that was open while its question was shown anew is held against what it showed itself. */
    private String seen(ApprovalView asked, Object shownAt) {
        try {
            Object newest = shownAt == null ? null : CANONICAL.readValue(asked.shown(), MAP).get("shownAt");
            return newest == null || newest.equals(shownAt) ? asked.shown() : rows.shownBefore(asked.taskId(), shownAt.toString()).orElse("{}");
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    private static DecisionRefused unreadable(JsonProcessingException e) {
        return new DecisionRefused("What was shown cannot be compared with the figures of now: " + e.getOriginalMessage() + ". Return the task.");
    }

    /**
     * The picture that was frozen against the one of this moment.
     *
     * @param all whether every figure counts, or the verdict only
     */
    private static void confirm(ApprovalView asked, String seen, Map<String, Object> now, boolean all) {
        try {
            // both sides as JSON reads them: a number stored as text is no change
            Map<String, Object> then = CANONICAL.readValue(seen, MAP);
            List<String> changed = Figures.changed(asked.subject(), then, CANONICAL.readValue(json(now), MAP)).stream()
                    .filter(part -> all || part.equals(Figures.VERDICT)).toList();
            if (!changed.isEmpty()) {
                throw new FiguresChanged(String.join(", ", changed), now);
            }
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    /** Shows other figures on an open question, because they changed; what it showed before is kept. */
    public void showAnew(String taskId, Map<String, Object> shown) {
        rows.byTask(taskId).filter(asked -> asked.decision() == null).ifPresent(asked -> {
            String text = json(shown);
            rows.replaceShown(taskId, text, Sha256.hex(text), businessClock.instant());
            trail.system("approval.shownAnew", asked.cycleId(), asked.ring(), Map.of("subject", asked.subject().name(), "task", taskId,
                    "before", asked.shownHash(), "shownSha256", Sha256.hex(text)));
        });
    }

    /** Records that somebody tried to decide and was refused. Called after the attempt was rolled back. */
    public void refused(DecisionRefused refusal) {
        DecisionRefused.Attempt tried = refusal.attempt();
        if (tried == null) {
            return;
        }
        Map<String, Object> told = new TreeMap<>(Map.of("subject", tried.subject().name(), "task", tried.taskId(), "decision", readable(tried.decision()),
                "kind", refusal.kind().name(), "reason", readable(refusal.getMessage())));
        refusal.rule().ifPresent(rule -> told.put("rule", rule.name()));
        if (tried.person() == null) {
            trail.system("decision.refused", tried.cycleId(), tried.ring(), told);
        } else {
            trail.person(tried.person(), "decision.refused", tried.cycleId(), tried.ring(), told);
        }
    }

    private static String readable(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", " ");
        return clean.length() <= MAX_TOLD ? clean : clean.substring(0, MAX_TOLD) + "…";
    }

    /** Notes that groups were set to answer a question which may not; they are not asked. @param asked who is instead */
    public void notAsked(String cycleId, String ring, Subject subject, String taskId, Set<String> groups, Set<String> asked) {
        trail.system("approval.notAsked", cycleId, ring, Map.of("subject", subject.name(), "task", taskId, "groups", new TreeSet<>(groups), "asked", new TreeSet<>(asked),
                "why", "Neither the models nor the configuration let " + String.join(" or ", new TreeSet<>(groups)) + " decide this. A variable or a token was changed."));
    }

    /** Notes a reminder. */
    public void remind(String taskId) {
        rows.byTask(taskId).ifPresent(a -> trail.system("approval.reminded", a.cycleId(), a.ring(),
                Map.of("subject", a.subject().name(), "task", taskId, "asked", a.asked())));
    }

    /** Notes that what a question is about has changed in a way its deciders should know before they answer, e.g. that a ring fails by now. */
    public void changed(String taskId, String verdict, String why) {
        rows.byTask(taskId).filter(a -> a.decision() == null).ifPresent(a -> trail.system("approval.changed", a.cycleId(), a.ring(),
                Map.of("subject", a.subject().name(), "task", taskId, "asked", a.asked(), "verdict", verdict, "why", readable(why))));
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
            throw new DecisionRefused(DecisionRefused.Kind.PERSON, "Nobody is signed in, so this decision has no decider. Sign in and decide again.");
        }
        if (asked.decision() != null) {
            throw new DecisionRefused(DecisionRefused.Kind.STATE, "This was already decided: '" + Answers.label(asked.decision()) + "' by " + asked.decidedBy() + ".");
        }
        if (!asked.subject().decisions().contains(answer)) {
            throw new DecisionRefused("'decision' must be one of " + new TreeSet<>(asked.subject().decisions()) + ", not '" + readable(answer) + "'.");
        }
        if (text.length() > MAX_COMMENT) {
            throw new DecisionRefused("The comment has " + text.length() + " characters; at most " + MAX_COMMENT + " are kept. Shorten it.");
        }
        if (text.indexOf('\0') >= 0) {
            throw new DecisionRefused("The comment has a character (NUL) that cannot be kept. Take it out.");
        }
        if (text.isEmpty() && asked.subject().needsComment(answer)) {
            throw new DecisionRefused("A comment is required for '" + Answers.label(answer) + "': say why.");
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

    /** As it is kept: canonical. */
    static String json(Object value) {
        try {
            return CANONICAL.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("What is kept is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
