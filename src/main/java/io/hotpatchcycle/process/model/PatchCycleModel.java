package io.hotpatchcycle.process.model;

/**
 * The names of patch-cycle.bpmn, the process that carries one release through the fleet. The contract test
 * holds them against the file in both directions.
 */
public final class PatchCycleModel {
  /** Id of the process. */
  public static final String PROCESS = "patch-cycle";

  private PatchCycleModel() {
  }

  /** Ids of flows that not every model has that cycles run on. */
  public static final class Flows {
    /** To the question what becomes of a unit whose policy is gone during a stop. */
    public static final String POLICY_GONE = "flow_stopTruePolicyGone";

    private Flows() {
    }
  }

  /** Ids of the flow nodes. */
  public static final class Elements {
    public static final String START_CYCLE_PLANNED = "startEvent_cyclePlanned";
    public static final String READ_FLEET = "serviceTask_readFleet";
    public static final String GATEWAY_FLEET_READ = "gateway_fleetRead";
    public static final String EVENT_READ_AGAIN = "event_readAgain";
    public static final String TAKE_SNAPSHOT = "serviceTask_takeSnapshot";
    public static final String DECIDE_ELIGIBILITY = "serviceTask_decideEligibility";
    public static final String CLASSIFY_RELEASE = "serviceTask_classifyRelease";
    public static final String GATEWAY_RELEASE_CLEAR = "gateway_releaseClear";
    public static final String CLARIFY_RELEASE = "clarifyRelease";
    public static final String EVENT_CLARIFY_RELEASE_REMINDER_DUE = "event_clarifyReleaseReminderDue";
    public static final String CLARIFY_RELEASE_REMIND = "serviceTask_clarifyReleaseRemind";
    public static final String END_CLARIFY_RELEASE_REMINDED = "endEvent_clarifyReleaseReminded";
    public static final String EVENT_CLARIFY_RELEASE_DEADLINE_PASSED = "event_clarifyReleaseDeadlinePassed";
    public static final String CLARIFY_RELEASE_ESCALATE = "serviceTask_clarifyReleaseEscalate";
    public static final String END_CLARIFY_RELEASE_ESCALATED = "endEvent_clarifyReleaseEscalated";
    public static final String EVENT_LOOK_AGAIN = "event_lookAgain";
    public static final String GATEWAY_CLARIFIED = "gateway_clarified";
    public static final String REJECT_RELEASE = "serviceTask_rejectRelease";
    public static final String END_RELEASE_REJECTED = "endEvent_releaseRejected";
    public static final String PLAN_RINGS = "serviceTask_planRings";
    public static final String CLASSIFY_CHANGE = "businessRuleTask_classifyChange";
    public static final String REQUEST_CHANGE = "serviceTask_requestChange";
    public static final String APPROVE_CHANGE = "approveChange";
    public static final String EVENT_APPROVE_CHANGE_REMINDER_DUE = "event_approveChangeReminderDue";
    public static final String APPROVE_CHANGE_REMIND = "serviceTask_approveChangeRemind";
    public static final String END_APPROVE_CHANGE_REMINDED = "endEvent_approveChangeReminded";
    public static final String EVENT_APPROVE_CHANGE_DEADLINE_PASSED = "event_approveChangeDeadlinePassed";
    public static final String APPROVE_CHANGE_ESCALATE = "serviceTask_approveChangeEscalate";
    public static final String END_APPROVE_CHANGE_ESCALATED = "endEvent_approveChangeEscalated";
    public static final String EVENT_RELEASE_SUPERSEDED = "event_releaseSuperseded";
    public static final String SUPERSEDE_CYCLE = "serviceTask_supersedeCycle";
    public static final String END_CYCLE_SUPERSEDED = "endEvent_cycleSuperseded";
    public static final String GATEWAY_CHANGE_APPROVED = "gateway_changeApproved";
    public static final String REJECT_CHANGE = "serviceTask_rejectChange";
    public static final String END_CHANGE_REJECTED = "endEvent_changeRejected";
    public static final String PREPARE_UNITS = "serviceTask_prepareUnits";
    public static final String EVENT_PREPARATION_HALTED = "event_preparationHalted";
    public static final String GATEWAY_UNITS_READY = "gateway_unitsReady";
    public static final String EVENT_PREPARE_AGAIN = "event_prepareAgain";
    public static final String ROLL_OUT = "subProcess_rollOut";
    public static final String START_ROLL_OUT_STARTED = "startEvent_rollOutStarted";
    public static final String SELECT_RING = "serviceTask_selectRing";
    public static final String GATEWAY_RING_LEFT = "gateway_ringLeft";
    public static final String ROLL_OUT_RING = "callActivity_rollOutRing";
    public static final String WATCH_PASSED_RINGS = "subProcess_watchPassedRings";
    public static final String START_PASSED_WATCH_DUE = "startEvent_passedWatchDue";
    public static final String LOOK_AT_PASSED_RINGS = "callActivity_watchPassedRings";
    public static final String HOLD_BEHIND = "serviceTask_holdBehind";
    public static final String EVENT_NEXT_WATCH_DUE = "event_nextWatchDue";
    public static final String EVENT_PASSED_RING_FAILING = "event_passedRingFailing";
    public static final String END_ALL_RINGS_DONE = "endEvent_allRingsDone";
    public static final String EVENT_HALT_IN_FORCE = "event_haltInForce";
    public static final String EVENT_HALT_REQUESTED = "event_haltRequested";
    public static final String SUSPEND_UNITS = "serviceTask_suspendUnits";
    public static final String VERIFY_STOP = "serviceTask_verifyStop";
    public static final String GATEWAY_STOP_TRUE = "gateway_stopTrue";
    public static final String EVENT_STOP_POLLED = "event_stopPolled";
    public static final String RESOLVE_STOP = "resolveStop";
    public static final String EVENT_RESOLVE_STOP_REMINDER_DUE = "event_resolveStopReminderDue";
    public static final String RESOLVE_STOP_REMIND = "serviceTask_resolveStopRemind";
    public static final String END_RESOLVE_STOP_REMINDED = "endEvent_resolveStopReminded";
    public static final String EVENT_RESOLVE_STOP_DEADLINE_PASSED = "event_resolveStopDeadlinePassed";
    public static final String RESOLVE_STOP_ESCALATE = "serviceTask_resolveStopEscalate";
    public static final String END_RESOLVE_STOP_ESCALATED = "endEvent_resolveStopEscalated";
    public static final String EVENT_RESOLVE_STOP_LOOK_DUE = "event_resolveStopLookDue";
    public static final String WATCH_STOP = "serviceTask_watchStop";
    public static final String SHOW_STOP_ANEW = "serviceTask_showStopAnew";
    public static final String END_STOP_LOOKED_AT = "endEvent_stopLookedAt";
    public static final String GATEWAY_STOP_RESOLVED = "gateway_stopResolved";
    public static final String LIFT_HALT = "serviceTask_liftHalt";
    public static final String END_CYCLE_ABANDONED = "endEvent_cycleAbandoned";
    public static final String FOLLOW = "subProcess_follow";
    public static final String START_FOLLOWING_STARTED = "startEvent_followingStarted";
    public static final String END_FOLLOWED = "endEvent_followed";
    public static final String EVENT_FOLLOWING_HALT_IN_FORCE = "event_followingHaltInForce";
    public static final String EVENT_FOLLOWING_HALTED = "event_followingHalted";
    public static final String EVENT_STOP_WHILE_FOLLOWING = "event_stopWhileFollowing";
    public static final String FOLLOW_PASSED_RINGS = "callActivity_followPassedRings";
    public static final String HOLD_FOLLOWED = "serviceTask_holdFollowed";
    public static final String EVENT_FOLLOWED_RING_FAILING = "event_followedRingFailing";
    public static final String FOLLOW_COVERAGE = "serviceTask_followCoverage";
    public static final String GATEWAY_COVERAGE_REACHED = "gateway_coverageReached";
    public static final String EVENT_FOLLOW_AGAIN = "event_followAgain";
    public static final String END_EXPEDITING = "serviceTask_endExpediting";
    public static final String GATEWAY_EMERGENCY = "gateway_emergency";
    public static final String APPROVE_AFTERWARDS = "approveAfterwards";
    public static final String EVENT_APPROVE_AFTERWARDS_REMINDER_DUE = "event_approveAfterwardsReminderDue";
    public static final String APPROVE_AFTERWARDS_REMIND = "serviceTask_approveAfterwardsRemind";
    public static final String END_APPROVE_AFTERWARDS_REMINDED = "endEvent_approveAfterwardsReminded";
    public static final String EVENT_APPROVE_AFTERWARDS_DEADLINE_PASSED = "event_approveAfterwardsDeadlinePassed";
    public static final String APPROVE_AFTERWARDS_ESCALATE = "serviceTask_approveAfterwardsEscalate";
    public static final String END_APPROVE_AFTERWARDS_ESCALATED = "endEvent_approveAfterwardsEscalated";
    public static final String CLOSE_CYCLE = "serviceTask_closeCycle";
    public static final String EVENT_CLASSIFY_HALTED = "event_classifyHalted";
    public static final String EVENT_STOP_UNCLASSIFIED = "event_stopUnclassified";
    public static final String EVENT_CLARIFY_HALTED = "event_clarifyHalted";
    public static final String EVENT_STOP_UNCLEAR = "event_stopUnclear";
    public static final String EVENT_REQUEST_HALTED = "event_requestHalted";
    public static final String EVENT_APPROVAL_HALTED = "event_approvalHalted";
    public static final String EVENT_STOP_BEFOREHAND = "event_stopBeforehand";
    public static final String EVENT_STOPPED_BEFOREHAND = "event_stoppedBeforehand";
    public static final String GATEWAY_CHANGE_STILL_APPROVED = "gateway_changeStillApproved";
    public static final String EVENT_ASK_AGAIN = "event_askAgain";
    public static final String EVENT_PLAN_AGAIN = "event_planAgain";
    public static final String EVENT_ENDING_HALTED = "event_endingHalted";
    public static final String EVENT_STOP_WHILE_ENDING = "event_stopWhileEnding";
    public static final String EVENT_JUDGEMENT_HALTED = "event_judgementHalted";
    public static final String EVENT_STOP_WHILE_JUDGED = "event_stopWhileJudged";
    public static final String EVENT_CLOSING_HALTED = "event_closingHalted";
    public static final String EVENT_STOP_WHILE_CLOSING = "event_stopWhileClosing";
    public static final String EVENT_OWED_AFTER_RELEASE = "event_owedAfterRelease";
    public static final String EVENT_JUDGE_AFTER_RELEASE = "event_judgeAfterRelease";
    public static final String EVENT_OWED_AFTER_REJECT = "event_owedAfterReject";
    public static final String EVENT_JUDGE_AFTER_REJECT = "event_judgeAfterReject";
    public static final String EVENT_OWED_AFTER_SUPERSEDED = "event_owedAfterSuperseded";
    public static final String EVENT_JUDGE_AFTER_SUPERSEDED = "event_judgeAfterSuperseded";
    public static final String EVENT_JUDGE_AFTERWARDS = "event_judgeAfterwards";
    public static final String GATEWAY_ABANDONED = "gateway_abandoned";
    public static final String END_CYCLE_CLOSED = "endEvent_cycleClosed";
    public static final String ASK_AFTER_REJECT = "serviceTask_askAfterReject";
    public static final String ASK_AFTER_RELEASE = "serviceTask_askAfterRelease";
    public static final String ASK_AFTER_ABANDON = "serviceTask_askAfterAbandon";
    public static final String EVENT_EMERGENCY_REQUESTED = "event_emergencyRequested";
    public static final String GIVE_WAY = "serviceTask_giveWay";
    public static final String ASK_FOR_EMERGENCY = "subProcess_askForEmergency";
    public static final String START_EMERGENCY_ASKED_FOR = "startEvent_emergencyAskedFor";
    public static final String REQUEST_EMERGENCY = "serviceTask_requestEmergency";
    public static final String APPROVE_EMERGENCY = "approveEmergency";
    public static final String EVENT_APPROVE_EMERGENCY_REMINDER_DUE = "event_approveEmergencyReminderDue";
    public static final String APPROVE_EMERGENCY_REMIND = "serviceTask_approveEmergencyRemind";
    public static final String END_APPROVE_EMERGENCY_REMINDED = "endEvent_approveEmergencyReminded";
    public static final String EVENT_APPROVE_EMERGENCY_DEADLINE_PASSED = "event_approveEmergencyDeadlinePassed";
    public static final String APPROVE_EMERGENCY_ESCALATE = "serviceTask_approveEmergencyEscalate";
    public static final String END_APPROVE_EMERGENCY_ESCALATED = "endEvent_approveEmergencyEscalated";
    public static final String GATEWAY_EMERGENCY_GRANTED = "gateway_emergencyGranted";
    public static final String SHORTEN_RINGS = "serviceTask_shortenRings";
    public static final String EXPEDITE_OPEN_RINGS = "serviceTask_expediteOpenRings";
    public static final String END_RINGS_SHORTENED = "endEvent_ringsShortened";
    public static final String END_EMERGENCY_REFUSED = "endEvent_emergencyRefused";

    private Elements() {
    }
  }

  /** Names of the messages this process waits for. */
  public static final class Messages {
    public static final String RELEASE_SUPERSEDED = "hotpatch.releaseSuperseded";
    public static final String HALT_REQUESTED = "hotpatch.haltRequested";
    public static final String EMERGENCY_REQUESTED = "hotpatch.emergencyRequested";

    private Messages() {
    }
  }

  /** Codes of the errors this process throws or catches. */
  public static final class Errors {
    public static final String HALT_IN_FORCE = "haltInForce";
    public static final String PASSED_RING_FAILING = "passedRingFailing";
    public static final String JUDGEMENT_OWED = "judgementOwed";

    private Errors() {
    }
  }

  /** Names of the variables the model reads or writes. */
  public static final class Variables {
    public static final String AFTERWARDS_DECISION = "afterwardsDecision";
    public static final String APPROVAL_WITHIN = "approvalWithin";
    public static final String ABANDONED = "abandoned";
    public static final String CHANGE_APPROVED = "changeApproved";
    public static final String APPROVED_BEFOREHAND = "approvedBeforehand";
    public static final String APPROVERS = "approvers";
    public static final String CHANGE_DECISION = "changeDecision";
    public static final String CHANGE_TYPE = "changeType";
    public static final String CHANGE_WHY = "changeWhy";
    public static final String CLARIFIED = "clarified";
    public static final String CLARIFY_DECISION = "clarifyDecision";
    public static final String CLOSING_POLL = "closingPoll";
    public static final String CLOSING_STATE = "closingState";
    public static final String COVERAGE_REACHED = "coverageReached";
    public static final String CYCLE_ID = "cycleId";
    public static final String EMERGENCY = "emergency";
    public static final String EMERGENCY_DECISION = "emergencyDecision";
    public static final String EMERGENCY_REQUESTED = "emergencyRequested";
    public static final String ESCALATE_AFTER = "escalateAfter";
    public static final String EXPLOITED = "exploited";
    public static final String FLEET_READ = "fleetRead";
    public static final String KEV_DUE_IN_DAYS = "kevDueInDays";
    public static final String KIND = "kind";
    public static final String MAX_SEVERITY = "maxSeverity";
    public static final String PLANNED_KIND = "plannedKind";
    public static final String POLICY_GONE = "policyGone";
    public static final String RELEASE_CLEAR = "releaseClear";
    public static final String REMIND_EVERY = "remindEvery";
    public static final String REMINDER_CYCLE = "reminderCycle";
    public static final String RESTART_SHARE = "restartShare";
    public static final String RING_FOUND = "ringFound";
    public static final String RING_NAME = "ringName";
    public static final String STOP_DECISION = "stopDecision";
    public static final String STOP_POLL = "stopPoll";
    public static final String STOP_TRUE = "stopTrue";
    public static final String SURPRISE = "surprise";
    public static final String TASK_DUE_AT = "taskDueAt";
    public static final String TASK_PRIORITY = "taskPriority";
    public static final String UNITS_READY = "unitsReady";

    private Variables() {
    }
  }
}
