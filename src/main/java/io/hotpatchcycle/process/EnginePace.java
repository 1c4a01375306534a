package io.hotpatchcycle.process;

import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;

/**
 * Keeps the locks of jobs as long in real time as they should be, however fast business time runs.
 *
 * <p>A lock expires in engine time: at pace 1,000 five minutes would pass in 0.3 s and a second thread would take the
 * job while the first still works on it.
 */
public final class EnginePace {

    /** Lock time at pace 1, in milliseconds. */
    static final int LOCK_MILLIS = 300_000;
    /** The lock time is an int of milliseconds; a faster pace would overflow it. */
    public static final int FASTEST = 7_000;

    private final JobExecutor jobExecutor;

    /** @param jobExecutor null where jobs are driven by hand, as in rehearsals: then there are no locks to stretch */
    EnginePace(JobExecutor jobExecutor) {
        this.jobExecutor = jobExecutor;
    }

    /**
     * To be called before business time changes its pace.
     *
     * @param pace seconds of business time per second, 0 (frozen) to {@value #FASTEST}
     */
    public void follow(int pace) {
        if (pace < 0 || pace > FASTEST) {
            throw new IllegalArgumentException("Pace " + pace + " is not between 0 and " + FASTEST);
        }
        if (jobExecutor == null) {
            return;
        }
        jobExecutor.setLockTimeInMillis(LOCK_MILLIS * Math.max(1, pace));
    }
}
