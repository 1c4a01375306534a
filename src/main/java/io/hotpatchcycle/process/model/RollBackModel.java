package io.hotpatchcycle.process.model;

/**
 * The names of roll-back.bpmn, the process that takes a ring back, or forward to the cumulative update. The contract test
 * holds them against the file in both directions.
 */
public final class RollBackModel {
  /** Id of the process. */
  public static final String PROCESS = "roll-back";

  private RollBackModel() {
  }

  /** Ids of the flow nodes. */
  public static final class Elements {
    public static final String START_ROLL_BACK_REQUESTED = "startEvent_rollBackRequested";
    public static final String RECORD_ROLL_BACK = "serviceTask_recordRollBack";
    public static final String APPROVE_ROLL_BACK = "approveRollBack";
    public static final String EVENT_APPROVE_ROLL_BACK_REMINDER_DUE = "event_approveRollBackReminderDue";
    public static final String APPROVE_ROLL_BACK_REMIND = "serviceTask_approveRollBackRemind";
    public static final String END_APPROVE_ROLL_BACK_REMINDED = "endEvent_approveRollBackReminded";
    public static final String EVENT_APPROVE_ROLL_BACK_DEADLINE_PASSED = "event_approveRollBackDeadlinePassed";
    public static final String APPROVE_ROLL_BACK_ESCALATE = "serviceTask_approveRollBackEscalate";
    public static final String END_APPROVE_ROLL_BACK_ESCALATED = "endEvent_approveRollBackEscalated";
    public static final String GATEWAY_ROLL_BACK_WAY = "gateway_rollBackWay";
    public static final String END_RING_KEPT = "endEvent_ringKept";
    public static final String SWITCH_HOTPATCH_OFF = "serviceTask_switchHotpatchOff";
    public static final String SUSPEND_RELEASE = "serviceTask_suspendRelease";
    public static final String UNINSTALL_UPDATE = "serviceTask_uninstallUpdate";
    public static final String COUNT_TAKEN_BACK = "serviceTask_countTakenBack";
    public static final String GATEWAY_TAKEN_BACK = "gateway_takenBack";
    public static final String EVENT_COUNT_AGAIN = "event_countAgain";
    public static final String RESUME_UPDATES = "serviceTask_resumeUpdates";
    public static final String FORWARD_TO_LCU = "serviceTask_forwardToLcu";
    public static final String END_RING_ROLLED_BACK = "endEvent_ringRolledBack";
    public static final String LEAVE_HOTPATCH = "serviceTask_leaveHotpatch";

    private Elements() {
    }
  }

  /** Names of the variables the model reads or writes. */
  public static final class Variables {
    public static final String CYCLE_ID = "cycleId";
    public static final String ESCALATE_AFTER = "escalateAfter";
    public static final String REMINDER_CYCLE = "reminderCycle";
    public static final String RING_NAME = "ringName";
    public static final String ROLL_BACK_CYCLE = "rollBackCycle";
    public static final String ROLL_BACK_DECISION = "rollBackDecision";
    public static final String ROLL_BACK_ID = "rollBackId";
    public static final String ROLL_BACK_REASON = "rollBackReason";
    public static final String ROLL_BACK_RING = "rollBackRing";
    public static final String STOP_POLL = "stopPoll";
    public static final String TAKEN_BACK = "takenBack";
    public static final String TASK_DUE_AT = "taskDueAt";
    public static final String TASK_PRIORITY = "taskPriority";

    private Variables() {
    }
  }
}
