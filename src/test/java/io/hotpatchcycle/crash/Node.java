package io.hotpatchcycle.crash;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.TenantTime;
import io.hotpatchcycle.audit.Sealer;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** One of two nodes on one database: its job executor takes what is due, one job at a time, so that both get some. */
final class Node {

    private static final int EAGER_MILLIS = 20;
    private static final long LOOK_NANOS = 20_000_000;
    /** The lock of a job, in engine time, and a second. */
    private static final Duration LOCK = Duration.ofSeconds(301);

    private final TenantTime time;
    private final Clock business;
    private final ManagementService management;
    private final JdbcTemplate jdbc;
    private final JobExecutor executor;
    private final Camp camp;
    private long deathsSeen;

    Node(ApplicationContext context, Camp camp) {
        this.time = context.getBean(TenantTime.class);
        this.business = context.getBean(Clocks.BUSINESS, Clock.class);
        this.management = context.getBean(ManagementService.class);
        this.jdbc = context.getBean(JdbcTemplate.class);
        this.camp = camp;
        this.deathsSeen = camp.deaths();
        ProcessEngineConfigurationImpl engine = (ProcessEngineConfigurationImpl) context.getBean(ProcessEngine.class).getProcessEngineConfiguration();
        // what a node's people bring about is for whoever takes it, not for that node first
        engine.setHintJobExecutor(false);
        executor = engine.getJobExecutor();
        executor.setMaxJobsPerAcquisition(1);
        executor.setWaitTimeInMillis(EAGER_MILLIS);
        executor.setMaxWait(2L * EAGER_MILLIS);
        executor.setMaxBackoff(2L * EAGER_MILLIS);
        seal(context.getBean(Sealer.class));
    }

    /** Every second, as a program with a server does. */
    private static void seal(Sealer sealer) {
        Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "sealer");
            thread.setDaemon(true);
            return thread;
        }).scheduleWithFixedDelay(() -> {
            try {
                sealer.seal();
            } catch (RuntimeException e) {
                System.out.println("NOT SEALED " + e.getMessage());
            }
        }, 1, 1, TimeUnit.SECONDS);
    }

    /** Waits until this node is the one that lets time pass; it follows the other one's time until then. */
    void awaitLead() {
        while (!camp.leads() || !executor.isActive()) {
            time.setPace(0);
            workIfComplete();
            LockSupport.parkNanos(LOOK_NANOS);
        }
        time.setPace(0);
    }

    private void workIfComplete() {
        if (!executor.isActive() && !camp.isIncomplete()) {
            executor.start();
        }
    }

    /**
     * Looks whether all is done that is due. What a dead node had locked is free again when its lock is over; once this one has done
     * that, it waits for the successor, so that there is something left for both.
     *
     * @return whether no time may pass yet
     */
    boolean works() {
        workIfComplete();
        boolean due = management.createJobQuery().executable().active().count() > 0;
        if (camp.deaths() > deathsSeen) {
            mourn(due);
        }
        if (due || camp.isIncomplete()) {
            LockSupport.parkNanos(LOOK_NANOS);
            return true;
        }
        return false;
    }

    private void mourn(boolean due) {
        if (lockedByOthers("") == 0) {
            deathsSeen = camp.deaths();
            if (camp.isIncomplete()) {
                executor.shutdown();
            }
        } else if (due && lockedByOthers(" and lock_exp_time_ > ?", now()) == executable()) {
            time.advanceTo(business.instant().plus(LOCK));
        }
    }

    private Timestamp now() {
        return Timestamp.from(business.instant());
    }

    private int lockedByOthers(String still, Object... now) {
        return jdbc.queryForObject("select count(*) from act_ru_job where retries_ > 0 and suspension_state_ = 1 and lock_owner_ <> '" + executor.getLockOwner() + "'"
                + still, Integer.class, now);
    }

    private int executable() {
        return jdbc.queryForObject("select count(*) from act_ru_job where retries_ > 0 and suspension_state_ = 1 and (duedate_ is null or duedate_ <= ?)",
                Integer.class, now());
    }
}
