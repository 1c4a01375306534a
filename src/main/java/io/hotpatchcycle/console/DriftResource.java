package io.hotpatchcycle.console;

import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.rollout.Drift;
import io.hotpatchcycle.rollout.Signal;
import io.hotpatchcycle.rollout.Signals;
import io.hotpatchcycle.rollout.TenantDrift;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What changed in the tenant while a cycle ran, over REST. */
@RestController
@RequestMapping("/api/v1/cycles/{id}")
@Tag(name = "Cycles")
class DriftResource {

    private final Cycles cycles;
    private final TenantDrift drift;
    private final Signals signals;

    DriftResource(Cycles cycles, TenantDrift drift, Signals signals) {
        this.signals = signals;
        this.cycles = cycles;
        this.drift = drift;
    }

    /** What could not be matched line by line. */
    record Unmatched(List<Drift.Event> eventsWithoutChange, List<Long> writesWithoutEvent) {
    }

    @GetMapping("/drift")
    @Operation(summary = "Changes of policies, approvals, update rings and groups of our units, the newest first, with before and after and by whom; "
            + "OURS are those that a write of the ledger explains")
    @Paged
    ResponseEntity<List<Drift>> changes(@PathVariable String id, @Parameter(hidden = true) HttpServletRequest request) {
        String cycle = find(id);
        Page page = Page.of(request);
        return page.answer(request, drift.list(cycle, page.offset(), page.size()), drift.count(cycle));
    }

    @GetMapping("/drift/unmatched")
    @Operation(summary = "Events of Intune's record by others that no change shows, and writes of ours that the record does not show after a day")
    Unmatched unmatched(@PathVariable String id) {
        String cycle = find(id);
        return new Unmatched(drift.unmatched(cycle), drift.writesWithoutEvent(cycle));
    }

    /** A ring's signals and its open alerts. */
    record RingSignals(String ring, List<Signal> signals, List<Signal.Alert> alerts) {
    }

    @GetMapping("/signals")
    @Operation(summary = "What is watched beside failures, ring by ring, with the mode, the limit and how it stands; and open alerts by code")
    List<RingSignals> signals(@PathVariable String id) {
        String cycle = find(id);
        return cycles.rings(cycle).stream().map(r -> new RingSignals(r.name(), signals.list(cycle, r.name()), signals.alerts(cycle, r.name()))).toList();
    }

    private String find(String id) {
        return cycles.find(id).map(CycleView::id).orElseThrow(() -> ApiProblem.noCycle(id));
    }
}
