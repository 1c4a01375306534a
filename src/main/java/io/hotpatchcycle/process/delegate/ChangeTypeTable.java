package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.cycle.Emergencies;
import io.hotpatchcycle.cycle.Planning;
import io.hotpatchcycle.process.FrozenModels;
import io.hotpatchcycle.process.ModelSets;
import io.hotpatchcycle.release.KevList;
import io.hotpatchcycle.release.Release;
import java.time.Clock;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** The type of a change beside the engine: facts from the rows, the decision from the approved table. A variable has no say. */
@Component
class ChangeTypeTable {

    private final Cycles cycles;
    private final Planning planning;
    private final Emergencies emergencies;
    private final KevList kev;
    private final FrozenModels models;
    private final ModelSets sets;
    private final Clock businessClock;

    ChangeTypeTable(Cycles cycles, Planning planning, Emergencies emergencies, KevList kev, FrozenModels models, ModelSets sets,
                    @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        this.cycles = cycles;
        this.planning = planning;
        this.emergencies = emergencies;
        this.kev = kev;
        this.models = models;
        this.sets = sets;
        this.businessClock = businessClock;
    }

    /** What the table says of the cycle's change, by the names of its outputs; empty where no rule fits. */
    Map<String, Object> judge(DelegateExecution execution, String cycleId) {
        Release release = planning.release(cycles.get(cycleId));
        Map<String, Object> facts = planning.changeFacts(cycleId);
        facts.put("exploited", !release.exploitedCves().isEmpty());
        facts.put("emergencyRequested", emergencies.requested(cycleId).isPresent());
        facts.put("kevDueInDays", kev.dueInDays(release.exploitedCves(), businessClock.instant()).orElse(null));
        return sets.open("change-type", models.setOf(execution.getProcessDefinitionId(), cycleId)).evaluate(facts).stream().findFirst().orElse(Map.of());
    }
}
