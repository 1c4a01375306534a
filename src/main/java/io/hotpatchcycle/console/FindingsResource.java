package io.hotpatchcycle.console;

import io.hotpatchcycle.finding.Finding;
import io.hotpatchcycle.finding.Findings;
import io.hotpatchcycle.finding.ImportedList;
import io.hotpatchcycle.fleet.VisibleRings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Lists of vulnerability scanners over REST. */
@RestController
@Tag(name = "Findings")
class FindingsResource {

    private static final String PATH = "/api/v1/findings";

    private final FindingImports imports;
    private final Findings findings;
    private final OwnDevices own;

    FindingsResource(FindingImports imports, Findings findings, OwnDevices own) {
        this.own = own;
        this.imports = imports;
        this.findings = findings;
    }

    @PostMapping(value = PATH, consumes = CsvAnswer.TYPE)
    @Operation(summary = "Import a scanner's list (CSV with the columns device, and cve or kb): each line is judged false positive, real or unknown",
            description = "For release-managers, change-managers and camunda-admin. A device is named by its name, Entra or Intune device id. Where a line "
                    + "names both, the KB decides. Kept for 90 days.")
    ResponseEntity<ImportedList> post(@RequestParam(required = false) String name, @Parameter(hidden = true) HttpServletRequest request) throws IOException {
        ImportedList judged = imports.importList(name, new InputStreamReader(request.getInputStream(), StandardCharsets.UTF_8));
        return ResponseEntity.created(URI.create(PATH + "/" + judged.id())).body(judged);
    }

    @GetMapping(PATH)
    @Operation(summary = "The lists that were imported, newest first")
    List<ImportedList> list() {
        return findings.imports();
    }

    @GetMapping(value = PATH + "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "How the lines of a list were judged, with the proof; as text/csv all of them at once")
    @Paged
    ResponseEntity<List<Finding>> lines(@PathVariable String id, @RequestParam(required = false) String verdict,
                                        @Parameter(hidden = true) HttpServletRequest request) {
        Page page = Page.of(request);
        ImportedList list = imports.find(id);
        Finding.Verdict wanted = FindingImports.verdict(verdict);
        return page.answer(request, findings.lines(list.id(), wanted, own.rings(), page.offset(), page.size()),
                findings.count(list.id(), wanted, own.rings()));
    }

    @GetMapping(value = {PATH + "/{id}", "/findings/{id}/lines.csv"}, produces = CsvAnswer.TYPE)
    ResponseEntity<StreamingResponseBody> csv(@PathVariable String id, @RequestParam(required = false) String verdict) {
        ImportedList list = imports.find(id);
        Finding.Verdict wanted = FindingImports.verdict(verdict);
        VisibleRings visible = own.rings();
        return CsvAnswer.of("findings-" + list.id() + ".csv", DeviceCsv.line("line", "device", "cve", "kb", "verdict", "why", "proof", "deviceId",
                "matchedBy", "build", "installedKb", "twinKb", "release", "effectiveAfter", "effectiveSince", "asOf"), lines -> findings.each(list.id(), wanted, visible,
                f -> lines.accept(DeviceCsv.line(f.line(), f.device(), f.cve(), f.kb(), f.verdict(), f.why(), f.why().sentence(), f.deviceId(),
                        f.matchedBy(), f.build(), f.installedKb(), f.twinKb(), f.release(), f.levelAfter(), f.levelSince(), f.asOf()))));
    }
}
