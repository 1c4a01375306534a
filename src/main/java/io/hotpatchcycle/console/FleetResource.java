package io.hotpatchcycle.console;

import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.eligibility.DeviceEligibility;
import io.hotpatchcycle.eligibility.Eligibilities;
import io.hotpatchcycle.eligibility.Readiness;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** How ready the fleet and its devices are for hotpatch, over REST. */
@RestController
@Tag(name = "Fleet", description = "Which devices can be hotpatched, and what keeps the others from it")
class FleetResource {

    private final NewestPlan newestPlan;
    private final Eligibilities eligibilities;
    private final OwnDevices own;

    FleetResource(NewestPlan newestPlan, Eligibilities eligibilities, OwnDevices own) {
        this.own = own;
        this.newestPlan = newestPlan;
        this.eligibilities = eligibilities;
    }

    /** The newest cycle that has looked at the fleet. */
    @Component
    static final class NewestPlan {

        private final Cycles cycles;

        NewestPlan(Cycles cycles) {
            this.cycles = cycles;
        }

        Optional<CycleView> cycle() {
            return cycles.all().stream().filter(c -> c.snapshotAt() != null).findFirst();
        }
    }

    @GetMapping("/api/v1/fleet/readiness")
    @Operation(summary = "Eligible, not eligible, unknown, and the reasons, over the newest cycle's plan",
            description = "Eligible, not eligible and unknown add up to the active devices: those that checked in within 30 days.")
    Readiness readiness() {
        return newestPlan.cycle().map(c -> eligibilities.readiness(c.id())).orElseThrow(() -> new ApiProblem(HttpStatus.NOT_FOUND,
                "No cycle has taken a snapshot of the fleet yet, so nothing is known of its readiness. Ask again in a minute."));
    }

    @GetMapping("/api/v1/devices/{id}/eligibility")
    @Operation(summary = "Whether a device (Intune device id) can be hotpatched and if not why, in its newest plan")
    DeviceEligibility device(@PathVariable String id) {
        return eligibilities.ofDevice(id).filter(own::sees).orElseThrow(() -> new ApiProblem(HttpStatus.NOT_FOUND,
                "No plan knows a device '" + id + "'. Use the Intune device id of a device that was enrolled before the newest cycle's snapshot."));
    }
}
