package io.hotpatchcycle.process.model;

/**
 * The names of ring-watch.bpmn, the process that looks at the rings that have passed. The contract test
 * holds them against the file in both directions.
 */
public final class RingWatchModel {
  /** Id of the process. */
  public static final String PROCESS = "ring-watch";

  private RingWatchModel() {
  }

  /** Ids of the flow nodes. */
  public static final class Elements {
    public static final String START_WATCH_DUE = "startEvent_watchDue";
    public static final String READ_SHARED_FACTS = "serviceTask_readSharedFacts";
    public static final String SELECT_PASSED_RING = "serviceTask_selectPassedRing";
    public static final String GATEWAY_PASSED_RING_LEFT = "gateway_passedRingLeft";
    public static final String END_ALL_WATCHED = "endEvent_allWatched";
    public static final String READ_PASSED_RING_POLICY = "businessRuleTask_readPassedRingPolicy";
    public static final String READ_RING_REPORT = "serviceTask_readRingReport";
    public static final String ASSESS_PASSED_RING = "serviceTask_assessPassedRing";
    public static final String JUDGE_PASSED_RING = "businessRuleTask_judgePassedRing";
    public static final String GATEWAY_FAILING_LATE = "gateway_failingLate";
    public static final String RECORD_LATE = "serviceTask_recordLate";
    public static final String SUSPEND_LATE = "serviceTask_suspendLate";

    private Elements() {
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
    public static final String FAILURE_LIMIT = "failureLimit";
    public static final String FAILURE_LOWER = "failureLower";
    public static final String FAILURE_UPPER = "failureUpper";
    public static final String CONTROLLED = "controlled";
    public static final String PROVING_SAMPLE = "provingSample";
    public static final String GATE_HELD = "gateHeld";
    public static final String KIND = "kind";
    public static final String KNOWN_ISSUES = "knownIssues";
    public static final String MINIMUM_SAMPLE = "minimumSample";
    public static final String OBSERVE_FOR = "observeFor";
    public static final String POLL = "poll";
    public static final String REPORTED_SHARE = "reportedShare";
    public static final String REPORTED_SHARE_NEEDED = "reportedShareNeeded";
    public static final String RING_NAME = "ringName";
    public static final String SAMPLE = "sample";
    public static final String SIGNALS = "signals";
    public static final String SILENT_LIMIT = "silentLimit";
    public static final String SILENT_SHARE = "silentShare";
    public static final String SOAK = "soak";
    public static final String SOAK_ELAPSED = "soakElapsed";
    public static final String VERDICT = "verdict";
    public static final String VERDICT_REASON = "verdictReason";
    public static final String WINDOW_AFTER = "windowAfter";
    public static final String WINDOW_LENGTH = "windowLength";
    public static final String RING_FOUND = "ringFound";

    private Variables() {
    }
  }
}
