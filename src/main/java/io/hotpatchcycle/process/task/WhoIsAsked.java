package io.hotpatchcycle.process.task;

import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.cycle.ReleaseDecisionView;
import io.hotpatchcycle.cycle.ReleaseDecisions;
import io.hotpatchcycle.process.FrozenModels;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.ring.Rings;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.task.IdentityLink;
import org.springframework.stereotype.Component;

/**
 * The groups that may answer a question. They come from what nobody changes in a running instance: the configuration of the rings, and the models that were
 * approved. A group that a variable or a moved token brings to the task is not asked; that is told.
 */
@Component
class WhoIsAsked {

    private static final String RELEASE_MANAGERS = "release-managers";

    private final ReleaseDecisions decisions;
    private final Rings rings;
    private final FrozenModels models;
    private final Approvals approvals;

    WhoIsAsked(ReleaseDecisions decisions, Rings rings, FrozenModels models, Approvals approvals) {
        this.decisions = decisions;
        this.rings = rings;
        this.models = models;
        this.approvals = approvals;
    }

    /** Decides it for a task that is just created, and has the task name the same groups. */
    Set<String> settle(DelegateTask task, Asked asked, String cycleId, String ring) {
        Set<String> named = task.getCandidates().stream().map(IdentityLink::getGroupId).filter(g -> g != null).collect(Collectors.toCollection(TreeSet::new));
        Set<String> may = may(task, asked, cycleId, ring);
        Set<String> groups = new TreeSet<>(may);
        if (asked == Asked.APPROVE_CHANGE) {
            // which rule of the table fired only the instance knows: it chooses among the groups of the table, and names no other
            groups.retainAll(named);
            if (groups.isEmpty()) {
                groups.add(asked.firstAsked());
            }
        }
        Set<String> strangers = new TreeSet<>(named);
        strangers.removeAll(may);
        if (!strangers.isEmpty()) {
            approvals.notAsked(cycleId, ring, asked.subject(), task.getId(), strangers, groups);
        }
        named.stream().filter(group -> !groups.contains(group)).forEach(task::deleteCandidateGroup);
        groups.stream().filter(group -> !named.contains(group)).forEach(task::addCandidateGroup);
        return groups;
    }

    private Set<String> may(DelegateTask task, Asked asked, String cycleId, String ring) {
        Set<String> groups = asked == Asked.SIGN_DECISION && leftOver(task) ? new TreeSet<>(Set.of(RELEASE_MANAGERS)) : new TreeSet<>();
        first(models.setOf(task.getProcessDefinitionId(), cycleId), asked, ring).forEach(groups::addAll);
        return groups;
    }

    /**
     * The groups that are asked before any deadline passes. For a change that is one combination for each way in which the table of the model set answers,
     * otherwise one.
     *
     * @param ring of a question about one; otherwise nothing is made of it
     */
    List<Set<String>> first(String set, Asked asked, String ring) {
        Set<String> named = models.namedBy(set, asked.process(), asked.taskKey());
        List<Set<String>> configured = switch (asked) {
            case REVIEW_RING -> List.of(Set.copyOf(rings.settingsOf(ring).reviewers()));
            case APPROVE_RESTART -> List.of(Set.of(rings.settingsOf(ring).restartOwnerGroup()));
            case APPROVE_CHANGE -> models.approversByRule(set);
            default -> List.of();
        };
        return (configured.isEmpty() ? List.of(Set.<String>of()) : configured).stream().map(groups -> asked(groups, named, asked)).toList();
    }

    private static Set<String> asked(Set<String> configured, Set<String> named, Asked asked) {
        Set<String> groups = new TreeSet<>(configured);
        groups.addAll(named);
        return groups.isEmpty() ? Set.of(asked.firstAsked()) : groups;
    }

    /** As {@link #first}, for a cycle: by the model set its process runs on, for an exemption by the one in use. */
    List<Set<String>> ahead(String cycleId, Asked asked, String ring) {
        return first(asked.aboutExemption() ? models.inUse() : models.setOfCycle(cycleId), asked, ring);
    }

    /** Whom the model set in use asks, in words. */
    String inForce(Asked asked) {
        List<String> ways = asked.ofOwners()
                ? rings.settings().stream().flatMap(ring -> first(models.inUse(), asked, ring.name()).stream().map(groups -> words(groups) + " (" + ring.name() + ")")).toList()
                : first(models.inUse(), asked, null).stream().map(WhoIsAsked::words).distinct().toList();
        return String.join(asked == Asked.APPROVE_CHANGE ? ", or " : ", ", ways) + (asked == Asked.SIGN_DECISION ? "; " + RELEASE_MANAGERS + " too where nobody declined it" : "");
    }

    private static String words(Set<String> groups) {
        return String.join(" and ", groups);
    }

    /** Nobody declined it: who would have it deployed is asked as well. */
    private boolean leftOver(DelegateTask task) {
        ReleaseDecisionView open = decisions.get(Variables.RELEASE_DECISION_ID.from(task).longValue());
        return open.cycleId() == null && open.declinedBy() == null;
    }
}
