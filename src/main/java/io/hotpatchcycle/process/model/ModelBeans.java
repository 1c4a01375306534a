package io.hotpatchcycle.process.model;

import java.util.Set;

/** The bean names that the models call. No other bean may be called by a model. */
public final class ModelBeans {
  /** Bean of each service task. */
  public static final Set<String> DELEGATES = Set.of(
      "applyException",
      "assessRing",
      "classifyRelease",
      "closeCycle",
      "decideEligibility",
      "escalateTask",
      "expireException",
      "followCoverage",
      "liftHalt",
      "observeRing",
      "openRing",
      "planRings",
      "planWindow",
      "prepareRing",
      "prepareUnits",
      "promoteRing",
      "readCatalog",
      "recordException",
      "recordVerdict",
      "remindDeciders",
      "requestChange",
      "requestHalt",
      "requestRestarts",
      "selectRing",
      "startCycles",
      "suspendRing",
      "suspendUnits",
      "takeSnapshot",
      "verifyRestarts",
      "verifyStop");

  /** Listeners at each user task: one when the task appears, one when it is completed. */
  public static final Set<String> TASK_LISTENERS = Set.of("requestDecision", "recordDecision");

  private ModelBeans() {
  }
}
