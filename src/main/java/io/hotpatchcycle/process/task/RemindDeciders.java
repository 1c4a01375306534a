package io.hotpatchcycle.process.task;

import io.hotpatchcycle.approval.Approvals;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Notes that the people asked were reminded. It decides nothing. */
@Component("remindDeciders")
class RemindDeciders implements JavaDelegate {

    private final Approvals approvals;

    RemindDeciders(Approvals approvals) {
        this.approvals = approvals;
    }

    @Override
    public void execute(DelegateExecution execution) {
        OpenTasks.forEach(execution, (tasks, task) -> approvals.remind(task.getId()));
    }
}
