package io.hotpatchcycle.console;

import io.hotpatchcycle.identity.CurrentPerson;
import io.hotpatchcycle.identity.Person;
import io.hotpatchcycle.notice.MessageState;
import io.hotpatchcycle.notice.Notices;
import java.util.Arrays;
import java.util.NoSuchElementException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Messages as people look at them and have them sent again, from REST and from the console. */
@Component
final class Messages {

    private final Notices notices;
    private final CurrentPerson currentPerson;

    Messages(Notices notices, CurrentPerson currentPerson) {
        this.notices = notices;
        this.currentPerson = currentPerson;
    }

    static boolean mayBeSeenBy(Person person) {
        return Allowed.SEE_MESSAGES.to(person);
    }

    static boolean mayBeResentBy(Person person) {
        return Allowed.RESEND_MESSAGES.to(person);
    }

    /** @throws ApiProblem 403 for other groups */
    Notices seen() {
        if (!mayBeSeenBy(currentPerson.get())) {
            throw new ApiProblem(HttpStatus.FORBIDDEN, "Messages are for release-managers, operators, auditors and camunda-admin. Ask one of them.");
        }
        return notices;
    }

    /** @throws ApiProblem 403 for other groups, 404 without such a message, 409 when it is none to send again */
    void resend(long id) {
        Person by = currentPerson.get();
        if (!mayBeResentBy(by)) {
            throw new ApiProblem(HttpStatus.FORBIDDEN, "Sending a message again belongs to release-managers, operators and camunda-admin. Nothing was sent.");
        }
        try {
            notices.resend(id, by.id());
        } catch (NoSuchElementException e) {
            throw new ApiProblem(HttpStatus.NOT_FOUND, e.getMessage());
        } catch (IllegalStateException e) {
            throw new ApiProblem(HttpStatus.CONFLICT, e.getMessage());
        }
    }

    /** Null for all. @throws ApiProblem 400 for a state there is not */
    static MessageState state(String name) {
        if (name == null || name.isBlank()) {
            return null;
        }
        return Arrays.stream(MessageState.values()).filter(state -> state.name().equals(name)).findFirst().orElseThrow(() -> new ApiProblem(
                HttpStatus.BAD_REQUEST, "'state' must be one of " + Arrays.toString(MessageState.values()) + "."));
    }
}
