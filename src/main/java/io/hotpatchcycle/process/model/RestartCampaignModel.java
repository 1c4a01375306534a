package io.hotpatchcycle.process.model;

/**
 * The names of restart-campaign.bpmn, the process that agrees, carries out and verifies the restarts of a ring. The contract test
 * holds them against the file in both directions.
 */
public final class RestartCampaignModel {
  /** Id of the process. */
  public static final String PROCESS = "restart-campaign";

  private RestartCampaignModel() {
  }

  /** Ids of the flow nodes. */
  public static final class Elements {
    public static final String START_RESTARTS_PLANNED = "startEvent_restartsPlanned";
    public static final String PLAN_WINDOW = "serviceTask_planWindow";
    public static final String GATEWAY_WINDOW_AGREED = "gateway_windowAgreed";
    public static final String APPROVE_RESTART = "approveRestart";
    public static final String EVENT_APPROVE_RESTART_REMINDER_DUE = "event_approveRestartReminderDue";
    public static final String APPROVE_RESTART_REMIND = "serviceTask_approveRestartRemind";
    public static final String END_APPROVE_RESTART_REMINDED = "endEvent_approveRestartReminded";
    public static final String EVENT_APPROVE_RESTART_DEADLINE_PASSED = "event_approveRestartDeadlinePassed";
    public static final String APPROVE_RESTART_ESCALATE = "serviceTask_approveRestartEscalate";
    public static final String END_APPROVE_RESTART_ESCALATED = "endEvent_approveRestartEscalated";
    public static final String EVENT_RELEASE_SUPERSEDED = "event_releaseSuperseded";
    public static final String END_SUPERSEDED = "endEvent_superseded";
    public static final String GATEWAY_WINDOW_DECIDED = "gateway_windowDecided";
    public static final String END_RESTARTS_REFUSED = "endEvent_restartsRefused";
    public static final String EVENT_WINDOW_OPENED = "event_windowOpened";
    public static final String OPEN_RING = "serviceTask_openRing";
    public static final String GATEWAY_RING_OPENED = "gateway_ringOpened";
    public static final String EVENT_RETRY_DUE = "event_retryDue";
    public static final String END_RING_REFUSED = "endEvent_ringRefused";
    public static final String EXPEDITE_RING = "serviceTask_expediteRing";
    public static final String EVENT_POLL_ELAPSED = "event_pollElapsed";
    public static final String OBSERVE_RING = "serviceTask_observeRing";
    public static final String ASSESS_RING = "serviceTask_assessRing";
    public static final String JUDGE_RING = "businessRuleTask_judgeRing";
    public static final String RECORD_VERDICT = "serviceTask_recordVerdict";
    public static final String GATEWAY_RING_VERDICT = "gateway_ringVerdict";
    public static final String END_GATE_CLOSED = "endEvent_gateClosed";
    public static final String REQUEST_RESTARTS = "serviceTask_requestRestarts";
    public static final String VERIFY_RESTARTS = "serviceTask_verifyRestarts";
    public static final String GATEWAY_RESTARTS_DONE = "gateway_restartsDone";
    public static final String END_RESTARTS_VERIFIED = "endEvent_restartsVerified";

    private Elements() {
    }
  }

  /** Names of the messages this process waits for. */
  public static final class Messages {
    public static final String RELEASE_SUPERSEDED = "hotpatch.releaseSuperseded";

    private Messages() {
    }
  }

  /** Codes of the errors this process throws or catches. */
  public static final class Errors {
    public static final String CYCLE_SUPERSEDED = "cycleSuperseded";
    public static final String GATE_CLOSED = "gateClosed";
    public static final String RESTARTS_REFUSED = "restartsRefused";
    public static final String RING_REFUSED = "ringRefused";

    private Errors() {
    }
  }

  /** Names of the variables the model reads or writes. */
  public static final class Variables {
    public static final String CONTROLLED = "controlled";
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
    public static final String GATE_HELD = "gateHeld";
    public static final String HOLD_REASON = "holdReason";
    public static final String KIND = "kind";
    public static final String KNOWN_ISSUES = "knownIssues";
    public static final String MINIMUM_SAMPLE = "minimumSample";
    public static final String OPEN_OUTCOME = "openOutcome";
    public static final String OTHER_WINDOW_WANTED = "otherWindowWanted";
    public static final String POLL = "poll";
    public static final String PROVING_SAMPLE = "provingSample";
    public static final String REMINDER_CYCLE = "reminderCycle";
    public static final String REPORTED_SHARE = "reportedShare";
    public static final String REPORTED_SHARE_NEEDED = "reportedShareNeeded";
    public static final String RESTART_DECISION = "restartDecision";
    public static final String RESTART_OWNERS = "restartOwners";
    public static final String RESTARTS_DONE = "restartsDone";
    public static final String RETRY_AT = "retryAt";
    public static final String RING_NAME = "ringName";
    public static final String SAMPLE = "sample";
    public static final String SEEN_WITHIN = "seenWithin";
    public static final String SIGNALS = "signals";
    public static final String SILENT_LIMIT = "silentLimit";
    public static final String SILENT_SHARE = "silentShare";
    public static final String SOAK_ELAPSED = "soakElapsed";
    public static final String TASK_DUE_AT = "taskDueAt";
    public static final String TASK_PRIORITY = "taskPriority";
    public static final String VERDICT = "verdict";
    public static final String VERDICT_REASON = "verdictReason";
    public static final String WINDOW_AFTER = "windowAfter";
    public static final String WINDOW_AGREED = "windowAgreed";
    public static final String WINDOW_END = "windowEnd";
    public static final String WINDOW_LENGTH = "windowLength";
    public static final String WINDOW_START = "windowStart";

    private Variables() {
    }
  }
}
