package io.hotpatchcycle.process.task;

import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.cycle.ReleaseDecisionView;
import io.hotpatchcycle.cycle.ReleaseDecisions;
import io.hotpatchcycle.process.FrozenModels;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.ring.Rings;
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
        String set = models.setOf(task.getProcessDefinitionId(), cycleId);
        Set<String> groups = switch (asked) {
            case REVIEW_RING -> new TreeSet<>(rings.settingsOf(ring).reviewers());
            case APPROVE_RESTART -> new TreeSet<>(Set.of(rings.settingsOf(ring).restartOwnerGroup()));
            case APPROVE_CHANGE -> models.approvers(set);
            case SIGN_DECISION -> leftOver(task) ? new TreeSet<>(Set.of(RELEASE_MANAGERS)) : new TreeSet<>();
            default -> new TreeSet<>();
        };
        groups.addAll(models.namedBy(set, task.getProcessDefinitionId().substring(0, task.getProcessDefinitionId().indexOf(':')), task.getTaskDefinitionKey()));
        if (groups.isEmpty()) {
            groups.add(asked.firstAsked());
        }
        return groups;
    }

    /** Nobody declined it: who would have it deployed is asked as well. */
    private boolean leftOver(DelegateTask task) {
        ReleaseDecisionView open = decisions.get(Variables.RELEASE_DECISION_ID.from(task).longValue());
        return open.cycleId() == null && open.declinedBy() == null;
    }
}
