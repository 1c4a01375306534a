package io.hotpatchcycle.process.model;

/** The ids of the decision tables; each file in processes is named after its id. */
public final class DecisionTables {
  public static final String ALERT_CLASS = "alert-class";
  public static final String BUILD_CLASS = "build-class";
  public static final String CHANGE_TYPE = "change-type";
  public static final String DRIFT_EFFECT = "drift-effect";
  public static final String ELIGIBILITY = "eligibility";
  public static final String GATE_PROOF = "gate-proof";
  public static final String LICENCE = "licence";
  public static final String RING_GATE = "ring-gate";
  public static final String RING_SIGNALS = "ring-signals";
  public static final String RING_POLICY = "ring-policy";

  public static final String START_CLASS = "start-class";

  public static final String EMERGENCY_RING = "emergency-ring";

  private DecisionTables() {
  }
}
