package io.hotpatchcycle.console;

import io.hotpatchcycle.approval.ManualTests;
import io.hotpatchcycle.evidence.OpenPoints;
import io.hotpatchcycle.governance.CorrectiveActions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tests by hand, and what was done about what went wrong. */
@RestController
@Tag(name = "Cycles", description = "One release carried through the fleet")
class CycleRecordsResource {

    private final CycleRecords records;

    CycleRecordsResource(CycleRecords records) {
        this.records = records;
    }

    @GetMapping("/api/v1/cycles/{id}/tests")
    @Operation(summary = "Tests by hand that were signed for rings of a cycle")
    List<ManualTests.Test> tests(@PathVariable String id) {
        return records.tests(id);
    }

    @PostMapping("/api/v1/cycles/{id}/tests")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Sign a test by hand: ring, what, result (PASSED or FAILED), note", description = "For release-managers, business-owners, operators and camunda-admin, "
            + "but for who requested, approved, overrode or changed the models (409). A failed test stops the cycle.")
    ManualTests.Test test(@PathVariable String id, @RequestBody CycleRecords.SignedTest test) {
        return records.sign(ApiProblem.readable("id", id), test);
    }

    @GetMapping("/api/v1/cycles/{id}/open-points")
    @Operation(summary = "What somebody has to explain: failed controls, incidents, interventions without a reason", description = "For who signs what was done, and auditors.")
    List<OpenPoints.Point> points(@PathVariable String id) {
        return records.points(id);
    }

    @GetMapping("/api/v1/cycles/{id}/corrective-actions")
    @Operation(summary = "What was done about them")
    List<CorrectiveActions.Action> actions(@PathVariable String id) {
        return records.actions(id);
    }

    @PostMapping("/api/v1/cycles/{id}/corrective-actions")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Sign what was done: about (as in the open points), cause, action", description = "For release-managers, change-managers, operators and camunda-admin. "
            + "Also when the cycle has ended; its next pack has it.")
    CorrectiveActions.Action action(@PathVariable String id, @RequestBody CycleRecords.SignedAction action) {
        return records.sign(ApiProblem.readable("id", id), action);
    }
}
