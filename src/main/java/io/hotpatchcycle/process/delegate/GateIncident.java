package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.process.model.RingRolloutModel;
import java.util.List;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.runtime.Execution;
import org.camunda.bpm.engine.runtime.Incident;
import org.springframework.stereotype.Component;

/** One incident per ring, in Cockpit, as long as devices run the release unapproved and no person has decided on it. */
@Component
class GateIncident {

    /** Type of the incident: its page is in the runbooks. */
    static final String TYPE = "gateNotProven";

    private static final String RUNBOOK = " See docs/runbooks/gate-not-proven.md.";

    private final RuntimeService runtime;

    GateIncident(RuntimeService runtime) {
        this.runtime = runtime;
    }

    void follow(DelegateExecution execution, String alarm) {
        String message = alarm + RUNBOOK;
        List<Incident> open = runtime.createIncidentQuery().processInstanceId(execution.getProcessInstanceId()).incidentType(TYPE).list();
        List<Incident> outdated = open.stream().filter(i -> !message.equals(i.getIncidentMessage())).toList();
        outdated.forEach(i -> runtime.resolveIncident(i.getId()));
        if (!alarm.isEmpty() && open.size() == outdated.size()) {
            runtime.createIncident(TYPE, place(execution), execution.getProcessInstanceId(), message);
        }
    }

    /** Where a person is asked the incident is of his task: one of the watching beside it would be gone with each look. */
    private String place(DelegateExecution execution) {
        return runtime.createExecutionQuery().processInstanceId(execution.getProcessInstanceId()).activityId(RingRolloutModel.Elements.REVIEW_RING).list()
                .stream().map(Execution::getId).findFirst().orElse(execution.getId());
    }
}
