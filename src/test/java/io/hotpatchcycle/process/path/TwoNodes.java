package io.hotpatchcycle.process.path;

import io.hotpatchcycle.TenantTime;
import io.hotpatchcycle.audit.Sealer;
import io.hotpatchcycle.process.RunningCycles;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.springframework.context.ConfigurableApplicationContext;

/** The program and a second one on its database, whose job executors share the work; people and time are driven as ever. */
final class TwoNodes extends CycleDriver implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Program program;
    private final FlowRecorder recorder = new FlowRecorder();
    private final ConfigurableApplicationContext second;
    private final List<JobExecutor> executors;

    /** @param driver goes on where this one is */
    TwoNodes(Program program, CycleDriver driver) {
        super(driver);
        this.program = program;
        second = program.secondNode(recorder);
        executors = List.of(executor(program.bean(ProcessEngine.class)), executor(second.getBean(ProcessEngine.class)));
        executors.forEach(JobExecutor::start);
    }

    /** Impatient, and one job at a time, so that both get some. */
    private static JobExecutor executor(ProcessEngine engine) {
        JobExecutor executor = ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getJobExecutor();
        executor.setMaxJobsPerAcquisition(1);
        executor.setWaitTimeInMillis(20);
        executor.setMaxWait(50);
        executor.setMaxBackoff(50);
        return executor;
    }

    @Override
    void run() {
        Awaitility.await("the nodes have done what is due").atMost(LONGEST).pollInterval(Duration.ofMillis(50)).until(() -> due().isEmpty());
    }

    @Override
    void advanceTo(Instant instant) {
        super.advanceTo(instant);
        second.getBean(TenantTime.class).advanceTo(instant);
    }

    /** Both hear of the release at one moment. */
    @Override
    void readCatalog() {
        together(program.bean(RunningCycles.class)::releasePublished, second.getBean(RunningCycles.class)::releasePublished);
        run();
    }

    /** Both seal what waits at one moment, and then what the other was at. */
    void sealTogether() {
        together(program.bean(Sealer.class)::seal, second.getBean(Sealer.class)::seal);
        program.bean(Sealer.class).seal();
    }

    private static void together(Runnable... works) {
        CyclicBarrier barrier = new CyclicBarrier(works.length);
        ExecutorService threads = Executors.newFixedThreadPool(works.length);
        try {
            for (Future<?> done : Stream.of(works).map(work -> threads.submit(() -> {
                barrier.await();
                work.run();
                return null;
            })).toList()) {
                done.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("One of two nodes failed", e);
        } finally {
            threads.shutdown();
        }
    }

    /** How many steps each node has done by itself. */
    List<Long> steps() {
        return List.of(program.recorder().steps(), recorder.steps());
    }

    @Override
    public void close() {
        executors.forEach(JobExecutor::shutdown);
        second.close();
    }
}
