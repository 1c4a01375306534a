package io.hotpatchcycle.console;

import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.fleet.VisibleRings;
import io.hotpatchcycle.rollout.GateProof;
import io.hotpatchcycle.rollout.UnapprovedInstall;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Devices that run a release without an approval, as JSON and as CSV. */
@RestController
@Tag(name = "Cycles")
class UnapprovedResource {

    private static final String HEAD = DeviceCsv.line("device", "name", "ring", "build", "buildBefore", "class", "because", "approval", "lastSeenWithout",
            "firstSeenWith", "foundAt");

    private final Cycles cycles;
    private final GateProof proof;
    private final OwnDevices own;

    UnapprovedResource(Cycles cycles, GateProof proof, OwnDevices own) {
        this.own = own;
        this.cycles = cycles;
        this.proof = proof;
    }

    @GetMapping(value = "/api/v1/cycles/{id}/unapproved-installs", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Controlled devices that run a build which was not approved for their unit at the time, the unexplained ones first; "
            + "as text/csv all of them at once")
    @Paged
    ResponseEntity<List<UnapprovedInstall>> json(@PathVariable String id, @Parameter(hidden = true) HttpServletRequest request) {
        String cycle = find(id);
        Page page = Page.of(request);
        return page.answer(request, proof.list(cycle, own.rings(), page.offset(), page.size()), proof.count(cycle, own.rings()));
    }

    @GetMapping(value = {"/api/v1/cycles/{id}/unapproved-installs", "/cycles/{id}/unapproved-installs.csv"}, produces = CsvAnswer.TYPE)
    ResponseEntity<StreamingResponseBody> csv(@PathVariable String id) {
        String cycle = find(id);
        VisibleRings visible = own.rings();
        return CsvAnswer.of("unapproved-installs-" + cycle + ".csv", HEAD, lines -> proof.each(cycle, visible, i -> lines.accept(DeviceCsv.line(i.deviceId(), i.device(),
                i.ring(), i.level(), i.before(), i.installClass(), i.because(), i.approval(), i.notBefore(), i.notAfter(), i.foundAt()))));
    }

    private String find(String id) {
        return cycles.find(id).map(CycleView::id).orElseThrow(() -> ApiProblem.noCycle(id));
    }
}
