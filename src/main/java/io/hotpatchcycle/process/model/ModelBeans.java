package io.hotpatchcycle.process.model;

import java.util.Set;

/** The bean names that the models call. No other bean may be called by a model. */
public final class ModelBeans {
  /** Bean of each service task. */
  public static final Set<String> DELEGATES = Set.of(
      "applyException",
      "askAboutLeft",
      "askForDecision",
      "assessRing",
      "classifyRelease",
      "countTakenBack",
      "closeCycle",
      "closeQuestion",
      "decideEligibility",
      "endExpediting",
      "escalateTask",
      "expireException",
      "expediteOpenRings",
      "expediteRing",
      "followCoverage",
      "forwardToLcu",
      "giveWay",
      "holdBehind",
      "liftHalt",
      "observeRing",
      "openRing",
      "planRings",
      "planWindow",
      "prepareRing",
      "prepareUnits",
      "promoteRing",
      "readCatalog",
      "readRingReport",
      "readSharedFacts",
      "recordException",
      "recordRollBack",
      "recordVerdict",
      "remindDeciders",
      "reopenDecision",
      "requestChange",
      "requestEmergency",
      "requestHalt",
      "requestRestarts",
      "resumeUpdates",
      "selectPassedRing",
      "selectRing",
      "shortenRings",
      "showAnew",
      "startCycles",
      "startLeft",
      "suspendRelease",
      "suspendRing",
      "suspendUnits",
      "switchHotpatchOff",
      "readFleet",
      "takeSnapshot",
      "uninstallUpdate",
      "verifyRestarts",
      "verifyStop",
      "watchStop");

  /** Listeners at each user task: one when the task appears, one when it is completed. */
  public static final Set<String> TASK_LISTENERS = Set.of("requestDecision", "recordDecision");

  private ModelBeans() {
  }
}
