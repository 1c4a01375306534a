package io.hotpatchcycle.console;

import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.rollout.StopCount;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Devices that installed a release after its last stop: as a page, as JSON and as CSV. */
@Controller
@Tag(name = "Cycles")
class InstalledAfterStop {

    private static final String HEAD = DeviceCsv.line("device", "ring", "lastSeenWithout", "firstSeenWith");

    private final Cycles cycles;
    private final OwnDevices own;
    private final Tenant tenant;

    InstalledAfterStop(Cycles cycles, OwnDevices own, Tenant tenant) {
        this.cycles = cycles;
        this.own = own;
        this.tenant = tenant;
    }

    @GetMapping(value = "/api/v1/cycles/{id}/installed-after-stop", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Devices that installed the release after the last stop of the cycle and before that was lifted, the latest first; as text/csv all of them at once")
    @Paged
    @ResponseBody
    ResponseEntity<List<StopCount.Installed>> json(@PathVariable String id, @Parameter(hidden = true) HttpServletRequest request) {
        String cycle = find(id);
        Page page = Page.of(request);
        return page.answer(request, cycles.installedAfterStop(cycle, own.rings(), page.offset(), page.size()), cycles.countInstalledAfterStop(cycle, own.rings()));
    }

    @GetMapping(value = {"/api/v1/cycles/{id}/installed-after-stop", "/cycles/{id}/installed-after-stop.csv"}, produces = CsvAnswer.TYPE)
    ResponseEntity<StreamingResponseBody> csv(@PathVariable String id) {
        String cycle = find(id);
        var visible = own.rings();
        return CsvAnswer.of("installed-after-stop-" + cycle + ".csv", HEAD, lines -> cycles.eachInstalledAfterStop(cycle, visible,
                i -> lines.accept(DeviceCsv.line(i.device(), i.ring(), i.from(), i.to()))));
    }

    @GetMapping(value = "/cycles/{id}/installed-after-stop", produces = MediaType.TEXT_HTML_VALUE)
    String page(@PathVariable String id, HttpServletRequest request, Model model) {
        String cycle = find(id);
        Page page = Page.of(request);
        Instant now = tenant.now();
        model.addAttribute("cycleId", cycle);
        model.addAttribute("devices", cycles.installedAfterStop(cycle, own.rings(), page.offset(), page.size()).stream().map(i -> StopNote.Device.of(i, now)).toList());
        model.addAttribute("pager", Pager.of(page, cycles.countInstalledAfterStop(cycle, own.rings()), "page"));
        return "installed-after-stop";
    }

    private String find(String id) {
        return cycles.find(id).map(CycleView::id).orElseThrow(() -> ApiProblem.noCycle(id));
    }
}
