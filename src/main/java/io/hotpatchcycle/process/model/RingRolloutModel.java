package io.hotpatchcycle.process.model;

/**
 * The names of ring-rollout.bpmn, the process that opens one ring, watches it and asks its gate. The contract test
 * holds them against the file in both directions.
 */
public final class RingRolloutModel {
  /** Id of the process. */
  public static final String PROCESS = "ring-rollout";

  private RingRolloutModel() {
  }

  /** Ids of the flow nodes. */
  public static final class Elements {
    public static final String START_RING_SELECTED = "startEvent_ringSelected";
    public static final String READ_RING_POLICY = "businessRuleTask_readRingPolicy";
    public static final String PREPARE_RING = "serviceTask_prepareRing";
    public static final String GATEWAY_RING_READY = "gateway_ringReady";
    public static final String SUB_PROCESS_OPEN_RING = "subProcess_openRing";
    public static final String START_OPENING_STARTED = "startEvent_openingStarted";
    public static final String GATEWAY_NO_RESTARTS = "gateway_noRestarts";
    public static final String OPEN_RING = "serviceTask_openRing";
    public static final String GATEWAY_RING_OPEN = "gateway_ringOpen";
    public static final String EVENT_RETRY_DUE = "event_retryDue";
    public static final String END_OPENING_REFUSED = "endEvent_openingRefused";
    public static final String END_RING_OPENED = "endEvent_ringOpened";
    public static final String CARRY_OUT_RESTARTS = "callActivity_carryOutRestarts";
    public static final String EVENT_CYCLE_SUPERSEDED = "event_cycleSuperseded";
    public static final String END_RING_SUPERSEDED = "endEvent_ringSuperseded";
    public static final String EVENT_RESTARTS_REFUSED = "event_restartsRefused";
    public static final String EVENT_RING_REFUSED = "event_ringRefused";
    public static final String EVENT_GATE_CLOSED = "event_gateClosed";
    public static final String EXPEDITE_RING = "serviceTask_expediteRing";
    public static final String EVENT_POLL_ELAPSED = "event_pollElapsed";
    public static final String OBSERVE_RING = "serviceTask_observeRing";
    public static final String ASSESS_RING = "serviceTask_assessRing";
    public static final String JUDGE_RING = "businessRuleTask_judgeRing";
    public static final String RECORD_VERDICT = "serviceTask_recordVerdict";
    public static final String GATEWAY_RING_VERDICT = "gateway_ringVerdict";
    public static final String PROMOTE_RING = "serviceTask_promoteRing";
    public static final String END_RING_PASSED = "endEvent_ringPassed";
    public static final String SUSPEND_RING = "serviceTask_suspendRing";
    public static final String ASK_PERSON = "subProcess_askPerson";
    public static final String START_PERSON_ASKED = "startEvent_personAsked";
    public static final String END_DECIDED = "endEvent_decided";
    public static final String WATCH_HELD_RING = "subProcess_watchHeldRing";
    public static final String START_WATCH_DUE = "startEvent_watchDue";
    public static final String OBSERVE_HELD_RING = "serviceTask_observeHeldRing";
    public static final String ASSESS_HELD_RING = "serviceTask_assessHeldRing";
    public static final String JUDGE_HELD_RING = "businessRuleTask_judgeHeldRing";
    public static final String GATEWAY_FAILING = "gateway_failing";
    public static final String RECORD_FAILING = "serviceTask_recordFailing";
    public static final String SUSPEND_HELD_RING = "serviceTask_suspendHeldRing";
    public static final String EVENT_WATCH_AGAIN = "event_watchAgain";
    public static final String REVIEW_RING = "reviewRing";
    public static final String EVENT_REVIEW_RING_REMINDER_DUE = "event_reviewRingReminderDue";
    public static final String REVIEW_RING_REMIND = "serviceTask_reviewRingRemind";
    public static final String END_REVIEW_RING_REMINDED = "endEvent_reviewRingReminded";
    public static final String EVENT_REVIEW_RING_DEADLINE_PASSED = "event_reviewRingDeadlinePassed";
    public static final String REVIEW_RING_ESCALATE = "serviceTask_reviewRingEscalate";
    public static final String END_REVIEW_RING_ESCALATED = "endEvent_reviewRingEscalated";
    public static final String GATEWAY_REVIEWED = "gateway_reviewed";
    public static final String REQUEST_HALT = "serviceTask_requestHalt";
    public static final String END_HALT_REQUESTED = "endEvent_haltRequested";

    private Elements() {
    }
  }

  /** Codes of the errors this process throws or catches. */
  public static final class Errors {
    public static final String RING_REFUSED = "ringRefused";
    public static final String CYCLE_SUPERSEDED = "cycleSuperseded";
    public static final String RESTARTS_REFUSED = "restartsRefused";
    public static final String GATE_CLOSED = "gateClosed";
    public static final String HALT_IN_FORCE = "haltInForce";

    private Errors() {
    }
  }

  /** Names of the variables the model reads or writes. */
  public static final class Variables {
    public static final String CHANGE_TYPE = "changeType";
    public static final String CYCLE_ID = "cycleId";
    public static final String DATA_FRESH = "dataFresh";
    public static final String DEADLINE_PASSED = "deadlinePassed";
    public static final String DRIFT = "drift";
    public static final String EFFECTIVE_SHARE = "effectiveShare";
    public static final String EFFECTIVE_SHARE_NEEDED = "effectiveShareNeeded";
    public static final String ENROLMENT_DROP = "enrolmentDrop";
    public static final String ESCALATE_AFTER = "escalateAfter";
    public static final String FAILURE_LIMIT = "failureLimit";
    public static final String FAILURE_LOWER = "failureLower";
    public static final String FAILURE_UPPER = "failureUpper";
    public static final String CONTROLLED = "controlled";
    public static final String PROVING_SAMPLE = "provingSample";
    public static final String GATE_HELD = "gateHeld";
    public static final String HALT_REASON = "haltReason";
    public static final String HOLD_REASON = "holdReason";
    public static final String KIND = "kind";
    public static final String KNOWN_ISSUES = "knownIssues";
    public static final String MINIMUM_SAMPLE = "minimumSample";
    public static final String OBSERVE_FOR = "observeFor";
    public static final String OPEN_OUTCOME = "openOutcome";
    public static final String POLL = "poll";
    public static final String REMINDER_CYCLE = "reminderCycle";
    public static final String REPORTED_SHARE = "reportedShare";
    public static final String REPORTED_SHARE_NEEDED = "reportedShareNeeded";
    public static final String RETRY_AT = "retryAt";
    public static final String REVIEW_DECISION = "reviewDecision";
    public static final String RING_NAME = "ringName";
    public static final String RING_READY = "ringReady";
    public static final String RING_REVIEWERS = "ringReviewers";
    public static final String SAMPLE = "sample";
    public static final String SIGNALS = "signals";
    public static final String SILENT_LIMIT = "silentLimit";
    public static final String SILENT_SHARE = "silentShare";
    public static final String SOAK = "soak";
    public static final String SOAK_ELAPSED = "soakElapsed";
    public static final String TASK_DUE_AT = "taskDueAt";
    public static final String TASK_PRIORITY = "taskPriority";
    public static final String VERDICT = "verdict";
    public static final String VERDICT_REASON = "verdictReason";
    public static final String WINDOW_AFTER = "windowAfter";
    public static final String WINDOW_LENGTH = "windowLength";
    public static final String WITHOUT_RESTARTS = "withoutRestarts";

    private Variables() {
    }
  }
}
