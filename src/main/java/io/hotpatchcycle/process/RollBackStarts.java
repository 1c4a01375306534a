package io.hotpatchcycle.process;

import io.hotpatchcycle.approval.DecisionRefused;
import io.hotpatchcycle.approval.GivenText;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.model.RollBackModel;
import io.hotpatchcycle.rollout.RollBacks;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.identity.Authentication;

/** Starts requests for roll-backs, and stores what their start form wrote. */
public final class RollBackStarts {

    private static final String AUTHOR = "rollBackAuthor";
    private static final double HIGH_PRIORITY = 80;
    private static final int MAX_NAME = 100;

    private final RollBacks rollBacks;
    private final Cycles cycles;
    private final ModelSets modelSets;
    private final RuntimeService runtime;
    private final IdentityService identity;

    RollBackStarts(RollBacks rollBacks, Cycles cycles, ModelSets modelSets, RuntimeService runtime, IdentityService identity) {
        this.rollBacks = rollBacks;
        this.cycles = cycles;
        this.modelSets = modelSets;
        this.runtime = runtime;
        this.identity = identity;
    }

    /**
     * Asks for a roll-back as this person.
     *
     * @return its number
     * @throws DecisionRefused when something is missing or the ring cannot be taken back now; nothing was started
     */
    public long start(String cycleId, String ring, String reason, String person) {
        Authentication before = identity.getCurrentAuthentication();
        // Who may ask was decided before; the engine's own rights must not keep the request.
        identity.clearAuthentication();
        try {
            Map<String, Object> given = new HashMap<>();
            given.put(RollBackModel.Variables.ROLL_BACK_CYCLE, cycleId);
            given.put(RollBackModel.Variables.ROLL_BACK_RING, ring);
            given.put(RollBackModel.Variables.ROLL_BACK_REASON, reason);
            given.put(AUTHOR, person);
            String id = runtime.startProcessInstanceById(modelSets.definition(RollBackModel.PROCESS), given).getId();
            return ((Number) runtime.getVariable(id, Variables.ROLL_BACK_ID.name())).longValue();
        } finally {
            identity.setAuthentication(before);
        }
    }

    /** Stores what the start form wrote, as the person who is signed in, or whom {@link #start} was told. */
    public void record(VariableScope scope) {
        Authentication who = identity.getCurrentAuthentication();
        String person = who != null && who.getUserId() != null ? who.getUserId() : (String) scope.getVariable(AUTHOR);
        if (person == null) {
            throw new DecisionRefused("Nobody is signed in, so this request has no author. Sign in and ask again.");
        }
        String cycleId = GivenText.read("rollBackCycle", text(scope, RollBackModel.Variables.ROLL_BACK_CYCLE), MAX_NAME);
        String ring = GivenText.read("rollBackRing", text(scope, RollBackModel.Variables.ROLL_BACK_RING), MAX_NAME);
        String reason = GivenText.read("rollBackReason", text(scope, RollBackModel.Variables.ROLL_BACK_REASON));
        if (cycles.find(cycleId).isEmpty()) {
            throw new DecisionRefused("There is no cycle '" + cycleId + "'.");
        }
        rollBacks.againstAsking(cycleId, ring).ifPresent(why -> {
            throw new DecisionRefused(why);
        });
        Variables.CYCLE_ID.on(scope, cycleId);
        Variables.RING_NAME.on(scope, ring);
        Variables.ROLL_BACK_ID.on(scope, (double) rollBacks.request(cycleId, ring, reason, person));
        Variables.TASK_PRIORITY.on(scope, HIGH_PRIORITY);
    }

    private static String text(VariableScope scope, String name) {
        Object value = scope.getVariable(name);
        return value == null ? "" : value.toString();
    }
}
