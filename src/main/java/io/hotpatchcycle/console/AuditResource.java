package io.hotpatchcycle.console;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.hotpatchcycle.audit.SigningKey;
import io.hotpatchcycle.audit.Trail;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The trail over REST, for everyone who is signed in. */
@RestController
@Tag(name = "Audit", description = "Who did what, when, on which facts")
class AuditResource {

    private final Trail trail;
    private final SigningKey key;

    AuditResource(Trail trail, SigningKey key) {
        this.trail = trail;
        this.key = key;
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
    @Operation(summary = "Events of a cycle, or of all, oldest first")
    @Paged
    ResponseEntity<List<EventReport>> events(@RequestParam(required = false) String cycle, @Parameter(hidden = true) HttpServletRequest request) {
        Page page = Page.of(request);
        String only = cycle == null || cycle.isBlank() ? null : ApiProblem.readable("cycle", cycle);
        return page.answer(request, trail.events(only, page.offset(), page.size()).stream().map(EventReport::of).toList(), trail.count(only));
    }

    @GetMapping(path = "/api/v1/audit/key", produces = "application/x-pem-file")
    @Operation(summary = "Public half of the key that signs the trail, as PEM",
            description = "Compare it with a copy that did not come from this program.")
    String key() {
        return key.publicPem();
    }
}
