package io.hotpatchcycle.process;

import io.hotpatchcycle.approval.DecisionRefused;
import io.hotpatchcycle.approval.GivenText;
import io.hotpatchcycle.cycle.Askers;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.model.RollBackModel;
import io.hotpatchcycle.rollout.RollBacks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.VariableScope;

/** Starts requests for roll-backs, and stores what their start form wrote. */
public final class RollBackStarts {

    private static final double HIGH_PRIORITY = 80;
    private static final int MAX_NAME = 100;

    private final RollBacks rollBacks;
    private final Cycles cycles;
    private final Requests requests;

    RollBackStarts(RollBacks rollBacks, Cycles cycles, ModelSets modelSets, RuntimeService runtime, IdentityService identity) {
        this.rollBacks = rollBacks;
        this.cycles = cycles;
        this.requests = new Requests(modelSets, runtime, identity, "rollBackAuthor");
    }

    /**
     * Asks for a roll-back as this person.
     *
     * @return its number
     * @throws DecisionRefused when something is missing or the ring cannot be taken back now; nothing was started
     */
    public long start(String cycleId, String ring, String reason, String person) {
        Map<String, Object> given = new HashMap<>();
        given.put(RollBackModel.Variables.ROLL_BACK_CYCLE, cycleId);
        given.put(RollBackModel.Variables.ROLL_BACK_RING, ring);
        given.put(RollBackModel.Variables.ROLL_BACK_REASON, reason);
        return requests.start(RollBackModel.PROCESS, given, person, Variables.ROLL_BACK_ID);
    }

    /** Stores what the start form wrote, as the person who is signed in, or whom {@link #start} was told. */
    public void record(VariableScope scope) {
        String person = requests.author(scope);
        if (person == null) {
            throw new DecisionRefused("Nobody is signed in, so this request has no author. Sign in and ask again.");
        }
        List<String> groups = requests.groups();
        // the rights of the engine may have been given when more groups could
        if (groups != null && groups.stream().noneMatch(Askers.OF_A_STOP::contains)) {
            throw new DecisionRefused(DecisionRefused.Kind.PERSON, "A roll-back is not yours to ask for: release managers, change managers and the change advisory board do. "
                    + "Tell one of them which ring and why. Nothing has changed.");
        }
        String cycleId = GivenText.read("rollBackCycle", Requests.text(scope, RollBackModel.Variables.ROLL_BACK_CYCLE), MAX_NAME);
        String ring = GivenText.read("rollBackRing", Requests.text(scope, RollBackModel.Variables.ROLL_BACK_RING), MAX_NAME);
        String reason = GivenText.read("rollBackReason", Requests.text(scope, RollBackModel.Variables.ROLL_BACK_REASON));
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
}
