package io.hotpatchcycle.process.task;

import io.hotpatchcycle.approval.DecisionRefused;
import io.hotpatchcycle.cycle.Emergencies;
import io.hotpatchcycle.cycle.ReleaseDecisionView;
import io.hotpatchcycle.cycle.ReleaseDecisions;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.process.model.ReleaseDecisionModel;
import io.hotpatchcycle.release.Releases;
import io.hotpatchcycle.rollout.RollBacks;
import java.time.Instant;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.springframework.stereotype.Component;

/** Answers by which somebody takes a risk: a change, an emergency before and after, a release that is not deployed, a roll-back. */
@Component
class RiskAnswers {

    private static final String START = "START";
    private static final String SETTLED = "SETTLED";

    private final Emergencies emergencies;
    private final ReleaseDecisions decisions;
    private final Releases releases;
    private final RollBacks rollBacks;

    RiskAnswers(Emergencies emergencies, ReleaseDecisions decisions, Releases releases, RollBacks rollBacks) {
        this.releases = releases;
        this.rollBacks = rollBacks;
        this.emergencies = emergencies;
        this.decisions = decisions;
    }

    /** Why a question is not answered as, or in the place of, this person; empty when there is no reason. */
    Optional<String> againstDeciding(DelegateTask task, Asked asked, String person) {
        return switch (asked) {
            case APPROVE_EMERGENCY -> emergencies.againstApproving(Variables.CYCLE_ID.from(task), person);
            case APPROVE_AFTERWARDS -> emergencies.againstAfterwards(Variables.CYCLE_ID.from(task), person);
            case APPROVE_ROLL_BACK -> rollBacks.againstDeciding(Variables.ROLL_BACK_ID.from(task).longValue(), person);
            case SIGN_DECISION -> decisions.againstDeciding(Variables.RELEASE_DECISION_ID.from(task).longValue(), person);
            default -> Optional.empty();
        };
    }

    /** What stands against the answer now is said before any figure that changed with it. */
    void againstNow(DelegateTask task, Asked asked, String decision) {
        if (asked == Asked.SIGN_DECISION && !SETTLED.equals(decision)) {
            decisions.carriedBy(Variables.RELEASE_DECISION_ID.from(task).longValue()).ifPresent(why -> {
                throw new DecisionRefused(DecisionRefused.Kind.STATE, why);
            });
        }
        if (asked == Asked.SIGN_DECISION && START.equals(decision)) {
            againstStarting(task);
        }
        if (asked == Asked.APPROVE_EMERGENCY && "SPEED_UP".equals(decision)) {
            emergencies.againstSpeedingUp(Variables.CYCLE_ID.from(task)).ifPresent(why -> {
                throw new DecisionRefused(DecisionRefused.Kind.STATE, why);
            });
        }
    }

    private void againstStarting(DelegateTask task) {
        ReleaseDecisionView open = decisions.get(Variables.RELEASE_DECISION_ID.from(task).longValue());
        boolean canBeChosen = task.getBpmnModelInstance().getModelElementById(ReleaseDecisionModel.Elements.START_LEFT) != null;
        if (!canBeChosen || !releases.mayStart(open.releaseId())) {
            throw new DecisionRefused(DecisionRefused.Kind.STATE, open.release() + " gets no cycle: " + (canBeChosen ? Releases.NOT_STARTABLE
                    : "the models in which it is asked know no such answer.") + " Choose 'Sign' or 'Settled'.");
        }
    }

    void apply(DelegateTask task, Asked asked, String decision, String person, String inPlaceOf) {
        switch (asked) {
            case APPROVE_CHANGE, APPROVE_AFTERWARDS -> { } // all there is to check was checked; the model goes on
            case APPROVE_EMERGENCY -> againstNow(task, asked, decision);
            case APPROVE_ROLL_BACK -> refuse(rollBacks.decide(Variables.ROLL_BACK_ID.from(task).longValue(), decision, person, inPlaceOf));
            case SIGN_DECISION -> sign(task, decision, person);
            default -> throw new IllegalArgumentException(asked + " takes no risk.");
        }
    }

    private void sign(DelegateTask task, String decision, String person) {
        long id = Variables.RELEASE_DECISION_ID.from(task).longValue();
        String reason = text(task, Answer.COMMENT);
        if (SETTLED.equals(decision)) {
            decisions.settle(id, reason, person);
            return;
        }
        againstNow(task, Asked.SIGN_DECISION, decision);
        if (START.equals(decision)) {
            decisions.wantStarted(id, reason, person);
            return;
        }
        Instant until = Answer.expiresOn(task);
        decisions.sign(id, new ReleaseDecisions.Acceptance(reason, text(task, Answer.RESIDUAL_RISK), text(task, Answer.RISK_OWNER), until), person, task.getId());
        Variables.EXPIRES_AT.on(task, until);
    }

    private static String text(DelegateTask task, String name) {
        Object value = task.getVariable(name);
        return value == null ? "" : value.toString();
    }

    private static void refuse(Optional<String> why) {
        why.ifPresent(reason -> {
            throw new DecisionRefused(reason);
        });
    }
}
