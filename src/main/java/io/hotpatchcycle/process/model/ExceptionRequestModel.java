package io.hotpatchcycle.process.model;

/**
 * The names of exception-request.bpmn, the process that takes devices or an emergency out of a rule for a time. The contract test
 * holds them against the file in both directions.
 */
public final class ExceptionRequestModel {
  /** Id of the process. */
  public static final String PROCESS = "exception-request";

  private ExceptionRequestModel() {
  }

  /** Ids of the flow nodes. */
  public static final class Elements {
    public static final String START_EXCEPTION_REQUESTED = "startEvent_exceptionRequested";
    public static final String RECORD_EXCEPTION = "serviceTask_recordException";
    public static final String APPROVE_EXCEPTION = "approveException";
    public static final String EVENT_APPROVE_EXCEPTION_REMINDER_DUE = "event_approveExceptionReminderDue";
    public static final String APPROVE_EXCEPTION_REMIND = "serviceTask_approveExceptionRemind";
    public static final String END_APPROVE_EXCEPTION_REMINDED = "endEvent_approveExceptionReminded";
    public static final String EVENT_APPROVE_EXCEPTION_DEADLINE_PASSED = "event_approveExceptionDeadlinePassed";
    public static final String APPROVE_EXCEPTION_ESCALATE = "serviceTask_approveExceptionEscalate";
    public static final String END_APPROVE_EXCEPTION_ESCALATED = "endEvent_approveExceptionEscalated";
    public static final String GATEWAY_EXCEPTION_GRANTED = "gateway_exceptionGranted";
    public static final String END_EXCEPTION_REFUSED = "endEvent_exceptionRefused";
    public static final String APPLY_EXCEPTION = "serviceTask_applyException";
    public static final String GATEWAY_EXCEPTION_APPLIED = "gateway_exceptionApplied";
    public static final String EVENT_APPLY_AGAIN = "event_applyAgain";
    public static final String EVENT_EXCEPTION_EXPIRED = "event_exceptionExpired";
    public static final String EXPIRE_EXCEPTION = "serviceTask_expireException";
    public static final String RENEW_EXCEPTION = "renewException";
    public static final String EVENT_RENEW_EXCEPTION_REMINDER_DUE = "event_renewExceptionReminderDue";
    public static final String RENEW_EXCEPTION_REMIND = "serviceTask_renewExceptionRemind";
    public static final String END_RENEW_EXCEPTION_REMINDED = "endEvent_renewExceptionReminded";
    public static final String EVENT_RENEW_EXCEPTION_DEADLINE_PASSED = "event_renewExceptionDeadlinePassed";
    public static final String RENEW_EXCEPTION_ESCALATE = "serviceTask_renewExceptionEscalate";
    public static final String END_RENEW_EXCEPTION_ESCALATED = "endEvent_renewExceptionEscalated";
    public static final String GATEWAY_EXCEPTION_RENEWED = "gateway_exceptionRenewed";
    public static final String END_EXCEPTION_LAPSED = "endEvent_exceptionLapsed";

    private Elements() {
    }
  }

  /** Names of the variables the model reads or writes. */
  public static final class Variables {
    public static final String COMPENSATING_CONTROL = "compensatingControl";
    public static final String ESCALATE_AFTER = "escalateAfter";
    public static final String EXCEPTION_APPLIED = "exceptionApplied";
    public static final String EXCEPTION_DECISION = "exceptionDecision";
    public static final String EXEMPTION_ID = "exemptionId";
    public static final String EXEMPTION_REASON = "exemptionReason";
    public static final String EXEMPTION_SCOPE = "exemptionScope";
    public static final String EXEMPTION_TARGET = "exemptionTarget";
    public static final String EXPIRES_AT = "expiresAt";
    public static final String EXPIRES_ON = "expiresOn";
    public static final String REMINDER_CYCLE = "reminderCycle";
    public static final String RENEWAL_DECISION = "renewalDecision";
    public static final String TASK_DUE_AT = "taskDueAt";
    public static final String TASK_PRIORITY = "taskPriority";

    private Variables() {
    }
  }
}
