package io.hotpatchcycle.approval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Separation of duties: the rules, the people each excludes from a question, and whether one is among them. In code and
 * not in a table, because who edits the models must not be able to edit what holds them back.
 */
public final class Separation {

    private static final String AUDITORS = "auditors";
    private static final Map<Subject, List<Rule>> RULES = Map.of(
            Subject.CHANGE, List.of(Rule.AUTOMATION, Rule.AUDITOR, Rule.REQUESTER, Rule.MODEL_EDITOR, Rule.OVERRIDER, Rule.ONE_LEVEL),
            Subject.AFTERWARDS, List.of(Rule.AUTOMATION, Rule.AUDITOR, Rule.REQUESTER, Rule.MODEL_EDITOR, Rule.OVERRIDER, Rule.ONE_LEVEL, Rule.TESTER),
            Subject.RING, List.of(Rule.AUTOMATION, Rule.AUDITOR, Rule.MODEL_EDITOR, Rule.APPROVER, Rule.TESTER),
            Subject.STOP, List.of(Rule.AUTOMATION, Rule.AUDITOR, Rule.MODEL_EDITOR, Rule.OVERRIDER, Rule.STOPPER),
            Subject.RESTART, List.of(Rule.AUTOMATION, Rule.AUDITOR),
            Subject.EMERGENCY, List.of(Rule.AUTOMATION, Rule.AUDITOR, Rule.REQUESTER, Rule.MODEL_EDITOR, Rule.OVERRIDER),
            Subject.RELEASE, List.of(Rule.AUTOMATION, Rule.AUDITOR, Rule.MODEL_EDITOR),
            Subject.EXEMPTION, List.of(Rule.AUTOMATION, Rule.AUDITOR, Rule.REQUESTER, Rule.MODEL_EDITOR, Rule.OVERRIDER),
            Subject.ROLL_BACK, List.of(Rule.AUTOMATION, Rule.AUDITOR, Rule.REQUESTER, Rule.MODEL_EDITOR, Rule.OVERRIDER),
            Subject.RELEASE_RISK, List.of(Rule.AUTOMATION, Rule.AUDITOR, Rule.DECLINER, Rule.MODEL_EDITOR, Rule.OVERRIDER));

    private static final List<Rule> TESTERS = List.of(Rule.AUTOMATION, Rule.AUDITOR, Rule.REQUESTER, Rule.MODEL_EDITOR, Rule.OVERRIDER, Rule.APPROVER);

    private final SeparationRows rows;
    private final ModelEditors editors;

    public Separation(SeparationRows rows, ModelEditors editors) {
        this.rows = rows;
        this.editors = editors;
    }

    /**
     * One rule, applied.
     *
     * @param excluded people it excludes, as known at this moment
     * @param broken   whether the person asked about is one of them
     */
    public record Finding(Rule rule, Set<String> excluded, boolean broken) {

        Map<String, Object> stored() {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("rule", rule.name());
            shown.put("says", rule.sentence());
            shown.put("excluded", excluded);
            shown.put("holds", !broken);
            return shown;
        }
    }

    /**
     * Every rule of this question, held against a person and against whom the person stands in for; none for answers that
     * stop or return.
     *
     * @param inPlaceOf null for a decision in one's own right
     */
    List<Finding> hold(ApprovalView asked, String decision, Decider person, String inPlaceOf) {
        List<Finding> findings = new ArrayList<>();
        if (asked.subject().letsGoOn(decision)) {
            About about = new About(asked.subject(), asked.cycleId(), asked.ring(), asked.taskId());
            rules(about.subject()).forEach(rule -> findings.add(hold(rule, about, person, inPlaceOf)));
        }
        return findings;
    }

    /**
     * What is asked, as far as a rule must know it.
     *
     * @param subject null for a test by hand
     * @param cycleId null for an exemption
     * @param ring    null for the whole cycle, or any ring of it
     * @param taskId  null for a question that was not asked yet
     */
    private record About(Subject subject, String cycleId, String ring, String taskId) {
    }

    /** Every rule of who may test a ring of the cycle by hand, held against a person. */
    List<Finding> holdTester(String cycleId, Decider person) {
        return TESTERS.stream().map(rule -> hold(rule, new About(null, cycleId, null, null), person, null)).toList();
    }

    private Finding hold(Rule rule, About about, Decider person, String inPlaceOf) {
        Set<String> excluded = excluded(rule, about);
        return new Finding(rule, excluded, excluded.contains(person.id()) || inPlaceOf != null && excluded.contains(inPlaceOf)
                || rule == Rule.AUDITOR && person.groups().contains(AUDITORS) || rule == Rule.AUTOMATION && person.program());
    }

    /** Who could not let a question of this cycle go on, and by which rule; auditors are told by their group. */
    public Map<String, Rule> excluded(Subject subject, String cycleId) {
        Map<String, Rule> all = new LinkedHashMap<>();
        About about = new About(subject, cycleId, null, null);
        rules(subject).forEach(rule -> excluded(rule, about).forEach(person -> all.putIfAbsent(person, rule)));
        return all;
    }

    /** The rules of a question. */
    public static List<Rule> rules(Subject subject) {
        return RULES.getOrDefault(subject, List.of(Rule.AUTOMATION, Rule.AUDITOR));
    }

    private Set<String> excluded(Rule rule, About about) {
        // an exemption is of no cycle, but the waiver of a freeze names the one it lets open
        String cycleId = about.subject() == Subject.EXEMPTION && about.taskId() != null ? rows.waived(about.taskId()).stream().findFirst().orElse(null) : about.cycleId();
        return switch (rule) {
            case AUTOMATION -> Set.of("hotpatch-cycle");
            case AUDITOR -> Set.of();
            case REQUESTER -> about.subject() == Subject.EXEMPTION ? rows.exemptionRequester(about.taskId())
                    : about.subject() == Subject.ROLL_BACK ? rows.rollBackRequesters(cycleId, about.ring()) : rows.requesters(cycleId);
            case DECLINER -> rows.decliners(cycleId);
            case MODEL_EDITOR -> modelEditors(cycleId);
            case OVERRIDER -> rows.overriders(cycleId);
            case APPROVER -> rows.approvers(cycleId);
            case ONE_LEVEL -> rows.otherLevels(cycleId, about.subject());
            case STOPPER -> rows.stoppers(cycleId);
            case TESTER -> rows.testers(cycleId);
        };
    }

    private Set<String> modelEditors(String cycleId) {
        if (cycleId == null) {
            return Set.of();
        }
        Set<String> sets = new TreeSet<>(rows.modelSets(cycleId));
        sets.addAll(editors.running(cycleId));
        if (sets.isEmpty()) {
            sets.add(""); // not known: who edits any set is for the port to say
        }
        return sets.stream().flatMap(set -> editors.of(set).stream()).collect(Collectors.toCollection(TreeSet::new));
    }
}
