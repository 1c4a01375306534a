package io.hotpatchcycle.console;

import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.finding.KbTwin;
import io.hotpatchcycle.finding.KbTwins;
import io.hotpatchcycle.fleet.VisibleRings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** What each device runs, and the article that is as good. */
@RestController
@Tag(name = "Findings", description = "Proof against the lists of vulnerability scanners")
class KbTwinResource {

    private static final String HEAD = DeviceCsv.line("device", "name", "entraDeviceId", "build", "installedKb", "hotpatch", "twinKb", "twinBuild",
            "release", "cves", "effectiveAfter", "effectiveSince", "asOf");

    private final KbTwins twins;
    private final OwnDevices own;
    private final PlanInView plans;

    KbTwinResource(KbTwins twins, OwnDevices own, PlanInView plans) {
        this.plans = plans;
        this.own = own;
        this.twins = twins;
    }

    @GetMapping(value = "/api/v1/fleet/kb-twins", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Per device: level, installed KB, the KB that is as good, CVEs, effective since; as text/csv all of them at once",
            description = "'kb' narrows it to devices that run it or its twin. With 'cycle' it is what that cycle's snapshot found (headers Snapshot-Cycle, Snapshot-At); "
                    + "without, what each device was seen running last. Effective between levelAfter (last seen on another level) and "
                    + "levelSince (first seen on this one). CVEs are the exploited ones, which the catalog names, and where "
                    + "MSRC's document of the month was read all that the installed article fixes.")
    @Paged
    ResponseEntity<List<KbTwin>> json(@RequestParam(required = false) String kb, @RequestParam(required = false) String cycle,
                                      @Parameter(hidden = true) HttpServletRequest request) {
        Page page = Page.of(request);
        String article = article(kb);
        if (cycle != null && !cycle.isEmpty()) {
            CycleView plan = plans.withDevices(cycle);
            return PlanInView.told(plan, page.answer(request, twins.devices(plan.id(), article, own.rings(), page.offset(), page.size()),
                    twins.count(plan.id(), article, own.rings())));
        }
        return page.answer(request, twins.devices(article, own.rings(), page.offset(), page.size()), twins.count(article, own.rings()));
    }

    @GetMapping(value = {"/api/v1/fleet/kb-twins", "/fleet/kb-twins.csv"}, produces = CsvAnswer.TYPE)
    ResponseEntity<StreamingResponseBody> csv(@RequestParam(required = false) String kb, @RequestParam(required = false) String cycle) {
        String article = article(kb);
        VisibleRings visible = own.rings();
        if (cycle != null && !cycle.isEmpty()) {
            CycleView plan = plans.withDevices(cycle);
            return CsvAnswer.of(PlanInView.file("kb-twins", plan), HEAD, lines -> twins.each(plan.id(), article, visible, t -> lines.accept(line(t))));
        }
        return CsvAnswer.of("kb-twins.csv", HEAD, lines -> twins.each(article, visible, t -> lines.accept(line(t))));
    }

    private static String line(KbTwin t) {
        return DeviceCsv.line(t.device(), t.name(), t.entraDeviceId(), t.build(), t.installedKb(), t.hotpatch(), t.twinKb(), t.twinBuild(), t.release(),
                String.join(" ", t.cves()), t.levelAfter(), t.levelSince(), t.asOf());
    }

    private static String article(String kb) {
        if (kb == null || kb.isEmpty()) {
            return null;
        }
        if (!kb.matches("(?i)KB\\d{1,9}")) {
            throw new ApiProblem(HttpStatus.BAD_REQUEST, "'kb' must be an article such as KB5120994.");
        }
        return kb.toUpperCase(Locale.ROOT);
    }
}
