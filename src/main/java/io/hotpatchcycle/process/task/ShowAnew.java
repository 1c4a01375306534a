package io.hotpatchcycle.process.task;

import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.process.ShownVariables;
import io.hotpatchcycle.process.Variables;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Shows the figures of now on the question what becomes of a stop. Who has the form open is told so when he decides on the old ones. */
@Component("showAnew")
class ShowAnew implements JavaDelegate {

    private final Approvals approvals;
    private final Pictures pictures;

    ShowAnew(Approvals approvals, Pictures pictures) {
        this.approvals = approvals;
        this.pictures = pictures;
    }

    @Override
    public void execute(DelegateExecution execution) {
        OpenTasks.forEach(execution, (tasks, task) -> {
            if (Asked.of(task.getTaskDefinitionKey()) == Asked.RESOLVE_STOP) {
                Map<String, Object> shown = pictures.of(Asked.RESOLVE_STOP, Variables.CYCLE_ID.from(execution), null, null);
                approvals.showAnew(task.getId(), shown);
                tasks.setVariablesLocal(task.getId(), ShownVariables.of(shown));
            }
        });
    }
}
