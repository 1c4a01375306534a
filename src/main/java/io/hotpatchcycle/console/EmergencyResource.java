package io.hotpatchcycle.console;

import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.cycle.Emergencies;
import io.hotpatchcycle.cycle.ReleaseDecisionView;
import io.hotpatchcycle.cycle.ReleaseDecisions;
import io.hotpatchcycle.rollout.Expedites;
import io.hotpatchcycle.rollout.RollBackView;
import io.hotpatchcycle.rollout.RollBacks;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Emergencies and releases that nobody deploys, over REST. They are decided on their tasks, not here. */
@RestController
@RequestMapping("/api/v1/cycles/{id}")
@Tag(name = "Cycles")
class EmergencyResource {

    private final Cycles cycles;
    private final Emergencies emergencies;
    private final ReleaseDecisions decisions;
    private final RollBacks rollBacks;
    private final Expedites expedites;
    private final Asking asking;

    EmergencyResource(Cycles cycles, Emergencies emergencies, ReleaseDecisions decisions, RollBacks rollBacks, Expedites expedites, Asking asking) {
        this.expedites = expedites;
        this.cycles = cycles;
        this.emergencies = emergencies;
        this.decisions = decisions;
        this.rollBacks = rollBacks;
        this.asking = asking;
    }

    /**
     * @param reason       why it cannot wait, 1 to 2,000 characters
     * @param expediteDays 0 to 2, so that Intune brings the release past every deferral and forces the restart that many days after the installation; null: not
     */
    record EmergencyRequest(String reason, Integer expediteDays) {
    }

    /** Why it must be taken back, 1 to 2,000 characters. */
    record RollBackRequest(String reason) {
    }

    @PostMapping("/emergency")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Ask for an emergency change: somebody else decides about it on his task",
            description = "For release-managers, change-managers, cab and camunda-admin. 409 when the cycle has ended or it was asked for before. With expediteDays (0 to 2) Intune is to expedite the release; "
                    + "400 when its catalog does not let it.")
    void request(@PathVariable String id, @RequestBody EmergencyRequest body) {
        asking.emergency(id, body.reason(), body.expediteDays());
    }

    @PostMapping("/rings/{ring}/roll-back")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Ask for a ring of a stopped cycle to be taken back: somebody else decides about it on his task",
            description = "For release-managers, change-managers, cab and camunda-admin.")
    RollBackView rollBack(@PathVariable String id, @PathVariable String ring, @RequestBody RollBackRequest body) {
        return asking.rollBack(id, ring, body.reason());
    }

    @GetMapping("/roll-backs")
    @Operation(summary = "Rings that were, or are, taken back; newest first")
    List<RollBackView> rollBacks(@PathVariable String id) {
        return rollBacks.of(cycles.find(id).orElseThrow(() -> ApiProblem.noCycle(id)).id());
    }

    @GetMapping("/emergency/skipped")
    @Operation(summary = "The controls that an emergency left out, and what stood in their place")
    List<Emergencies.Skipped> skipped(@PathVariable String id) {
        return emergencies.skipped(cycles.find(id).orElseThrow(() -> ApiProblem.noCycle(id)).id());
    }

    @GetMapping("/emergency/expedite")
    @Operation(summary = "How it stands with the expedite policy of each ring, where one was asked for")
    List<Expedites.Standing> expedites(@PathVariable String id) {
        return expedites.standing(cycles.find(id).orElseThrow(() -> ApiProblem.noCycle(id)).id());
    }

    @GetMapping("/release-decisions")
    @Operation(summary = "Why the release is not deployed, what risk stays, who carries it and until when; newest first")
    List<ReleaseDecisionView> decisions(@PathVariable String id) {
        return decisions.of(cycles.find(id).orElseThrow(() -> ApiProblem.noCycle(id)).id());
    }
}
