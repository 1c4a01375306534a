package io.hotpatchcycle.console;

import io.hotpatchcycle.approval.SubstituteView;
import io.hotpatchcycle.approval.Substitutes;
import io.hotpatchcycle.identity.CurrentPerson;
import io.hotpatchcycle.identity.Person;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.NoSuchElementException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Substitutes as people name and end them, from REST and from the console. */
@Component
final class Substitutions {

    private static final int DAY = "2026-08-12".length();

    private final Substitutes substitutes;
    private final CurrentPerson currentPerson;

    Substitutions(Substitutes substitutes, CurrentPerson currentPerson) {
        this.substitutes = substitutes;
        this.currentPerson = currentPerson;
    }

    /**
     * Who is away, who decides for him, from when until when, why.
     *
     * @param person null for the person himself
     * @param from   day or moment; null for now
     * @param until  day, included whole, or moment
     */
    record Naming(String person, String substitute, String from, String until, String reason) {
    }

    /** @throws ApiProblem 403 for another person's absence, unless it is an administrator who says so; 400 when it makes no sense */
    SubstituteView name(Naming naming) {
        Person by = currentPerson.get();
        String person = naming.person() == null || naming.person().isBlank() ? by.id() : naming.person().strip();
        if (!person.equals(by.id()) && !Allowed.NAME_ANY_SUBSTITUTE.to(by)) {
            throw new ApiProblem(HttpStatus.FORBIDDEN, "Everybody names his own substitute; for somebody else an administrator does. Nobody was named.");
        }
        try {
            return substitutes.name(person, naming.substitute() == null ? null : naming.substitute().strip(), moment("from", naming.from(), Duration.ZERO),
                    moment("until", naming.until(), Duration.ofDays(1)), naming.reason(), by.id());
        } catch (IllegalArgumentException e) {
            throw new ApiProblem(HttpStatus.BAD_REQUEST, e.getMessage() + " Nobody was named.");
        }
    }

    /** @throws ApiProblem 404 without such a one, 403 for people it does not concern, 409 when it is over already */
    void end(long id) {
        Person by = currentPerson.get();
        SubstituteView found = get(id);
        if (!mayEnd(found, by)) {
            throw new ApiProblem(HttpStatus.FORBIDDEN, "This substitution is ended by " + found.person() + ", by " + found.substitute()
                    + " or by an administrator.");
        }
        if (!substitutes.end(id, by.id())) {
            throw new ApiProblem(HttpStatus.CONFLICT, "This substitution is over already.");
        }
    }

    static boolean mayEnd(SubstituteView s, Person by) {
        return by.id().equals(s.person()) || by.id().equals(s.substitute()) || Allowed.NAME_ANY_SUBSTITUTE.to(by);
    }

    private SubstituteView get(long id) {
        try {
            return substitutes.get(id);
        } catch (NoSuchElementException e) {
            throw new ApiProblem(HttpStatus.NOT_FOUND, e.getMessage());
        }
    }

    /** @param untilItsEnd what a day without a time adds to its beginning */
    private static Instant moment(String name, String text, Duration untilItsEnd) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String given = text.strip();
        try {
            return given.length() == DAY ? LocalDate.parse(given).atStartOfDay(ZoneOffset.UTC).toInstant().plus(untilItsEnd)
                    : OffsetDateTime.parse(given).toInstant();
        } catch (DateTimeException e) {
            throw new ApiProblem(HttpStatus.BAD_REQUEST, "'" + name + "' must be a day such as 2026-08-12 or a moment such as 2026-08-12T17:00:00Z, not '"
                    + given + "'. Nobody was named.");
        }
    }
}
