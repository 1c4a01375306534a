package io.hotpatchcycle.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import io.hotpatchcycle.testing.FrameApplication;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Jobs that a killed run had locked are taken up by the next run, however long the lock would still last. */
class OrphanedLocksIT {

    @TempDir
    private Path folder;

    @Test
    void aJobOfAKilledRunIsFreeAtTheNextStart() {
        try (ConfigurableApplicationContext killed = start()) {
            ProcessEngine engine = killed.getBean(ProcessEngine.class);
            engine.getRepositoryService().createDeployment().addModelInstance("lock-test.bpmn", model()).deploy();
            engine.getRuntimeService().startProcessInstanceByKey("lock-test");
            assertThat(killed.getBean(JdbcTemplate.class).update("UPDATE public.act_ru_job SET lock_owner_ = 'a killed run',"
                    + " lock_exp_time_ = now() + interval '24 days'")).isEqualTo(1);
        }
        try (ConfigurableApplicationContext next = start()) {
            assertThat(next.getBean(JdbcTemplate.class).queryForObject("SELECT count(*) FROM public.act_ru_job"
                    + " WHERE lock_owner_ IS NULL AND lock_exp_time_ IS NULL", Integer.class)).isEqualTo(1);
        }
    }

    private static BpmnModelInstance model() {
        return Bpmn.createExecutableProcess("lock-test").camundaHistoryTimeToLiveString("P1D").startEvent()
                .camundaAsyncAfter().endEvent().done();
    }

    private ConfigurableApplicationContext start() {
        return SpringApplication.run(FrameApplication.class, "--server.port=0", "--hotpatch.data-dir=" + folder,
                "--camunda.bpm.job-execution.enabled=false");
    }
}
