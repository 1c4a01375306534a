package io.hotpatchcycle.console;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.hotpatchcycle.audit.SigningKey;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.audit.TrailProof;
import io.hotpatchcycle.audit.Verification;
import io.hotpatchcycle.identity.CurrentPerson;
import io.hotpatchcycle.identity.Person;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The trail over REST: what belongs to a cycle for everyone who is signed in, the rest for auditors and administrators. */
@RestController
@Tag(name = "Audit", description = "Who did what, when, on which facts")
class AuditResource {

    private final Trail trail;
    private final TrailProof proof;
    private final SigningKey key;
    private final CurrentPerson currentPerson;

    AuditResource(Trail trail, TrailProof proof, SigningKey key, CurrentPerson currentPerson) {
        this.trail = trail;
        this.proof = proof;
        this.key = key;
        this.currentPerson = currentPerson;
    }

    /** One event; {@code data} is a JSON object; {@code sequence} and {@code hash} are null until it is sealed. */
    @JsonPropertyOrder({"id", "businessTime", "wallTime", "actor", "actorKind", "type", "cycle", "ring", "data", "sequence", "hash"})
    record EventReport(long id, Instant businessTime, Instant wallTime, String actor, String actorKind, String type, String cycle, String ring,
                       @JsonRawValue @Schema(type = "object") String data, Long sequence, String hash) {

        static EventReport of(Trail.Event e) {
            return new EventReport(e.id(), e.businessTime(), e.wallTime(), e.actor(), e.actorKind(), e.type(), e.cycle(), e.ring(), e.data(),
                    e.sequence(), e.hash());
        }
    }

    @GetMapping("/api/v1/audit/events")
    @Operation(summary = "Events of a cycle, or of all, oldest first", description = "Without ?cycle= for auditors and camunda-admin. Others see the events of a "
            + "cycle, without refused decisions and who is kept from deciding.")
    @Paged
    ResponseEntity<List<EventReport>> events(@RequestParam(required = false) String cycle, @Parameter(hidden = true) HttpServletRequest request) {
        Page page = Page.of(request);
        String only = cycle == null || cycle.isBlank() ? null : ApiProblem.readable("cycle", cycle);
        boolean all = Allowed.SEE_PEOPLE.to(currentPerson.get());
        if (only == null && !all) {
            throw new ApiProblem(HttpStatus.FORBIDDEN, "The trail as a whole tells of sign-ins and refusals and is for " + Allowed.SEE_PEOPLE.names()
                    + ". Name a cycle: ?cycle=2026.08-B.");
        }
        List<Trail.Event> found = all ? trail.events(only, page.offset(), page.size()) : trail.work(only, page.offset(), page.size());
        return page.answer(request, found.stream().map(EventReport::of).toList(), all ? trail.count(only) : trail.countWork(only));
    }

    @GetMapping(path = "/api/v1/audit/key", produces = "application/x-pem-file")
    @Operation(summary = "Public half of the key that signs the trail, as PEM",
            description = "Compare it with a copy that did not come from this program.")
    String key() {
        return key.publicPem();
    }

    /** What the look found. {@code lagSeconds}: how long the oldest waiting event has waited. */
    @JsonPropertyOrder({"at", "intact", "finding", "sealed", "waiting", "lagSeconds", "head", "anchored", "anchors", "late"})
    record VerificationReport(Instant at, boolean intact, Verification.Finding finding, long sealed, long waiting, double lagSeconds,
                              Verification.End head, boolean anchored, int anchors, Late late) {

        static VerificationReport of(Verification v, boolean anchored) {
            return new VerificationReport(v.at(), v.intact(), v.finding(), v.sealed(), v.waiting(), v.lag().toMillis() / 1000.0, v.end(), anchored,
                    v.anchors(), new Late(v.late(), v.firstLate()));
        }
    }

    /** Events sealed more than 15 minutes after the time they tell, and the first of them: back-dated, or nobody sealed then. */
    record Late(long events, Long first) {
    }

    @GetMapping("/api/v1/audit/verification")
    @Operation(summary = "Recompute the whole chain and name the first row that is not as it was sealed",
            description = "For auditors and camunda-admin. One at a time; takes about a second for every hundred thousand events.")
    VerificationReport verification() {
        require("Verifying the trail belongs to auditors and camunda-admin.", Allowed.VERIFY_TRAIL);
        return VerificationReport.of(proof.verify(), proof.isAnchored());
    }

    /** Where the head stands now. */
    record AnchorReport(String file) {
    }

    @PostMapping("/api/v1/audit/anchors")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Write the signed head to the anchor folder now", description = "For camunda-admin. 409 when there is no folder or it says another thing.")
    AnchorReport anchor() {
        Person person = require("Anchoring the trail belongs to camunda-admin.", Allowed.ANCHOR_TRAIL);
        try {
            AnchorReport report = new AnchorReport(proof.anchor().getFileName().toString());
            trail.person(person.id(), "audit.anchored", null, null, Map.of("file", report.file()));
            return report;
        } catch (IllegalStateException e) {
            throw new ApiProblem(HttpStatus.CONFLICT, e.getMessage());
        }
    }

    private Person require(String rule, Allowed allowed) {
        Person person = currentPerson.get();
        if (!allowed.to(person)) {
            throw new ApiProblem(HttpStatus.FORBIDDEN, rule + " Ask one of them.");
        }
        return person;
    }
}
