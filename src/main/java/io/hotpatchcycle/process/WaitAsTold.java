package io.hotpatchcycle.process;

import io.hotpatchcycle.rollout.ToldToWait;
import java.time.Duration;
import java.util.Date;
import org.camunda.bpm.engine.impl.cmd.DefaultJobRetryCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.jobexecutor.FailedJobCommandFactory;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.util.ClockUtil;

/**
 * When a failed step is tried again: after the waits of the model, which grow with each attempt, and never before the
 * time that Graph named (its Retry-After).
 */
final class WaitAsTold implements FailedJobCommandFactory {

    /** A wait that nobody would live to see is a fault of the answer. */
    private static final Duration LONGEST = Duration.ofHours(24);

    @Override
    public Command<Object> getCommand(String jobId, Throwable exception) {
        return new Retry(jobId, exception);
    }

    private static final class Retry extends DefaultJobRetryCmd {

        Retry(String jobId, Throwable exception) {
            super(jobId, exception);
        }

        @Override
        public Object execute(CommandContext commandContext) {
            Object done = super.execute(commandContext);
            JobEntity job = getJob();
            Duration told = told(exception);
            if (job != null && told != null && job.getRetries() > 0) {
                Date earliest = Date.from(ClockUtil.getCurrentTime().toInstant().plus(told));
                if (job.getDuedate() == null || job.getDuedate().before(earliest)) {
                    job.setDuedate(earliest);
                }
            }
            return done;
        }
    }

    /** What the nearest cause that knows says; null when none does. */
    static Duration told(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ToldToWait told && told.retryAfter() != null) {
                return told.retryAfter().compareTo(LONGEST) < 0 ? told.retryAfter() : LONGEST;
            }
        }
        return null;
    }
}
