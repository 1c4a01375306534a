package io.hotpatchcycle.console;

import io.hotpatchcycle.identity.CurrentPerson;
import io.hotpatchcycle.identity.Person;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Who may sit at the auditor's desk. */
@Component
final class DeskDoor {

    private final CurrentPerson currentPerson;

    DeskDoor(CurrentPerson currentPerson) {
        this.currentPerson = currentPerson;
    }

    static boolean open(Person person) {
        return Allowed.SIT_AT_DESK.to(person);
    }

    /** @throws ApiProblem 403 for anybody else */
    Person enter() {
        Person person = currentPerson.get();
        if (!open(person)) {
            throw new ApiProblem(HttpStatus.FORBIDDEN, "The desk is for auditors and administrators. Ask one of them.");
        }
        return person;
    }
}
