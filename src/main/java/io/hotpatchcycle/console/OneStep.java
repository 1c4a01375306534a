package io.hotpatchcycle.console;

import io.hotpatchcycle.governance.GovernanceRefused;
import io.hotpatchcycle.identity.CurrentPerson;
import io.hotpatchcycle.identity.Person;
import io.hotpatchcycle.rollout.ShortTransactions;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** A step of the person who is signed in, if he may, in one transaction. */
@Component
record OneStep(ShortTransactions transactions, CurrentPerson currentPerson) {

    /**
     * @param what in words, e.g. {@code Holding a cycle}
     * @throws ApiProblem 403 for other groups, and for a program where only people decide, 409 for what is too late or needs another person, 400 for what makes no sense
     */
    <T> T as(String what, Allowed allowed, Function<Person, T> step) {
        Person person = currentPerson.get();
        if (!allowed.to(person)) {
            throw new ApiProblem(HttpStatus.FORBIDDEN, what + " belongs to " + allowed.names() + (allowed.inOwnRight() ? ", and no substitute does it in "
                    + "their place" : "") + ". Ask one of them. Nothing has changed.");
        }
        allowed.notByProgram(what, currentPerson);
        try {
            return transactions.run(() -> step.apply(person));
        } catch (GovernanceRefused e) {
            throw new ApiProblem(e.isConflict() ? HttpStatus.CONFLICT : HttpStatus.BAD_REQUEST, e.getMessage() + " Nothing has changed.");
        }
    }
}
