package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.approval.ApprovalView;
import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.approval.Subject;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.release.KnownIssue;
import io.hotpatchcycle.release.KnownIssues;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.rollout.Rollouts;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Holds a ring before it opens while Microsoft has an open known issue of the release, or nobody knows: it may have come after the ring before had passed.
 * Who was shown it, and decided, has lifted it.
 */
@Component
class IssueHold {

    private static final Set<String> LIFTS = Set.of("PROCEED", "WAIT", "RECREATE");

    private final KnownIssues issues;
    private final Cycles cycles;
    private final Rings rings;
    private final Rollouts rollouts;
    private final Approvals approvals;

    IssueHold(KnownIssues issues, Cycles cycles, Rings rings, Rollouts rollouts, Approvals approvals) {
        this.issues = issues;
        this.cycles = cycles;
        this.rings = rings;
        this.rollouts = rollouts;
        this.approvals = approvals;
    }

    /** Why a person is to be asked before the ring opens; empty when nobody is. */
    String why(String cycleId, String ring) {
        if (rings.find(cycleId, ring).state() == RingState.OPEN || rollouts.observing(cycleId)) {
            return "";
        }
        issues.refresh();
        String release = cycles.get(cycleId).releaseId();
        KnownIssue.Standing standing = issues.standing(release);
        Instant since = issues.since(release);
        if (since == null || approvals.of(cycleId).stream().anyMatch(a -> lifts(a, standing) && !a.requestedAt().isBefore(since))) {
            return "";
        }
        return "Ring '" + ring + "' of cycle " + cycleId + " is not opened: " + (standing == KnownIssue.Standing.UNKNOWN
                ? "Microsoft's list of known issues could not be read, so nobody knows whether this release has one." : "Microsoft has an open known issue of this release: "
                    + issues.of(release).stream().filter(i -> i.standing() == KnownIssue.Standing.OPEN).map(i -> i.title() + " (" + i.id() + ", " + i.kb() + ", "
                        + (i.status() == null ? "status not said" : i.status()) + ")").collect(Collectors.joining("; ")) + ".")
                + " WAIT opens the ring all the same.";
    }

    /** The form of a change lists issues; that their list could not be read it does not say. */
    private static boolean lifts(ApprovalView a, KnownIssue.Standing standing) {
        return a.decision() != null && (a.subject() == Subject.RING && LIFTS.contains(a.decision())
                || a.subject() == Subject.CHANGE && "APPROVE".equals(a.decision()) && standing == KnownIssue.Standing.OPEN);
    }
}
