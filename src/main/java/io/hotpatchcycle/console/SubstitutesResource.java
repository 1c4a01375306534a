package io.hotpatchcycle.console;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.hotpatchcycle.approval.SubstituteView;
import io.hotpatchcycle.approval.Substitutes;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Substitutes over REST. */
@RestController
@RequestMapping("/api/v1/substitutes")
@Tag(name = "Substitutes", description = "Who decides in whose place, from when until when")
class SubstitutesResource {

    private final Substitutes substitutes;
    private final Substitutions substitutions;
    private final Tenant tenant;

    SubstitutesResource(Substitutes substitutes, Substitutions substitutions, Tenant tenant) {
        this.substitutes = substitutes;
        this.substitutions = substitutions;
        this.tenant = tenant;
    }

    /** One substitution; {@code inForce} as of now, in business time. */
    @JsonPropertyOrder({"id", "person", "substitute", "from", "until", "inForce", "reason", "namedBy", "namedAt", "endedBy", "endedAt"})
    record SubstituteReport(long id, String person, String substitute, Instant from, Instant until, boolean inForce, String reason, String namedBy,
                            Instant namedAt, String endedBy, Instant endedAt) {

        static SubstituteReport of(SubstituteView s, Instant now) {
            return new SubstituteReport(s.id(), s.person(), s.substitute(), s.from(), s.until(), s.holdsAt(now), s.reason(), s.namedBy(), s.namedAt(),
                    s.endedBy(), s.endedAt());
        }
    }

    @GetMapping
    @Operation(summary = "All substitutes there ever were, the latest end first")
    @Paged
    ResponseEntity<List<SubstituteReport>> list(@Parameter(hidden = true) HttpServletRequest request) {
        Page page = Page.of(request);
        List<SubstituteView> all = substitutes.all();
        return page.answer(request, page.cut(all).stream().map(s -> SubstituteReport.of(s, tenant.now())).toList(), all.size());
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Name a substitute for yourself; as camunda-admin for anybody",
            description = "'from' and 'until' are days (until is included whole) or moments, in business time; without 'from' it begins now.")
    SubstituteReport name(@RequestBody Substitutions.Naming body) {
        return SubstituteReport.of(substitutions.name(body), tenant.now());
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "End a substitution before its time", description = "By either of the two, or camunda-admin. 409 when it is over.")
    void end(@PathVariable long id) {
        substitutions.end(id);
    }
}
