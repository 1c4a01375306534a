package io.hotpatchcycle.process.task;

import io.hotpatchcycle.approval.Subject;
import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.process.model.ExceptionRequestModel;
import io.hotpatchcycle.process.model.PatchCycleModel;
import io.hotpatchcycle.process.model.ReleaseDecisionModel;
import io.hotpatchcycle.process.model.RestartCampaignModel;
import io.hotpatchcycle.process.model.RingRolloutModel;
import io.hotpatchcycle.process.model.RollBackModel;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateTask;

/** The user tasks of the models: what each is about, where its answer goes, and who joins when the deadline passes. */
enum Asked {

    APPROVE_CHANGE(PatchCycleModel.PROCESS, "approveChange", Subject.CHANGE, "changeDecision", "change-managers", "cab", CycleState.AWAITING_APPROVAL),
    REVIEW_RING(RingRolloutModel.PROCESS, "reviewRing", Subject.RING, "reviewDecision", "release-managers", "change-managers", CycleState.HELD),
    RESOLVE_STOP(PatchCycleModel.PROCESS, "resolveStop", Subject.STOP, "stopDecision", "change-managers", "cab", null),
    APPROVE_RESTART(RestartCampaignModel.PROCESS, "approveRestart", Subject.RESTART, "restartDecision", "business-owners", "change-managers", null),
    CLARIFY_RELEASE(PatchCycleModel.PROCESS, "clarifyRelease", Subject.RELEASE, "clarifyDecision", "change-managers", "release-managers", CycleState.HELD),
    APPROVE_AFTERWARDS(PatchCycleModel.PROCESS, "approveAfterwards", Subject.AFTERWARDS, "afterwardsDecision", "change-managers", "cab", CycleState.CLOSING),
    APPROVE_EXCEPTION(ExceptionRequestModel.PROCESS, "approveException", Subject.EXEMPTION, "exceptionDecision", "change-managers", "cab", null),
    RENEW_EXCEPTION(ExceptionRequestModel.PROCESS, "renewException", Subject.RENEWAL, "renewalDecision", "release-managers", "change-managers", null),
    SIGN_DECISION(ReleaseDecisionModel.PROCESS, "signDecision", Subject.RELEASE_RISK, "riskDecision", "change-managers", "change-managers", null),
    APPROVE_EMERGENCY(PatchCycleModel.PROCESS, "approveEmergency", Subject.EMERGENCY, "emergencyDecision", "change-managers", "cab", null),
    APPROVE_ROLL_BACK(RollBackModel.PROCESS, "approveRollBack", Subject.ROLL_BACK, "rollBackDecision", "change-managers", "cab", null);

    private final String process;
    private final String taskKey;
    private final Subject subject;
    private final String decisionVariable;
    private final String firstAsked;
    private final String escalateTo;
    private final CycleState cycleState;

    Asked(String process, String taskKey, Subject subject, String decisionVariable, String firstAsked, String escalateTo, CycleState cycleState) {
        this.process = process;
        this.taskKey = taskKey;
        this.subject = subject;
        this.decisionVariable = decisionVariable;
        this.firstAsked = firstAsked;
        this.escalateTo = escalateTo;
        this.cycleState = cycleState;
    }

    static Asked of(DelegateTask task) {
        return of(task.getTaskDefinitionKey());
    }

    static Asked of(String taskKey) {
        for (Asked asked : values()) {
            if (asked.taskKey.equals(taskKey)) {
                return asked;
            }
        }
        throw new IllegalStateException("User task '" + taskKey + "' is none that this program knows. Give it one of the known ids in the model.");
    }

    /** Key of the process whose models have this task. */
    String process() {
        return process;
    }

    String taskKey() {
        return taskKey;
    }

    Subject subject() {
        return subject;
    }

    String decisionVariable() {
        return decisionVariable;
    }

    /** The group that is asked at least, whatever a table adds to it. */
    String firstAsked() {
        return firstAsked;
    }

    /** The group that is asked too once the deadline has passed. */
    String escalateTo() {
        return escalateTo;
    }

    boolean aboutExemption() {
        return this == APPROVE_EXCEPTION || this == RENEW_EXCEPTION;
    }

    boolean perRing() {
        return this == REVIEW_RING || this == APPROVE_RESTART || this == APPROVE_ROLL_BACK;
    }

    /** Whether whom it asks is configured for each ring. */
    boolean ofOwners() {
        return this == REVIEW_RING || this == APPROVE_RESTART;
    }

    /** Number of the roll-back, or of the decision about a release, that the variables of a task name; null for all others. */
    Long aboutIn(DelegateTask task) {
        Double number = this == APPROVE_ROLL_BACK ? Variables.ROLL_BACK_ID.orNull(task) : this == SIGN_DECISION ? Variables.RELEASE_DECISION_ID.orNull(task) : null;
        return number == null ? null : Long.valueOf(number.longValue());
    }

    /** The cycle a task is about; null for an exemption, and for a release that none carries. */
    String cycleOf(DelegateTask task) {
        return aboutExemption() ? null : this == SIGN_DECISION ? Variables.CYCLE_ID.orNull(task) : Variables.CYCLE_ID.from(task);
    }

    Optional<CycleState> cycleState() {
        return Optional.ofNullable(cycleState);
    }
}
