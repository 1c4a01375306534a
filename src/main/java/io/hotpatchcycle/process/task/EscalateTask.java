package io.hotpatchcycle.process.task;

import io.hotpatchcycle.approval.Approvals;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** When a deadline has passed: the task moves to the top, and one more group is asked. It decides nothing. */
@Component("escalateTask")
class EscalateTask implements JavaDelegate {

    private static final int TOP_PRIORITY = 100;

    private final Approvals approvals;

    EscalateTask(Approvals approvals) {
        this.approvals = approvals;
    }

    @Override
    public void execute(DelegateExecution execution) {
        OpenTasks.forEach(execution, (tasks, task) -> {
            String group = Asked.of(task.getTaskDefinitionKey()).escalateTo();
            if (approvals.escalate(task.getId(), group)) {
                tasks.setPriority(task.getId(), TOP_PRIORITY);
                tasks.addCandidateGroup(task.getId(), group);
            }
        });
    }
}
