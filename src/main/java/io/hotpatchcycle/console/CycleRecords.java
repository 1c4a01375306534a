package io.hotpatchcycle.console;

import io.hotpatchcycle.approval.Decider;
import io.hotpatchcycle.approval.DecisionRefused;
import io.hotpatchcycle.approval.ManualTests;
import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.evidence.OpenPoints;
import io.hotpatchcycle.governance.CorrectiveActions;
import io.hotpatchcycle.identity.Person;
import io.hotpatchcycle.process.RunningCycles;
import java.util.List;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** What people sign of a cycle beside its questions, from REST and from the console: tests by hand, and what was done about what went wrong. */
@Component
final class CycleRecords {

    private final Cycles cycles;
    private final ManualTests tests;
    private final CorrectiveActions actions;
    private final OpenPoints points;
    private final RunningCycles running;
    private final OneStep step;

    CycleRecords(Cycles cycles, ManualTests tests, CorrectiveActions actions, OpenPoints points, RunningCycles running, OneStep step) {
        this.cycles = cycles;
        this.tests = tests;
        this.actions = actions;
        this.points = points;
        this.running = running;
        this.step = step;
    }

    /** A test by hand. */
    record SignedTest(String ring, String what, String result, String note) {
    }

    /** What was done about a point. */
    record SignedAction(String about, String cause, String action) {
    }

    boolean mayTest() {
        return Allowed.SIGN_TEST.to(step.currentPerson().get());
    }

    boolean mayCorrect() {
        return Allowed.SIGN_ACTION.to(step.currentPerson().get());
    }

    /** Refused decisions and what auditors alone see of people are for them and who may sign. */
    boolean showsPoints() {
        return mayCorrect() || Allowed.SEE_PEOPLE.to(step.currentPerson().get());
    }

    CycleView cycle(String id) {
        return cycles.find(id).orElseThrow(() -> ApiProblem.noCycle(id));
    }

    List<ManualTests.Test> tests(String cycle) {
        return tests.of(cycle(cycle).id());
    }

    List<CorrectiveActions.Action> actions(String cycle) {
        return actions.of(cycle(cycle).id());
    }

    List<OpenPoints.Point> points(String cycle) {
        String id = cycle(cycle).id();
        if (!showsPoints()) {
            throw new ApiProblem(HttpStatus.FORBIDDEN, "What went wrong in cycle " + id + " is for " + Allowed.SIGN_ACTION.names() + " and auditors. Ask one of them.");
        }
        return points.of(id);
    }

    /** Signs a test; one that failed stops the cycle, since nobody is to go on past it unasked. */
    ManualTests.Test sign(String cycle, SignedTest test) {
        ManualTests.Test signed = as("Signing a test by hand", Allowed.SIGN_TEST, cycle, person -> tests.sign(cycle, test.ring(), test.what(), test.result(), test.note(),
                new Decider(person.id(), person.groups(), null, null)));
        if (!signed.passed()) {
            running.halt(cycle, "Test by hand failed in ring " + signed.ring() + ": " + signed.what() + ". " + signed.note(), signed.by());
        }
        return signed;
    }

    CorrectiveActions.Action sign(String cycle, SignedAction action) {
        return as("Signing what was done", Allowed.SIGN_ACTION, cycle, person -> actions.sign(cycle, action.about(), action.cause(), action.action(), person.id()));
    }

    private <T> T as(String what, Allowed allowed, String cycle, Function<Person, T> work) {
        try {
            return step.as(what, allowed, person -> {
                cycle(cycle);
                return work.apply(person);
            });
        } catch (DecisionRefused e) {
            throw new ApiProblem(e.kind() == DecisionRefused.Kind.INPUT ? HttpStatus.BAD_REQUEST : HttpStatus.CONFLICT, e.getMessage());
        }
    }
}
