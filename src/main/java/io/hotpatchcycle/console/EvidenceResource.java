package io.hotpatchcycle.console;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.evidence.Evidence;
import io.hotpatchcycle.identity.CurrentPerson;
import io.hotpatchcycle.identity.Person;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The evidence pack of a cycle that has ended. Who draws one is noted in the trail, with the pack's hash. */
@RestController
@Tag(name = "Audit", description = "Who did what, when, on which facts")
class EvidenceResource {

    private final Evidence evidence;
    private final Cycles cycles;
    private final Trail trail;
    private final CurrentPerson currentPerson;

    EvidenceResource(Evidence evidence, Cycles cycles, Trail trail, CurrentPerson currentPerson) {
        this.evidence = evidence;
        this.cycles = cycles;
        this.trail = trail;
        this.currentPerson = currentPerson;
    }

    static boolean allowed(Person person) {
        return Allowed.DRAW_EVIDENCE.to(person);
    }

    @GetMapping("/api/v1/cycles/{id}/evidence")
    @Operation(summary = "The evidence pack of a cycle that has ended",
            description = "For auditors, change-managers and camunda-admin. 409 while the cycle is open. Check it with verify-evidence.")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = "application/zip", schema = @Schema(type = "string", format = "binary")))
    void draw(@PathVariable String id, @Parameter(hidden = true) HttpServletResponse response) throws IOException {
        Person person = currentPerson.get();
        CycleView cycle = check(id, person);
        Path file = Files.createTempFile("evidence", ".zip");
        try {
            // drawn as a whole before the first byte leaves: who gets a 200 gets all of it
            String sha256 = evidence.draw(cycle.id(), file);
            trail.person(person.id(), "evidence.drawn", null, null, Map.of("cycle", cycle.id(), "sha256", sha256));
            response.setContentType("application/zip");
            response.setContentLengthLong(Files.size(file));
            response.setHeader(HttpHeaders.CONTENT_DISPOSITION,
                    ContentDisposition.attachment().filename("evidence-" + cycle.id() + ".zip").build().toString());
            Files.copy(file, response.getOutputStream());
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private CycleView check(String id, Person person) {
        if (!allowed(person)) {
            throw new ApiProblem(HttpStatus.FORBIDDEN, "Evidence of cycle " + id + " is for auditors, change managers and administrators. "
                    + "Ask one of them.");
        }
        CycleView cycle = cycles.find(ApiProblem.readable("id", id)).orElseThrow(() -> ApiProblem.noCycle(id));
        if (!cycle.state().ended()) {
            throw new ApiProblem(HttpStatus.CONFLICT, "Cycle " + cycle.id() + " has not ended (" + cycle.state()
                    + "); its evidence can be drawn when it has.");
        }
        return cycle;
    }
}
