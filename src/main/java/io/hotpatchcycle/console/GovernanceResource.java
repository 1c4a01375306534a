package io.hotpatchcycle.console;

import io.hotpatchcycle.evidence.Search;
import io.hotpatchcycle.governance.LegalHolds;
import io.hotpatchcycle.governance.PatchPolicies;
import io.hotpatchcycle.governance.Retention;
import io.hotpatchcycle.governance.RingMemberships;
import io.hotpatchcycle.process.history.EngineHistory;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Policies, ring rules, holds, retention and roles over REST. */
@RestController
@Tag(name = "Governance", description = "What stands above single cycles")
class GovernanceResource {

    private final Governing governing;
    private final PatchPolicies policies;
    private final RingMemberships memberships;
    private final LegalHolds holds;
    private final Retention retention;
    private final EngineHistory engine;
    private final DeskDoor door;

    GovernanceResource(Governing governing, PatchPolicies policies, RingMemberships memberships, LegalHolds holds, Retention retention, EngineHistory engine,
                       DeskDoor door) {
        this.governing = governing;
        this.policies = policies;
        this.memberships = memberships;
        this.holds = holds;
        this.retention = retention;
        this.engine = engine;
        this.door = door;
    }

    /** Why a hold is set. */
    record Why(String reason) {
    }

    /** Retention as in force. */
    record RetentionReport(long historyDays, long trailDays, long personalDays, List<Retention.KeptPack> packs) {
    }

    @GetMapping("/api/v1/policies")
    @Operation(summary = "Every version of the patch policy, newest first")
    List<PatchPolicies.Policy> policies() {
        return policies.all();
    }

    @PostMapping("/api/v1/policies")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Propose the next version of the patch policy", description = "For release-managers, change-managers and camunda-admin. Another person decides it.")
    PatchPolicies.Policy propose(@RequestBody Governing.Proposal proposal) {
        return governing.propose(proposal);
    }

    @PostMapping("/api/v1/policies/{version}/decision")
    @Operation(summary = "APPROVE or REJECT a version", description = "For change-managers and cab; never for who proposed it (409).")
    PatchPolicies.Policy decide(@PathVariable int version, @RequestBody Governing.Answer answer) {
        return governing.decidePolicy(version, answer);
    }

    @GetMapping("/api/v1/ring-memberships")
    @Operation(summary = "The rules of who is in which ring, as they were configured, newest first, and who approved them")
    List<RingMemberships.Membership> memberships() {
        return memberships.all();
    }

    @PostMapping("/api/v1/ring-memberships/{id}/decision")
    @Operation(summary = "APPROVE or REJECT the newest rules of membership", description = "For change-managers and cab.")
    List<RingMemberships.Membership> decide(@PathVariable long id, @RequestBody Governing.Answer answer) {
        governing.decideMembership(id, answer);
        return memberships.all();
    }

    @GetMapping("/api/v1/holds")
    @Operation(summary = "Every legal hold there ever was, newest first")
    List<LegalHolds.Hold> holds() {
        return holds.all();
    }

    @PostMapping("/api/v1/cycles/{id}/hold")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Hold a cycle: nothing of it is cleaned", description = "For change-managers and camunda-admin. 409 when it is held already.")
    List<LegalHolds.Hold> hold(@PathVariable String id, @RequestBody Why why) {
        governing.hold(id, why.reason());
        return holds.all();
    }

    @DeleteMapping("/api/v1/cycles/{id}/hold")
    @Operation(summary = "Lift the hold of a cycle, with ?reason=", description = "For change-managers and camunda-admin. 409 when it is not held.")
    List<LegalHolds.Hold> lift(@PathVariable String id, @RequestParam(required = false) String reason) {
        governing.lift(id, reason);
        return holds.all();
    }

    @GetMapping("/api/v1/retention")
    @Operation(summary = "How long what is kept, and the packs kept")
    RetentionReport retention() {
        Retention.Periods periods = retention.periods();
        return new RetentionReport(periods.history().toDays(), periods.trail().toDays(), periods.personal().toDays(), retention.kept());
    }

    @GetMapping("/api/v1/audit/access")
    @Operation(summary = "Who held which role when", description = "For auditors and camunda-admin. ?from= and ?to= are days (UTC), ?person= narrows it.")
    List<Map<String, Object>> access(HttpServletRequest request) {
        door.enter();
        Search search = DeskQuery.of(request).search();
        return DeskPopulation.json(engine.roles(search));
    }
}
