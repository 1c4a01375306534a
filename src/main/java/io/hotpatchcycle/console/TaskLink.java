package io.hotpatchcycle.console;

import io.hotpatchcycle.approval.ApprovalView;
import io.hotpatchcycle.approval.Approvals;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * Where a message leads: to the task in Tasklist, also for who has to sign in first. Tasklist's own address has the task
 * behind a {@code #}, which no server sees and a sign-in loses.
 */
@Controller
class TaskLink {

    private final Approvals approvals;

    TaskLink(Approvals approvals) {
        this.approvals = approvals;
    }

    @GetMapping("/tasks/{id}")
    String lead(@PathVariable String id) {
        Optional<ApprovalView> asked = id.matches("[A-Za-z0-9-]{1,64}") ? approvals.find(id) : Optional.empty();
        ApprovalView task = asked.orElseThrow(() -> new ApiProblem(HttpStatus.NOT_FOUND, "There is no task '" + id + "'. Tasklist lists those that wait."));
        return task.decision() == null || task.cycleId() == null ? "redirect:/camunda/app/tasklist/default/#/?task=" + id
                : "redirect:/cycles/" + task.cycleId() + "#approvals";
    }
}
