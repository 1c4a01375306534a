package io.hotpatchcycle.process;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.model.PatchCycleModel;
import io.hotpatchcycle.process.model.ReleaseDecisionModel;
import io.hotpatchcycle.process.task.Deciders;
import io.hotpatchcycle.release.Release;
import io.hotpatchcycle.release.Releases;
import java.time.Duration;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.variable.VariableMap;

/** Starts the process instance of each new release: the only place that does. */
public final class CycleStarts {

    private static final double NORMAL_PRIORITY = 50;
    private static final Duration STOP_POLL = Duration.ofHours(1);
    private static final Duration CLOSING_POLL = Duration.ofDays(1);

    private final Releases releases;
    private final Cycles cycles;
    private final ModelSets modelSets;
    private final RuntimeService runtime;
    private final Deciders deciders;
    private final boolean includeOutOfBand;

    CycleStarts(Releases releases, Cycles cycles, ModelSets modelSets, RuntimeService runtime, Deciders deciders, boolean includeOutOfBand) {
        this.deciders = deciders;
        this.releases = releases;
        this.cycles = cycles;
        this.modelSets = modelSets;
        this.runtime = runtime;
        this.includeOutOfBand = includeOutOfBand;
    }

    /** Whether a release waits for its cycle. */
    public boolean due() {
        return !releases.startable(includeOutOfBand).isEmpty();
    }

    /** Starts every release that waits, on the active model set, in the caller's transaction: row and token together. */
    public void startDue() {
        releases.startable(includeOutOfBand).forEach(this::start);
    }

    /**
     * Starts one release that a person wants to be deployed; nothing where its cycle runs already.
     *
     * @throws IllegalStateException when it is none that may get a cycle
     */
    public void startOne(String releaseId) {
        Release release = releases.startable(true).stream().filter(r -> r.id().equals(releaseId)).findFirst().orElse(null);
        if (release != null) {
            start(release);
        } else if (releases.find(releaseId).flatMap(r -> cycles.find(r.cycleId())).isEmpty()) {
            throw new IllegalStateException("Release " + releaseId + " gets no cycle: " + Releases.NOT_STARTABLE
                    + " Move the token back to the task 'Who carries the risk?' and sign there what it means that it is not deployed.");
        }
    }

    private void start(Release release) {
        if (cycles.start(release, modelSets.active())) {
            releases.started(release.id());
            cycles.supersedeOlder(release).forEach(this::tellSuperseded);
            start(release.cycleId());
            deciders.look(release.cycleId());
            runtime.createMessageCorrelation(ReleaseDecisionModel.Messages.RELEASE_CARRIED).processInstanceBusinessKey(DecisionStarts.keyOf(release.id())).correlateAll();
        }
    }

    private void tellSuperseded(String cycleId) {
        runtime.createMessageCorrelation(PatchCycleModel.Messages.RELEASE_SUPERSEDED).processInstanceBusinessKey(cycleId).correlateAll();
    }

    private void start(String cycleId) {
        VariableMap variables = org.camunda.bpm.engine.variable.Variables.createVariables()
                .putValue(Variables.CYCLE_ID.name(), cycleId)
                .putValue(Variables.TASK_PRIORITY.name(), NORMAL_PRIORITY)
                .putValue(Variables.STOP_POLL.name(), STOP_POLL.toString())
                .putValue(Variables.CLOSING_POLL.name(), CLOSING_POLL.toString())
                .putValue(Variables.EMERGENCY_REQUESTED.name(), false);
        runtime.startProcessInstanceById(modelSets.definition(PatchCycleModel.PROCESS), cycleId, variables);
    }
}
