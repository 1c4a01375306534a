package io.hotpatchcycle.process;

import io.hotpatchcycle.approval.FiguresChanged;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.ProcessEngineImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.camunda.bpm.engine.impl.jobexecutor.ExecuteJobHelper;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutorContext;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives the engine by hand, with the job executor off: for rehearsals, where time is virtual and order must repeat. */
public final class EngineDriver {

    private static final Logger LOG = LoggerFactory.getLogger(EngineDriver.class);

    private static final String GATE_NOT_PROVEN = "gateNotProven";

    private static final Comparator<Job> ORDER = Comparator.comparing((Job j) -> j.getDuedate() == null ? new Date(0) : j.getDuedate())
            .thenComparing(Job::getProcessDefinitionKey, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Job::getCreateTime, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Job::getJobDefinitionId, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final ManagementService management;
    private final TaskService tasks;
    private final IdentityService identity;
    private final RuntimeService runtime;
    private final CommandExecutor commands;

    EngineDriver(ProcessEngineImpl engine) {
        this.management = engine.getManagementService();
        this.tasks = engine.getTaskService();
        this.identity = engine.getIdentityService();
        this.runtime = engine.getRuntimeService();
        this.commands = engine.getProcessEngineConfiguration().getCommandExecutorTxRequired();
    }

    /**
     * Executes every job that is due by now, until none is left. A failed job keeps its retries and due date as in the
     * running program.
     *
     * @return how many were executed
     */
    public int drain() {
        int executed = 0;
        for (List<Job> due = due(); !due.isEmpty(); due = due()) {
            for (Job job : due) {
                execute(job.getId());
                executed++;
            }
        }
        return executed;
    }

    private List<Job> due() {
        return management.createJobQuery().executable().active().list().stream().sorted(ORDER).toList();
    }

    /** As the job executor does it; a call to execute a job would be in the operation log as if somebody had made it. */
    private void execute(String jobId) {
        Context.setJobExecutorContext(new JobExecutorContext());
        try {
            ExecuteJobHelper.executeJob(jobId, commands);
        } catch (RuntimeException e) {
            // The engine has counted the attempt and set the next due date, or raised an incident; incidents() tells.
            LOG.debug("Job {} failed", jobId, e);
        } finally {
            Context.removeJobExecutorContext();
        }
    }

    /** When the next job is due; empty when none is left. */
    public Optional<Instant> nextDue() {
        return management.createJobQuery().withRetriesLeft().active().orderByJobDuedate().asc().list().stream()
                .map(Job::getDuedate).filter(d -> d != null).map(Date::toInstant).min(Comparator.naturalOrder());
    }

    /** Completes a task as this person, who reads the form once more where its figures have changed meanwhile. */
    public void complete(String taskId, String person, List<String> groups, Map<String, Object> variables) {
        identity.setAuthentication(person, groups);
        try {
            try {
                tasks.complete(taskId, variables);
            } catch (FormFieldValidationException e) {
                if (!(e.getCause() instanceof FiguresChanged)) {
                    throw e;
                }
                tasks.complete(taskId, variables);
            }
        } finally {
            identity.clearAuthentication();
        }
    }

    /** What went wrong and waits for an operator, one sentence each; installs without an approval are asked about on the ring's own task. */
    public List<String> incidents() {
        return runtime.createIncidentQuery().list().stream().filter(i -> !GATE_NOT_PROVEN.equals(i.getIncidentType())).map(EngineDriver::sentence).toList();
    }

    private static String sentence(Incident incident) {
        return "'" + incident.getActivityId() + "' failed for good: " + incident.getIncidentMessage();
    }
}
