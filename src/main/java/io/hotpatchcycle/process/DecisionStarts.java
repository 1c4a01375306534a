package io.hotpatchcycle.process;

import io.hotpatchcycle.cycle.ReleaseDecisions;
import io.hotpatchcycle.process.model.ReleaseDecisionModel;
import java.time.Clock;
import java.util.Date;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.variable.VariableMap;

/** Starts the question of who carries the risk of a release that is not deployed: row and token in one transaction. */
public final class DecisionStarts {

    private static final double NORMAL_PRIORITY = 50;

    private final ReleaseDecisions decisions;
    private final ModelSets modelSets;
    private final RuntimeService runtime;
    private final Clock businessClock;

    DecisionStarts(ReleaseDecisions decisions, ModelSets modelSets, RuntimeService runtime, Clock businessClock) {
        this.decisions = decisions;
        this.modelSets = modelSets;
        this.runtime = runtime;
        this.businessClock = businessClock;
    }

    /** Asks about an ended cycle. The instance has a key of its own: that of the cycle stands for what is under way. */
    public void ask(String cycleId) {
        Deadline due = Deadline.ONE_DAY;
        VariableMap variables = org.camunda.bpm.engine.variable.Variables.createVariables()
                .putValue(Variables.CYCLE_ID.name(), cycleId)
                .putValue(Variables.RELEASE_DECISION_ID.name(), (double) decisions.open(cycleId))
                .putValue(Variables.TASK_PRIORITY.name(), NORMAL_PRIORITY)
                .putValue(Variables.TASK_DUE_AT.name(), Date.from(businessClock.instant().plus(due.within())))
                .putValue(Variables.REMINDER_CYCLE.name(), "R3/" + due.remindEvery())
                .putValue(Variables.ESCALATE_AFTER.name(), due.within().toString());
        runtime.startProcessInstanceById(modelSets.definition(ReleaseDecisionModel.PROCESS), cycleId + "/risk", variables);
    }
}
