package io.hotpatchcycle.console;

import io.hotpatchcycle.cycle.CycleReport;
import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.rollout.LedgerRows.GraphWrite;
import io.hotpatchcycle.rollout.ObservedOpening;
import io.hotpatchcycle.rollout.Rollouts;
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
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Cycles over REST. */
@RestController
@RequestMapping("/api/v1/cycles")
@Tag(name = "Cycles", description = "Releases on their way through the fleet")
class CyclesResource {

    private final Cycles cycles;
    private final CycleReports reports;
    private final Rollouts rollouts;
    private final Halts halts;
    private final RestartDecisions restarts;

    CyclesResource(Cycles cycles, CycleReports reports, Rollouts rollouts, Halts halts, RestartDecisions restarts) {
        this.restarts = restarts;
        this.cycles = cycles;
        this.reports = reports;
        this.rollouts = rollouts;
        this.halts = halts;
    }

    /** Why a cycle must stop, 1 to 2,000 characters. */
    record HaltRequest(String reason) {
    }

    @GetMapping
    @Operation(summary = "All cycles, newest release first")
    @Paged
    ResponseEntity<List<CycleReport>> list(@Parameter(hidden = true) HttpServletRequest request) {
        Page page = Page.of(request);
        List<CycleView> all = cycles.all();
        return page.answer(request, page.cut(all).stream().map(reports::of).toList(), all.size());
    }

    @GetMapping("/{id}")
    @Operation(summary = "One cycle with its rings")
    CycleReport one(@PathVariable String id) {
        return reports.of(find(id));
    }

    @GetMapping("/{id}/writes")
    @Operation(summary = "Every write to Microsoft Graph this cycle intended, oldest first")
    @Paged
    ResponseEntity<List<GraphWrite>> writes(@PathVariable String id, @Parameter(hidden = true) HttpServletRequest request) {
        Page page = Page.of(request);
        List<GraphWrite> all = rollouts.writes(find(id).id());
        return page.answer(request, page.cut(all), all.size());
    }

    @GetMapping("/{id}/observation")
    @Operation(summary = "What mode observe would have done ring by ring, against what happened; empty for a cycle under control")
    List<ObservedOpening> observation(@PathVariable String id) {
        return rollouts.observation(find(id).id());
    }

    @PostMapping("/{id}/halt")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Stop a cycle: no ring opens any more and every open one is suspended, until a person decides",
            description = "For release-managers, change-managers, cab and camunda-admin. 409 when the cycle has ended.")
    void halt(@PathVariable String id, @RequestBody HaltRequest body) {
        halts.halt(id, body.reason());
    }

    /** What became of a restart, and how one knows, 1 to 2,000 characters. */
    record RestartDecision(Boolean happened, String reason) {
    }

    @PostMapping("/{id}/writes/{write}/decision")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Say whether a restart call in state AMBIGUOUS happened: true, and it is never repeated, or false, and it is made again",
            description = "For release-managers, change-managers and camunda-admin. 409 when there is nothing to decide.")
    void decide(@PathVariable String id, @PathVariable long write, @RequestBody RestartDecision body) {
        restarts.decide(id, write, body.happened(), body.reason());
    }

    private CycleView find(String id) {
        return cycles.find(id).orElseThrow(() -> ApiProblem.noCycle(id));
    }
}
