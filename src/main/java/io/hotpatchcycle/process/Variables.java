package io.hotpatchcycle.process;

import io.hotpatchcycle.release.Kind;
import java.time.Duration;
import java.time.Instant;

/** The process variables of all models. */
public final class Variables {

    public static final Variable<String> CYCLE_ID = Variable.text("cycleId");
    public static final Variable<String> RING_NAME = Variable.text("ringName");
    public static final Variable<Kind> KIND = Variable.constant("kind", Kind.class);
    public static final Variable<String> PLANNED_KIND = Variable.text("plannedKind");
    public static final Variable<Boolean> SURPRISE = Variable.flag("surprise");

    public static final Variable<Boolean> NEW_RELEASE = Variable.flag("newRelease");
    public static final Variable<Double> RELEASES_READ = Variable.number("releasesRead");
    public static final Variable<Duration> ASK_AFTER = Variable.duration("askAfter");
    public static final Variable<Boolean> RELEASES_LEFT = Variable.flag("releasesLeft");
    public static final Variable<Instant> KNOWN_BEFORE = Variable.moment("knownBefore");

    public static final Variable<Boolean> FLEET_READ = Variable.flag("fleetRead");
    public static final Variable<Boolean> RELEASE_CLEAR = Variable.flag("releaseClear");
    public static final Variable<Boolean> CLARIFIED = Variable.flag("clarified");
    public static final Variable<Double> RESTART_SHARE = Variable.number("restartShare");
    public static final Variable<String> MAX_SEVERITY = Variable.text("maxSeverity");
    public static final Variable<Boolean> EXPLOITED = Variable.flag("exploited");
    public static final Variable<Boolean> EMERGENCY_REQUESTED = Variable.flag("emergencyRequested");

    public static final Variable<String> CHANGE_TYPE = Variable.text("changeType");
    public static final Variable<Duration> APPROVAL_WITHIN = Variable.duration("approvalWithin");
    public static final Variable<Duration> REMIND_EVERY = Variable.duration("remindEvery");
    public static final Variable<Boolean> EMERGENCY = Variable.flag("emergency");
    public static final Variable<Boolean> APPROVED_BEFOREHAND = Variable.flag("approvedBeforehand");
    public static final Variable<Duration> POLL = Variable.duration("poll");
    public static final Variable<Duration> STOP_POLL = Variable.duration("stopPoll");
    public static final Variable<String> CLOSING_STATE = Variable.text("closingState");
    public static final Variable<Boolean> CHANGE_APPROVED = Variable.flag("changeApproved");
    public static final Variable<Boolean> ABANDONED = Variable.flag("abandoned");
    public static final Variable<Duration> CLOSING_POLL = Variable.duration("closingPoll");
    public static final Variable<Boolean> COVERAGE_REACHED = Variable.flag("coverageReached");

    public static final Variable<Boolean> UNITS_READY = Variable.flag("unitsReady");
    public static final Variable<Boolean> RING_FOUND = Variable.flag("ringFound");
    public static final Variable<Boolean> STOP_TRUE = Variable.flag("stopTrue");
    public static final Variable<Boolean> POLICY_GONE = Variable.flag("policyGone");

    public static final Variable<String> HALT_REASON = Variable.text("haltReason");

    public static final Variable<Boolean> RING_READY = Variable.flag("ringReady");
    public static final Variable<String> RING_REVIEWERS = Variable.text("ringReviewers");
    public static final Variable<Boolean> WITHOUT_RESTARTS = Variable.flag("withoutRestarts");
    public static final Variable<String> HOLD_REASON = Variable.text("holdReason");
    public static final Variable<String> OPEN_OUTCOME = Variable.text("openOutcome");
    public static final Variable<Instant> RETRY_AT = Variable.moment("retryAt");

    public static final Variable<Duration> SOAK = Variable.duration("soak");
    public static final Variable<Duration> OBSERVE_FOR = Variable.duration("observeFor");
    public static final Variable<Double> FAILURE_LIMIT = Variable.number("failureLimit");
    public static final Variable<Double> SILENT_LIMIT = Variable.number("silentLimit");
    public static final Variable<Duration> WINDOW_AFTER = Variable.duration("windowAfter");
    public static final Variable<Duration> WINDOW_LENGTH = Variable.duration("windowLength");
    public static final Variable<Duration> SEEN_WITHIN = Variable.duration("seenWithin");

    public static final Variable<Boolean> SOAK_ELAPSED = Variable.flag("soakElapsed");
    public static final Variable<Boolean> DEADLINE_PASSED = Variable.flag("deadlinePassed");
    public static final Variable<Boolean> DATA_FRESH = Variable.flag("dataFresh");
    public static final Variable<Double> SAMPLE = Variable.number("sample");
    public static final Variable<Double> CONTROLLED = Variable.number("controlled");
    public static final Variable<Double> PROVING_SAMPLE = Variable.number("provingSample");
    public static final Variable<Double> REPORTED_SHARE = Variable.number("reportedShare");
    public static final Variable<Double> EFFECTIVE_SHARE = Variable.number("effectiveShare");
    public static final Variable<Double> SILENT_SHARE = Variable.number("silentShare");
    public static final Variable<Double> FAILURE_LOWER = Variable.number("failureLower");
    public static final Variable<Double> FAILURE_UPPER = Variable.number("failureUpper");
    public static final Variable<String> KNOWN_ISSUES = Variable.text("knownIssues");
    public static final Variable<String> GATE_HELD = Variable.text("gateHeld");
    public static final Variable<String> DRIFT = Variable.text("drift");
    public static final Variable<Double> ENROLMENT_DROP = Variable.number("enrolmentDrop");
    public static final Variable<String> SIGNALS = Variable.text("signals");
    public static final Variable<String> VERDICT = Variable.text("verdict");
    public static final Variable<String> VERDICT_REASON = Variable.text("verdictReason");

    public static final Variable<Boolean> WINDOW_AGREED = Variable.flag("windowAgreed");
    public static final Variable<Instant> WINDOW_START = Variable.moment("windowStart");
    public static final Variable<Instant> WINDOW_END = Variable.moment("windowEnd");
    public static final Variable<Instant> OTHER_WINDOW_START = Variable.moment("otherWindowWanted");
    public static final Variable<String> RESTART_OWNERS = Variable.text("restartOwners");
    public static final Variable<Boolean> RESTARTS_DONE = Variable.flag("restartsDone");

    public static final Variable<String> CHANGE_WHY = Variable.text("changeWhy");
    public static final Variable<Double> KEV_DUE_IN_DAYS = Variable.number("kevDueInDays");
    public static final Variable<Double> RELEASE_DECISION_ID = Variable.number("releaseDecisionId");
    public static final Variable<Boolean> CARRIED_MEANWHILE = Variable.flag("carriedMeanwhile");
    public static final Variable<Double> ROLL_BACK_ID = Variable.number("rollBackId");
    public static final Variable<Boolean> TAKEN_BACK = Variable.flag("takenBack");
    public static final Variable<Double> EXEMPTION_ID = Variable.number("exemptionId");
    public static final Variable<Boolean> EXCEPTION_APPLIED = Variable.flag("exceptionApplied");
    public static final Variable<Instant> EXPIRES_AT = Variable.moment("expiresAt");

    public static final Variable<Instant> TASK_DUE_AT = Variable.moment("taskDueAt");
    public static final Variable<Double> TASK_PRIORITY = Variable.number("taskPriority");
    public static final Variable<String> REMINDER_CYCLE = Variable.text("reminderCycle");
    public static final Variable<Duration> ESCALATE_AFTER = Variable.duration("escalateAfter");

    private Variables() {
    }
}
