package io.hotpatchcycle.process.task;

import io.hotpatchcycle.approval.ApprovalView;
import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.approval.Decider;
import io.hotpatchcycle.approval.DecisionRefused;
import io.hotpatchcycle.approval.Rule;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.cycle.PolicyTables;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.process.model.PatchCycleModel;
import io.hotpatchcycle.release.Kind;
import io.hotpatchcycle.restart.Restarts;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.rollout.Rollouts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/** When a task is completed, by whatever way: checks the answer and hands it to the core before the token moves. */
@Component("recordDecision")
class RecordDecision implements TaskListener {

    private static final String PROCEED = "PROCEED";

    private final Approvals approvals;
    private final Cycles cycles;
    private final PolicyTables tables;
    private final Rings rings;
    private final Rollouts rollouts;
    private final Restarts restarts;
    private final ExemptionAnswers exemptions;
    private final RiskAnswers risks;
    private final Pictures pictures;
    private final WhoDecides whoDecides;

    RecordDecision(Approvals approvals, Cycles cycles, PolicyTables tables, Rings rings, Rollouts rollouts, Restarts restarts, ExemptionAnswers exemptions, RiskAnswers risks,
                   Pictures pictures, WhoDecides whoDecides) {
        this.pictures = pictures;
        this.whoDecides = whoDecides;
        this.risks = risks;
        this.exemptions = exemptions;
        this.approvals = approvals;
        this.cycles = cycles;
        this.tables = tables;
        this.rings = rings;
        this.rollouts = rollouts;
        this.restarts = restarts;
    }

    @Override
    public void notify(DelegateTask task) {
        Asked asked = Asked.of(task);
        Decider person = whoDecides.now(task);
        Object decision = task.getVariable(Answer.DECISION);
        ApprovalView question = approvals.find(task.getId()).orElse(null);
        String cycleId = question == null ? asked.cycleOf(task) : question.cycleId();
        String ring = question != null ? question.ring() : asked.perRing() ? Variables.RING_NAME.from(task) : null;
        String way;
        try {
            if (question != null) {
                mustBeAboutTheSame(task, asked, question);
            }
            Answer.mustComeWithTheCall(task);
            String inPlaceOf = approvals.decide(task.getId(), Answer.given(task), person, () -> shownNow(task, asked, cycleId, ring, decision));
            if (inPlaceOf != null) {
                againstOwn(asked, task, inPlaceOf);
            }
            againstOwn(asked, task, person.id());
            way = way(asked, cycleId, ring, decision.toString());
            apply(task, asked, way, person.id(), inPlaceOf);
        } catch (DecisionRefused e) {
            throw e.during(new DecisionRefused.Attempt(cycleId, ring, asked.subject(), task.getId(), String.valueOf(decision), person.id()));
        }
        task.setVariable(asked.decisionVariable(), way);
        Answer.forget(task);
    }

    /** 'Proceed' on a ring of which nothing was ever opened opens it: the token takes the way of one that is looked at again, and opened; nothing is overridden. */
    private String way(Asked asked, String cycleId, String ring, String decision) {
        return asked == Asked.REVIEW_RING && PROCEED.equals(decision) && rollouts.opensFirst(cycleId, ring) ? "WAIT" : decision;
    }

    /** A variable that was changed since must not turn an answer into one about something else. */
    private static void mustBeAboutTheSame(DelegateTask task, Asked asked, ApprovalView question) {
        Map<String, Object> then = new LinkedHashMap<>();
        Map<String, Object> now = new LinkedHashMap<>();
        if (!asked.aboutExemption()) {
            then.put("cycle", question.cycleId());
            now.put("cycle", Variables.CYCLE_ID.orNull(task));
        }
        if (asked.perRing()) {
            then.put("ring", question.ring());
            now.put("ring", Variables.RING_NAME.orNull(task));
        }
        if (question.exemption() != null) {
            Double exemption = Variables.EXEMPTION_ID.orNull(task);
            then.put("exemption", question.exemption());
            now.put("exemption", exemption == null ? null : exemption.longValue());
        }
        if (question.about() != null) {
            then.put("number", question.about());
            now.put("number", asked.aboutIn(task));
        }
        if (question.subject() != asked.subject() || !then.equals(now)) {
            throw new DecisionRefused(DecisionRefused.Kind.MEDDLED, "This question was put about " + then + ", but the variables of its instance say " + now
                    + " by now: somebody changed them. Nothing was decided. An administrator must put them back in Cockpit; then decide again.");
        }
    }

    private Map<String, Object> shownNow(DelegateTask task, Asked asked, String cycleId, String ring, Object decision) {
        risks.againstNow(task, asked, String.valueOf(decision));
        return asked.aboutExemption() ? pictures.ofExemption(asked, Variables.EXEMPTION_ID.from(task).longValue()) : asked == Asked.SIGN_DECISION
                ? pictures.ofDecision(Variables.RELEASE_DECISION_ID.from(task).longValue()) : pictures.again(asked, cycleId, ring, due(task));
    }

    private static Instant due(DelegateTask task) {
        return task.getDueDate() == null ? null : task.getDueDate().toInstant();
    }

    private void apply(DelegateTask task, Asked asked, String decision, String person, String inPlaceOf) {
        String cycleId = asked.cycleOf(task);
        switch (asked) {
            case REVIEW_RING -> review(task, cycleId, decision, person);
            case APPROVE_RESTART -> {
                Variables.OTHER_WINDOW_START.on(task, "OTHER_WINDOW".equals(decision) ? Answer.otherWindow(task) : null);
                restarts.answer(cycleId, Variables.RING_NAME.from(task), "AGREE".equals(decision));
                if ("EXCEPTION".equals(decision)) {
                    Variables.HOLD_REASON.on(task, "The owners asked for an exception from the restarts: " + task.getVariable(Answer.COMMENT));
                }
            }
            case RESOLVE_STOP -> {
                aboutPolicy(task, cycleId, decision);
                if ("RESUME".equals(decision)) {
                    cycles.againstResuming(cycleId).ifPresent(why -> {
                        throw new DecisionRefused(DecisionRefused.Kind.STATE, why);
                    });
                }
            }
            case CLARIFY_RELEASE -> clarify(task, cycleId, decision, person);
            case APPROVE_EXCEPTION, RENEW_EXCEPTION -> exemptions.apply(task, asked, decision, person, inPlaceOf);
            case SIGN_DECISION, APPROVE_EMERGENCY, APPROVE_ROLL_BACK, APPROVE_CHANGE, APPROVE_AFTERWARDS -> risks.apply(task, asked, decision, person, inPlaceOf);
        }
    }

    /** Nobody answers what he asked for himself, whatever the answer, and nobody answers it in his place. */
    private void againstOwn(Asked asked, DelegateTask task, String person) {
        Optional<String> against = switch (asked) {
            case RESOLVE_STOP -> cycles.againstResolving(Variables.CYCLE_ID.from(task), person);
            case APPROVE_EXCEPTION -> exemptions.againstDeciding(task, person);
            default -> risks.againstDeciding(task, asked, person);
        };
        against.ifPresent(why -> {
            throw new DecisionRefused(switch (asked) {
                case RESOLVE_STOP -> Rule.STOPPER;
                case SIGN_DECISION -> Rule.DECLINER;
                default -> Rule.REQUESTER;
            }, why);
        });
    }

    private void review(DelegateTask task, String cycleId, String decision, String person) {
        if (PROCEED.equals(decision)) {
            rings.override(cycleId, Variables.RING_NAME.from(task), person);
        } else if ("RECREATE".equals(decision) && rings.missingPolicy(Variables.RING_NAME.from(task)).isEmpty()) {
            throw new DecisionRefused("'Recreate' is for a ring whose policy is gone; ring '" + Variables.RING_NAME.from(task) + "' has its policy, or never had one. "
                    + "Choose 'Proceed', 'Wait' or 'Halt'.");
        } else if ("HALT".equals(decision)) {
            Variables.HALT_REASON.on(task, String.valueOf(task.getVariable(Answer.COMMENT)));
        }
    }

    /** Nothing is resumed or given up before it is decided what becomes of a unit that nothing holds back; and that is only decided where there is one. */
    private void aboutPolicy(DelegateTask task, String cycleId, String decision) {
        boolean canBeChosen = task.getBpmnModelInstance().getModelElementById(PatchCycleModel.Flows.POLICY_GONE) != null;
        boolean chosen = "RECREATE".equals(decision) || "ACCEPT".equals(decision);
        if (chosen && (!canBeChosen || cycles.policiesGone(cycleId).isEmpty())) {
            throw new DecisionRefused(DecisionRefused.Kind.STATE, decision + " is for a stop that finds the policy of a unit gone" + (canBeChosen
                    ? "; cycle " + cycleId + " has all of its policies." : ", and the models that cycle " + cycleId + " runs on do not know it.") + " Choose 'Resume' or 'Abandon'.");
        }
        if (!chosen && canBeChosen && cycles.policyUndecided(cycleId)) {
            throw new DecisionRefused(DecisionRefused.Kind.STATE, "The policy of a unit is gone, and nothing holds its devices back. Decide that first: recreate a policy, "
                    + "or accept it; then cycle " + cycleId + " can be resumed or abandoned.");
        }
    }

    private void clarify(DelegateTask task, String cycleId, String decision, String person) {
        boolean kindGiven = "HOTPATCH".equals(decision) || "BASELINE".equals(decision);
        if (kindGiven && cycles.get(cycleId).catalogItem() == null) {
            throw new DecisionRefused("Intune's catalog has no single item for this release, so nothing could be approved in it. Choose 'Look again' or 'Reject'.");
        }
        String unusable = kindGiven ? tables.problem(cycleId) : "";
        if (!unusable.isEmpty()) {
            throw new DecisionRefused(unusable + " Choose 'Look again' when that is done, or 'Reject'.");
        }
        if (kindGiven) {
            cycles.decideKind(cycleId, Kind.valueOf(decision), person);
            Variables.KIND.on(task, Kind.valueOf(decision));
        }
        Variables.CLARIFIED.on(task, kindGiven);
    }
}
