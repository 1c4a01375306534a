package io.hotpatchcycle.console;

import io.hotpatchcycle.finding.Finding;
import io.hotpatchcycle.finding.Findings;
import io.hotpatchcycle.finding.ImportedList;
import io.hotpatchcycle.identity.CurrentPerson;
import io.hotpatchcycle.identity.Person;
import java.io.Reader;
import java.util.Arrays;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Who may import scanners' lists, and what is said when one cannot be. */
@Component
final class FindingImports {

    private static final int LONGEST_NAME = 200;

    private final Findings findings;
    private final CurrentPerson currentPerson;

    FindingImports(Findings findings, CurrentPerson currentPerson) {
        this.findings = findings;
        this.currentPerson = currentPerson;
    }

    static boolean allowed(Person person) {
        return Allowed.IMPORT_FINDINGS.to(person);
    }

    /** @throws ApiProblem 403 for other groups, 400 when it is no such list */
    ImportedList importList(String name, Reader csv) {
        Person person = currentPerson.get();
        if (!allowed(person)) {
            throw new ApiProblem(HttpStatus.FORBIDDEN, "Importing a scanner's list belongs to release-managers, change-managers and camunda-admin. "
                    + "Ask one of them. Nothing was imported.");
        }
        String given = name == null || name.isBlank() ? "list.csv" : ApiProblem.readable("name", name.strip());
        try {
            return findings.importList(given.length() > LONGEST_NAME ? given.substring(0, LONGEST_NAME) : given, csv, person.id());
        } catch (IllegalArgumentException e) {
            throw new ApiProblem(HttpStatus.BAD_REQUEST, e.getMessage());
        }
    }

    /** @throws ApiProblem 404 when it is not there */
    ImportedList find(String id) {
        return (id.matches("\\d{1,18}") ? findings.find(Long.parseLong(id)) : java.util.Optional.<ImportedList>empty()).orElseThrow(() ->
                new ApiProblem(HttpStatus.NOT_FOUND, "There is no imported list '" + id + "'. GET /api/v1/findings names those that are kept."));
    }

    static Finding.Verdict verdict(String text) {
        return text == null || text.isEmpty() ? null : Arrays.stream(Finding.Verdict.values()).filter(v -> v.name().equals(text)).findFirst().orElseThrow(
                () -> new ApiProblem(HttpStatus.BAD_REQUEST, "'verdict' must be one of " + Arrays.toString(Finding.Verdict.values()) + "."));
    }
}
