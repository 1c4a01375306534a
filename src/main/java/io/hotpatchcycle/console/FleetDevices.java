package io.hotpatchcycle.console;

import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.eligibility.DeviceFilter;
import io.hotpatchcycle.eligibility.Eligibilities;
import io.hotpatchcycle.eligibility.Eligibility;
import io.hotpatchcycle.eligibility.Forecast;
import io.hotpatchcycle.eligibility.ListedDevice;
import io.hotpatchcycle.eligibility.ReasonTitles;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Active devices of a plan, by default the newest, by reason and eligibility: as a page, as JSON and as CSV; and what fixing reasons would bring. */
@Controller
@Tag(name = "Fleet")
class FleetDevices {

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

    private final PlanInView plans;
    private final Eligibilities eligibilities;
    private final OwnDevices own;
    private final Tenant tenant;

    FleetDevices(PlanInView plans, Eligibilities eligibilities, OwnDevices own, Tenant tenant) {
        this.tenant = tenant;
        this.own = own;
        this.plans = plans;
        this.eligibilities = eligibilities;
    }

    @GetMapping(value = "/api/v1/fleet/devices", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Active devices of the newest cycle's plan, or of the plan of 'cycle', that have a reason, or an eligibility; as text/csv all of them at once",
            description = "The headers Snapshot-Cycle and Snapshot-At say whose snapshot of the fleet it is, and of when.")
    @Paged
    @ResponseBody
    ResponseEntity<List<ListedDevice>> json(@RequestParam(required = false) String reason, @RequestParam(required = false) String eligibility,
                                            @RequestParam(required = false) String cycle, @Parameter(hidden = true) HttpServletRequest request) {
        DeviceFilter filter = filter(reason, eligibility);
        Page page = Page.of(request);
        CycleView plan = plans.withDevices(cycle);
        return PlanInView.told(plan, page.answer(request, eligibilities.devices(plan.id(), filter, page.offset(), page.size()),
                eligibilities.count(plan.id(), filter)));
    }

    @GetMapping(value = {"/api/v1/fleet/devices", "/fleet/devices.csv"}, produces = CsvAnswer.TYPE)
    ResponseEntity<StreamingResponseBody> csv(@RequestParam(required = false) String reason, @RequestParam(required = false) String eligibility,
                                              @RequestParam(required = false) String cycle) {
        DeviceFilter filter = filter(reason, eligibility);
        CycleView plan = plans.withDevices(cycle);
        return CsvAnswer.of(PlanInView.file("devices", plan), DeviceCsv.HEAD,
                lines -> eligibilities.eachDevice(plan.id(), filter, device -> lines.accept(DeviceCsv.line(device))));
    }

    /** A device as people read it. */
    record Row(String device, String name, String eligibility, List<String> reasons, String build, String ring, String track, String controlled) {

        static Row of(ListedDevice d) {
            return new Row(d.device(), d.name(), Words.code(d.eligibility()), d.reasons().stream().map(ReasonTitles::of).toList(), d.build(), d.ring(),
                    d.track() == null ? "not decided yet" : Words.fact(d.track()), d.controlled() ? "controlled"
                    : "not controlled: " + (d.uncontrolledWhy() == null ? "not known why" : Words.fact(d.uncontrolledWhy()).toLowerCase(Locale.ENGLISH)));
        }
    }

    @GetMapping("/api/v1/fleet/forecast")
    @Operation(summary = "What fixing each reason alone, and one after the other, would bring in eligible devices")
    @ResponseBody
    Forecast forecast(@RequestParam(required = false) String cycle) {
        return eligibilities.forecast(plans.of(cycle).id());
    }

    @GetMapping(value = "/fleet/devices", produces = MediaType.TEXT_HTML_VALUE)
    String page(@RequestParam(required = false) String reason, @RequestParam(required = false) String eligibility, @RequestParam(required = false) String cycle,
                HttpServletRequest request, Model model) {
        DeviceFilter filter = filter(reason, eligibility);
        Page page = Page.of(request);
        CycleView plan = plans.of(cycle);
        boolean kept = eligibilities.devicesKept(plan.id());
        model.addAttribute("cycle", plan.id());
        model.addAttribute("kept", kept);
        model.addAttribute("cycles", plans.all().stream().map(CycleView::id).toList());
        model.addAttribute("reason", reason == null ? "" : reason);
        model.addAttribute("eligibility", eligibility == null ? "" : eligibility);
        model.addAttribute("devices", eligibilities.devices(plan.id(), filter, page.offset(), page.size()).stream().map(Row::of).toList());
        model.addAttribute("title", reason == null ? "" : ReasonTitles.of(reason));
        model.addAttribute("asOf", Moment.of(plan.snapshotAt(), tenant.now()));
        model.addAttribute("pager", Pager.of(page, kept ? eligibilities.count(plan.id(), filter) : 0, "page"));
        return "fleet-devices";
    }

    private DeviceFilter filter(String reason, String eligibility) {
        if (reason != null && !reason.isEmpty() && !CODE.matcher(reason).matches()) {
            throw new ApiProblem(HttpStatus.BAD_REQUEST, "'reason' must be a code such as VBS_NOT_CONFIGURED; GET /api/v1/fleet/readiness lists them.");
        }
        Eligibility.State state = null;
        if (eligibility != null && !eligibility.isEmpty()) {
            state = Arrays.stream(Eligibility.State.values()).filter(s -> s.name().equals(eligibility)).findFirst().orElseThrow(() -> new ApiProblem(
                    HttpStatus.BAD_REQUEST, "'eligibility' must be one of " + Arrays.toString(Eligibility.State.values()) + "."));
        }
        return new DeviceFilter(reason == null || reason.isEmpty() ? null : reason, state, own.rings());
    }
}
