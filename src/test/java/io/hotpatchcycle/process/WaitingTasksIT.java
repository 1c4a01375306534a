package io.hotpatchcycle.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.testing.FrameApplication;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The list of what waits for whom is read while people answer. */
class WaitingTasksIT {

    private static final int TASKS = 300;

    @TempDir
    private Path folder;

    @Test
    void tasksThatAreAnsweredWhileTheListIsReadAreLeftOut() {
        try (ConfigurableApplicationContext program = SpringApplication.run(FrameApplication.class, "--server.port=0", "--hotpatch.data-dir=" + folder,
                "--camunda.bpm.job-execution.enabled=false")) {
            ProcessEngine engine = program.getBean(ProcessEngine.class);
            engine.getRepositoryService().createDeployment().addModelInstance("list-test.bpmn", model()).deploy();
            for (int i = 0; i < TASKS; i++) {
                engine.getRuntimeService().startProcessInstanceByKey("list-test", Map.of("cycleId", "cycle " + i));
            }
            RunningCycles running = new RunningCycles(null, null, engine.getRuntimeService(), engine.getTaskService(), engine.getIdentityService(), null);
            assertThat(running.waiting()).hasSize(TASKS).allSatisfy(task -> {
                assertThat(task.cycleId()).startsWith("cycle ");
                assertThat(task.groups()).containsExactly("change-managers");
            });
            CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> answerAll(engine.getTaskService()));
            int looks = 0;
            while (!answering.isDone()) {
                assertThat(running.waiting().stream().map(RunningCycles.WaitingTask::cycleId)).doesNotContainNull();
                looks++;
            }
            answering.join();
            assertThat(looks).isPositive();
            assertThat(running.waiting()).isEmpty();
        }
    }

    private static void answerAll(TaskService tasks) {
        List<Task> all = tasks.createTaskQuery().processDefinitionKey("list-test").list();
        all.forEach(task -> tasks.complete(task.getId()));
    }

    /** A task two levels down: answering it removes executions on the way from the task to the variables. */
    private static BpmnModelInstance model() {
        return Bpmn.createExecutableProcess("list-test").camundaHistoryTimeToLiveString("P1D").startEvent()
                .subProcess().embeddedSubProcess().startEvent().userTask("answer").camundaCandidateGroups("change-managers").endEvent().subProcessDone()
                .endEvent().done();
    }
}
