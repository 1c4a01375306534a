package io.hotpatchcycle.process;

import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.approval.DecisionRefused;
import io.hotpatchcycle.approval.FiguresChanged;
import io.hotpatchcycle.rollout.ShortTransactions;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;

/** What remains of a refused decision once its own transaction is gone: an event of the trail, and a form with the figures of now. */
final class RefusedDecisions {

    private final Approvals approvals;
    private final TaskService tasks;
    private final IdentityService identity;
    private final ShortTransactions transactions;

    RefusedDecisions(Approvals approvals, TaskService tasks, IdentityService identity, ShortTransactions transactions) {
        this.approvals = approvals;
        this.tasks = tasks;
        this.identity = identity;
        this.transactions = transactions;
    }

    void settle(DecisionRefused refusal) {
        // Who decides may not write what the form shows; the program does.
        AsTheProgram.get(identity, () -> transactions.run(() -> {
            approvals.refused(refusal);
            if (refusal instanceof FiguresChanged changed && changed.attempt() != null) {
                approvals.showAnew(changed.attempt().taskId(), changed.shown());
                tasks.setVariablesLocal(changed.attempt().taskId(), ShownVariables.of(changed.shown()));
            }
            return null;
        }));
    }
}
