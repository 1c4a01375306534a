package io.hotpatchcycle.console;

import io.hotpatchcycle.process.DecisionStarts;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** That a release without a cycle is not deployed, as people say it, from REST and from the console; somebody else signs. */
@Component
record Declining(DecisionStarts starts, OneStep step) {

    boolean may() {
        return Allowed.STOP.to(step.currentPerson().get());
    }

    /** @throws ApiProblem 403 for other groups, 409 when there is nothing to ask */
    long decline(String release) {
        try {
            return step.as("Declining a release", Allowed.STOP, person -> starts.askAbout(ApiProblem.readable("id", release), person.id()));
        } catch (IllegalStateException e) {
            throw new ApiProblem(HttpStatus.CONFLICT, e.getMessage() + " Nothing has changed.");
        }
    }
}
