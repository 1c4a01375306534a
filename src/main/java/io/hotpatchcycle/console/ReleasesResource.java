package io.hotpatchcycle.console;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The catalog over REST. */
@RestController
@Tag(name = "Releases", description = "Quality updates as the Windows updates catalog lists them")
class ReleasesResource {

    private final ReleaseReports reports;
    private final Declining declining;

    ReleasesResource(ReleaseReports reports, Declining declining) {
        this.declining = declining;
        this.reports = reports;
    }

    @PostMapping("/api/v1/releases/{id}/decision")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Say that a release without a cycle is not deployed: somebody else signs what that means on his task",
            description = "For release-managers, change-managers, cab and camunda-admin. 409 when a cycle carries it, or it was asked before.")
    Asked decision(@PathVariable String id) {
        return new Asked(declining.decline(id));
    }

    /** The number of the question. */
    record Asked(long decision) {
    }

    @GetMapping("/api/v1/releases")
    @Operation(summary = "All known releases, newest first, with their kinds and cycles")
    @Paged
    ResponseEntity<List<ReleaseReport>> list(@Parameter(hidden = true) HttpServletRequest request) {
        Page page = Page.of(request);
        List<ReleaseReport> all = reports.all();
        return page.answer(request, page.cut(all), all.size());
    }
}
