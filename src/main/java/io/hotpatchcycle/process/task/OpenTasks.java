package io.hotpatchcycle.process.task;

import java.util.List;
import java.util.function.BiConsumer;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.task.Task;

/** The open user tasks of the instance a timer belongs to. */
final class OpenTasks {

    private OpenTasks() {
    }

    static void forEach(DelegateExecution execution, BiConsumer<TaskService, Task> action) {
        TaskService tasks = execution.getProcessEngineServices().getTaskService();
        List<Task> open = tasks.createTaskQuery().processInstanceId(execution.getProcessInstanceId()).list();
        open.forEach(task -> action.accept(tasks, task));
    }
}
