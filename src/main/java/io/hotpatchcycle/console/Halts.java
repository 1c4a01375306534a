package io.hotpatchcycle.console;

import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.identity.CurrentPerson;
import io.hotpatchcycle.identity.Person;
import io.hotpatchcycle.process.RunningCycles;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Stops asked for by people, from REST and from the console. */
@Component
final class Halts {

    static final int MAX_REASON = 2000;

    private final Cycles cycles;
    private final RunningCycles running;
    private final CurrentPerson currentPerson;

    Halts(Cycles cycles, RunningCycles running, CurrentPerson currentPerson) {
        this.cycles = cycles;
        this.running = running;
        this.currentPerson = currentPerson;
    }

    static boolean allowed(Person person) {
        return Allowed.STOP.to(person);
    }

    /**
     * Stops a cycle; one that is being stopped already stays so.
     *
     * @throws ApiProblem 403 for other groups, 404 without such a cycle, 400 without a usable reason, 409 when it has ended or is given up
     */
    void halt(String cycleId, String reason) {
        Person person = currentPerson.get();
        if (!allowed(person)) {
            throw new ApiProblem(HttpStatus.FORBIDDEN, "Stopping a cycle belongs to release-managers, change-managers, cab or camunda-admin. "
                    + "Ask one of them.");
        }
        CycleView cycle = cycles.find(cycleId).orElseThrow(() -> ApiProblem.noCycle(cycleId));
        String text = checked(cycleId, reason);
        if (cycle.state().ended()) {
            throw ended(cycle);
        }
        try {
            running.halt(cycleId, text, person.id());
        } catch (IllegalStateException e) {
            // It may have ended between our look and the stop, or is given up; anything else is a fault of ours.
            CycleView now = cycles.get(cycleId);
            throw now.state().ended() ? ended(now) : cycles.givenUp(cycleId) ? new ApiProblem(HttpStatus.CONFLICT, e.getMessage()) : e;
        }
    }

    private static String checked(String cycleId, String reason) {
        String text = reason == null ? "" : reason.strip();
        if (text.isEmpty()) {
            throw new ApiProblem(HttpStatus.BAD_REQUEST, "'reason' is missing: say why cycle " + cycleId + " must stop. Nothing was stopped.");
        }
        if (text.length() > MAX_REASON) {
            throw new ApiProblem(HttpStatus.BAD_REQUEST, "'reason' has " + text.length() + " characters; at most " + MAX_REASON
                    + " are kept. Shorten it. Nothing was stopped.");
        }
        return ApiProblem.readable("reason", text);
    }

    private static ApiProblem ended(CycleView cycle) {
        return new ApiProblem(HttpStatus.CONFLICT, "Cycle " + cycle.id() + " has ended (" + cycle.state() + "); there is nothing to stop.");
    }
}
