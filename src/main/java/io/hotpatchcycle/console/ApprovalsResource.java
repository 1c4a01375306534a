package io.hotpatchcycle.console;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.hotpatchcycle.approval.ApprovalView;
import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.approval.Subject;
import io.hotpatchcycle.cycle.Cycles;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Questions and answers of a cycle over REST. */
@RestController
@Tag(name = "Cycles")
class ApprovalsResource {

    private final Approvals approvals;
    private final Cycles cycles;

    ApprovalsResource(Approvals approvals, Cycles cycles) {
        this.approvals = approvals;
        this.cycles = cycles;
    }

    /** A question and its answer; {@code inPlaceOf} names whom a substitute decided for. */
    @JsonPropertyOrder({"task", "subject", "ring", "asked", "requestedAt", "dueAt", "decision", "decidedBy", "inPlaceOf", "decidedAt", "comment",
        "changeReference", "shownSha256"})
    record ApprovalReport(String task, Subject subject, String ring, List<String> asked, Instant requestedAt, Instant dueAt, String decision,
                          String decidedBy, String inPlaceOf, Instant decidedAt, String comment, String changeReference, String shownSha256) {

        static ApprovalReport of(ApprovalView a) {
            return new ApprovalReport(a.taskId(), a.subject(), a.ring(), List.of(a.asked().split(",")), a.requestedAt(), a.dueAt(), a.decision(),
                    a.decidedBy(), a.decidedFor(), a.decidedAt(), a.comment(), a.changeReference(), a.shownHash());
        }
    }

    @GetMapping("/api/v1/cycles/{id}/approvals")
    @Operation(summary = "Everything asked and decided for a cycle, oldest first")
    @Paged
    ResponseEntity<List<ApprovalReport>> list(@PathVariable String id, @Parameter(hidden = true) HttpServletRequest request) {
        Page page = Page.of(request);
        List<ApprovalView> all = approvals.of(cycles.find(id).orElseThrow(() -> ApiProblem.noCycle(id)).id());
        return page.answer(request, page.cut(all).stream().map(ApprovalReport::of).toList(), all.size());
    }
}
