package io.hotpatchcycle.console;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The catalog over REST. */
@RestController
@Tag(name = "Releases", description = "Quality updates as the Windows updates catalog lists them")
class ReleasesResource {

    private final ReleaseReports reports;

    ReleasesResource(ReleaseReports reports) {
        this.reports = reports;
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
