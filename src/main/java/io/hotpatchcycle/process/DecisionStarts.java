package io.hotpatchcycle.process;

import io.hotpatchcycle.cycle.ReleaseDecisions;
import io.hotpatchcycle.process.model.ReleaseDecisionModel;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.variable.VariableMap;

/** Starts the question of who carries the risk of a release that is not deployed: row and token in one transaction. */
public final class DecisionStarts {

    private static final double NORMAL_PRIORITY = 50;

    private final ReleaseDecisions decisions;
    private final ModelSets modelSets;
    private final RuntimeService runtime;
    private final IdentityService identity;
    private final Clock businessClock;

    DecisionStarts(ReleaseDecisions decisions, ModelSets modelSets, RuntimeService runtime, IdentityService identity, Clock businessClock) {
        this.identity = identity;
        this.decisions = decisions;
        this.modelSets = modelSets;
        this.runtime = runtime;
        this.businessClock = businessClock;
    }

    /** Asks about an ended cycle. The instance has a key of its own: that of the cycle stands for what is under way. */
    public void ask(String cycleId) {
        start(cycleId + "/risk", variables(decisions.open(cycleId)).putValue(Variables.CYCLE_ID.name(), cycleId));
    }

    /**
     * Asks about a release that no cycle carries.
     *
     * @param person who says that it is not deployed
     * @return its number
     * @throws IllegalStateException when there is nothing to ask
     */
    public long askAbout(String releaseId, String person) {
        long id = decisions.openFor(releaseId, person);
        AsTheProgram.run(identity, () -> start(keyOf(releaseId), variables(id)));
        return id;
    }

    /** Asks about each release that is left over, once, however often and on how many nodes this is called: row and token in the caller's transaction. */
    public void askAboutLeft(Instant knownBefore) {
        for (String releaseId : decisions.left(knownBefore)) {
            decisions.openForLeft(releaseId).ifPresent(id -> start(keyOf(releaseId), variables(id)));
        }
    }

    /** Key of the question about a release that no cycle carries. */
    static String keyOf(String releaseId) {
        return "release " + releaseId + "/risk";
    }

    private void start(String key, VariableMap variables) {
        runtime.startProcessInstanceById(modelSets.definition(ReleaseDecisionModel.PROCESS), key, variables);
    }

    private VariableMap variables(long decision) {
        Deadline due = Deadline.ONE_DAY;
        return org.camunda.bpm.engine.variable.Variables.createVariables()
                .putValue(Variables.RELEASE_DECISION_ID.name(), (double) decision)
                .putValue(Variables.TASK_PRIORITY.name(), NORMAL_PRIORITY)
                .putValue(Variables.TASK_DUE_AT.name(), Date.from(businessClock.instant().plus(due.within())))
                .putValue(Variables.REMINDER_CYCLE.name(), "R3/" + due.remindEvery())
                .putValue(Variables.ESCALATE_AFTER.name(), due.within().toString());
    }
}
