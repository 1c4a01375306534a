package io.hotpatchcycle.console;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.identity.CurrentPerson;
import io.hotpatchcycle.identity.Person;
import io.hotpatchcycle.restart.Restarts;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What people say of restarts that nobody could tell, from REST and from the console. */
@Component
class RestartDecisions {


    private final Cycles cycles;
    private final Restarts restarts;
    private final CurrentPerson currentPerson;

    RestartDecisions(Cycles cycles, Restarts restarts, CurrentPerson currentPerson) {
        this.cycles = cycles;
        this.restarts = restarts;
        this.currentPerson = currentPerson;
    }

    static boolean allowed(Person person) {
        return Allowed.DECIDE_RESTART.to(person);
    }

    /**
     * Stores the decision.
     *
     * @throws ApiProblem 403 for other groups, 404 without such a cycle, 400 without a decision or a usable reason, 409 when
     *                    there is nothing to decide
     */
    @Transactional
    void decide(String cycleId, long write, Boolean happened, String reason) {
        Person person = currentPerson.get();
        if (!allowed(person)) {
            throw new ApiProblem(HttpStatus.FORBIDDEN, "Deciding about a restart belongs to release-managers, change-managers or camunda-admin. "
                    + "Ask one of them.");
        }
        Allowed.DECIDE_RESTART.notByProgram("Deciding about a restart", currentPerson);
        if (cycles.find(cycleId).isEmpty()) {
            throw ApiProblem.noCycle(cycleId);
        }
        if (happened == null) {
            throw new ApiProblem(HttpStatus.BAD_REQUEST, "'happened' is missing: say true or false. Nothing has changed.");
        }
        String why = reason == null ? "" : reason.strip();
        if (why.isEmpty() || why.length() > Halts.MAX_REASON) {
            throw new ApiProblem(HttpStatus.BAD_REQUEST, "'reason' needs 1 to " + Halts.MAX_REASON + " characters: say how you know. Nothing has changed.");
        }
        if (!restarts.decide(cycleId, write, happened, person.id(), ApiProblem.readable("reason", why))) {
            throw new ApiProblem(HttpStatus.CONFLICT, "Write " + write + " of cycle " + cycleId
                    + " has nothing to decide: it is no restart, or its devices or somebody else have told by now. Look at the cycle's writes.");
        }
    }
}
