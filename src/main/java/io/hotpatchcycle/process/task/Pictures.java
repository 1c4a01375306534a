package io.hotpatchcycle.process.task;

import io.hotpatchcycle.approval.ManualTests;
import io.hotpatchcycle.cycle.ReleaseDecisionView;
import io.hotpatchcycle.cycle.ReleaseDecisions;
import io.hotpatchcycle.cycle.Shown;
import io.hotpatchcycle.cycle.ShownExemption;
import io.hotpatchcycle.cycle.ShownRollBack;
import io.hotpatchcycle.governance.CorrectiveActions;
import io.hotpatchcycle.release.Releases;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.rollout.RollBacks;
import java.time.Instant;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Finds what each task shows. */
@Component
class Pictures {

    private final Shown shown;
    private final ShownExemption exemptions;
    private final ReleaseDecisions decisions;
    private final ShownRollBack rollBacks;
    private final Releases releases;
    private final RollBacks asking;
    private final Rings rings;
    private final ManualTests tests;
    private final CorrectiveActions actions;

    Pictures(Shown shown, ShownExemption exemptions, ReleaseDecisions decisions, Releases releases, ShownRollBack rollBacks, RollBacks asking,
             Rings rings, ManualTests tests, CorrectiveActions actions) {
        this.releases = releases;
        this.tests = tests;
        this.actions = actions;
        this.rollBacks = rollBacks;
        this.asking = asking;
        this.decisions = decisions;
        this.exemptions = exemptions;
        this.shown = shown;
        this.rings = rings;
    }

    Map<String, Object> of(Asked asked, String cycleId, String ring, Instant due) {
        return switch (asked) {
            case APPROVE_CHANGE -> {
                Map<String, Object> picture = shown.change(cycleId, due);
                picture.put("wayBack", asking.wayBack());
                yield picture;
            }
            case APPROVE_AFTERWARDS -> shown.change(cycleId, due);
            case REVIEW_RING -> {
                Map<String, Object> picture = shown.ring(cycleId, ring);
                picture.put("tests", tests.of(cycleId).stream().map(Pictures::test).toList());
                picture.put("actions", actions.of(cycleId).stream().map(Pictures::action).toList());
                yield picture;
            }
            case RESOLVE_STOP -> shown.stop(cycleId);
            case APPROVE_RESTART -> shown.restart(cycleId, ring);
            case CLARIFY_RELEASE -> shown.unclear(cycleId);
            case APPROVE_EMERGENCY -> shown.emergency(cycleId);
            case APPROVE_ROLL_BACK -> rollBacks.picture(asking.of(cycleId).stream().filter(b -> b.ring().equals(ring)).findFirst().orElseThrow().id());
            case APPROVE_EXCEPTION, RENEW_EXCEPTION, SIGN_DECISION -> throw new IllegalArgumentException(asked + " is not about a cycle that runs.");
        };
    }

    /** At the decision, in its transaction: what only the tenant can tell is not read anew. */
    Map<String, Object> again(Asked asked, String cycleId, String ring, Instant due) {
        return switch (asked) {
            case RESOLVE_STOP -> shown.stopAgain(cycleId);
            case CLARIFY_RELEASE -> shown.unclearAgain(cycleId);
            default -> of(asked, cycleId, ring, due);
        };
    }

    private static Map<String, Object> test(ManualTests.Test t) {
        return Map.of("ring", t.ring(), "what", t.what(), "result", t.passed() ? "passed" : "FAILED", "note", t.note(), "by", t.by(), "at", Shown.when(t.at()), "signed", t.by() + ", " + Shown.when(t.at()));
    }

    private static Map<String, Object> action(CorrectiveActions.Action a) {
        return Map.of("about", a.about(), "cause", a.cause(), "action", a.action(), "by", a.by(), "at", Shown.when(a.at()), "signed", a.by() + ", " + Shown.when(a.at()));
    }

    Map<String, Object> ofDecision(long decision) {
        ReleaseDecisionView open = decisions.get(decision);
        return shown.releaseRisk(open, decisions.ofRelease(open.releaseId()).stream().filter(d -> d.signedBy() != null && d.expiresAt() != null).findFirst().orElse(null),
                releases.mayStart(open.releaseId()));
    }

    Map<String, Object> ofExemption(Asked asked, long exemption) {
        return exemptions.picture(exemption, asked == Asked.RENEW_EXCEPTION);
    }

    void hold(String cycleId, String ring, String reason) {
        rings.move(cycleId, ring, RingState.HELD, reason == null || reason.isBlank() ? null : reason);
    }
}
