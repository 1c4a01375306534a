package io.hotpatchcycle.process.path;

import io.hotpatchcycle.approval.ApprovalView;
import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.ring.RingView;
import io.hotpatchcycle.ring.Verdict;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.camunda.bpm.engine.ProcessEngine;

/** Says in the words of the trade what became of a cycle. */
final class PatchCycleAssert extends AbstractAssert<PatchCycleAssert, String> {

    private final Program program;

    private PatchCycleAssert(Program program, String cycleId) {
        super(cycleId, PatchCycleAssert.class);
        this.program = program;
    }

    static PatchCycleAssert assertThatCycle(Program program, String cycleId) {
        return new PatchCycleAssert(program, cycleId);
    }

    private CycleView cycle() {
        return program.bean(Cycles.class).get(actual);
    }

    private RingView ring(String name) {
        return program.bean(Cycles.class).rings(actual).stream().filter(r -> r.name().equals(name)).findFirst()
                .orElseThrow(() -> new AssertionError("Cycle " + actual + " has no ring '" + name + "'."));
    }

    PatchCycleAssert is(CycleState state) {
        if (cycle().state() != state) {
            failWithMessage("Expected cycle %s to be %s, but it is %s with rings %s.", actual, state, cycle().state(), program.bean(Cycles.class).rings(actual));
        }
        return this;
    }

    PatchCycleAssert hasEnded(CycleState state) {
        is(state);
        Assertions.assertThat(program.bean(ProcessEngine.class).getRuntimeService().createProcessInstanceQuery()
                .processInstanceBusinessKey(actual).count()).as("running instances of %s", actual).isZero();
        return this;
    }

    PatchCycleAssert hasRing(String name, RingState state) {
        if (ring(name).state() != state) {
            failWithMessage("Expected ring '%s' of cycle %s to be %s, but it is %s.", name, actual, state, ring(name));
        }
        return this;
    }

    PatchCycleAssert hasVerdict(String name, Verdict verdict) {
        if (ring(name).verdict() != verdict) {
            failWithMessage("Expected ring '%s' of cycle %s to be judged %s, but it is %s: %s.", name, actual, verdict, ring(name).verdict(),
                    ring(name).verdictReason());
        }
        return this;
    }

    PatchCycleAssert holds(String name, String reason) {
        hasRing(name, RingState.HELD);
        Assertions.assertThat(Objects.toString(ring(name).holdReason())).as("why ring '%s' is held", name).contains(reason);
        return this;
    }

    PatchCycleAssert waitsFor(String task) {
        Assertions.assertThat(program.bean(ProcessEngine.class).getTaskService().createTaskQuery().active().list())
                .as("open tasks of %s", actual).extracting("taskDefinitionKey").containsExactly(task);
        return this;
    }

    /** The answers people gave, oldest first. */
    PatchCycleAssert wasAnswered(String... decisions) {
        List<String> given = program.bean(Approvals.class).of(actual).stream().map(ApprovalView::decision).filter(Objects::nonNull).toList();
        Assertions.assertThat(given).as("answers for %s", actual).containsExactly(decisions);
        return this;
    }

    /** Intune was never asked to approve anything for this cycle, as our ledger and the tenant say. */
    PatchCycleAssert neverOpened() {
        Assertions.assertThat(program.bean(Cycles.class).rings(actual)).as("opened rings of %s", actual).noneMatch(RingView::everOpened);
        return this;
    }
}
