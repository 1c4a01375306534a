package io.hotpatchcycle.console;

import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.eligibility.DeviceEligibility;
import io.hotpatchcycle.eligibility.Eligibilities;
import io.hotpatchcycle.eligibility.Readiness;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How ready the fleet and its devices are for hotpatch, over REST. */
@RestController
@Tag(name = "Fleet", description = "Which devices can be hotpatched, and what keeps the others from it")
class FleetResource {

    private final PlanInView plans;
    private final Eligibilities eligibilities;
    private final OwnDevices own;

    FleetResource(PlanInView plans, Eligibilities eligibilities, OwnDevices own) {
        this.own = own;
        this.plans = plans;
        this.eligibilities = eligibilities;
    }

    @GetMapping("/api/v1/fleet/readiness")
    @Operation(summary = "Eligible, not eligible, unknown, and the reasons, over the plan of the newest cycle or of the one that 'cycle' names",
            description = "Eligible, not eligible and unknown add up to the active devices: those that checked in within 30 days. The headers Snapshot-Cycle and "
                    + "Snapshot-At say whose snapshot of the fleet it is, and of when.")
    ResponseEntity<Readiness> readiness(@RequestParam(required = false) String cycle) {
        CycleView plan = plans.of(cycle);
        return ResponseEntity.ok().headers(PlanInView.told(plan)).body(eligibilities.readiness(plan.id()));
    }

    @GetMapping("/api/v1/devices/{id}/eligibility")
    @Operation(summary = "Whether a device (Intune device id) can be hotpatched and if not why, in its newest plan")
    DeviceEligibility device(@PathVariable String id) {
        return eligibilities.ofDevice(id).filter(own::sees).orElseThrow(() -> new ApiProblem(HttpStatus.NOT_FOUND,
                "No plan knows a device '" + id + "'. Use the Intune device id of a device that was enrolled before the newest cycle's snapshot."));
    }
}
