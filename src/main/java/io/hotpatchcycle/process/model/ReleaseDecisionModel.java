package io.hotpatchcycle.process.model;

/**
 * The names of release-decision.bpmn, the process in which somebody signs what it means that a release is not deployed. The contract test
 * holds them against the file in both directions.
 */
public final class ReleaseDecisionModel {
  /** Id of the process. */
  public static final String PROCESS = "release-decision";

  private ReleaseDecisionModel() {
  }

  /** Ids of the flow nodes. */
  public static final class Elements {
    public static final String START_RELEASE_NOT_DEPLOYED = "startEvent_releaseNotDeployed";
    public static final String SIGN_DECISION = "signDecision";
    public static final String EVENT_SIGN_DECISION_REMINDER_DUE = "event_signDecisionReminderDue";
    public static final String SIGN_DECISION_REMIND = "serviceTask_signDecisionRemind";
    public static final String END_SIGN_DECISION_REMINDED = "endEvent_signDecisionReminded";
    public static final String EVENT_SIGN_DECISION_DEADLINE_PASSED = "event_signDecisionDeadlinePassed";
    public static final String SIGN_DECISION_ESCALATE = "serviceTask_signDecisionEscalate";
    public static final String END_SIGN_DECISION_ESCALATED = "endEvent_signDecisionEscalated";
    public static final String EVENT_RELEASE_CARRIED = "event_releaseCarried";
    public static final String CLOSE_QUESTION = "serviceTask_closeQuestion";
    public static final String END_QUESTION_CLOSED = "endEvent_questionClosed";
    public static final String START_LEFT = "serviceTask_startLeft";
    public static final String END_CYCLE_STARTED = "endEvent_cycleStarted";
    public static final String GATEWAY_RISK_SETTLED = "gateway_riskSettled";
    public static final String END_RISK_SETTLED = "endEvent_riskSettled";
    public static final String EVENT_ACCEPTANCE_EXPIRED = "event_acceptanceExpired";
    public static final String REOPEN_DECISION = "serviceTask_reopenDecision";
    public static final String GATEWAY_CARRIED_MEANWHILE = "gateway_carriedMeanwhile";
    public static final String END_CARRIED_MEANWHILE = "endEvent_carriedMeanwhile";

    private Elements() {
    }
  }

  /** Names of the messages this process waits for. */
  public static final class Messages {
    public static final String RELEASE_CARRIED = "hotpatch.releaseCarried";

    private Messages() {
    }
  }

  /** Names of the variables the model reads or writes. */
  public static final class Variables {
    public static final String CARRIED_MEANWHILE = "carriedMeanwhile";
    public static final String CYCLE_ID = "cycleId";
    public static final String ESCALATE_AFTER = "escalateAfter";
    public static final String EXPIRES_AT = "expiresAt";
    public static final String RELEASE_DECISION_ID = "releaseDecisionId";
    public static final String REMINDER_CYCLE = "reminderCycle";
    public static final String RISK_DECISION = "riskDecision";
    public static final String TASK_DUE_AT = "taskDueAt";
    public static final String TASK_PRIORITY = "taskPriority";

    private Variables() {
    }
  }
}
