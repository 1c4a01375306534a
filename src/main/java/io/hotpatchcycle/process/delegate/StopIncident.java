package io.hotpatchcycle.process.delegate;

import java.util.List;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.runtime.Incident;
import org.springframework.stereotype.Component;

/** One incident per cycle, in Cockpit, as long as a stop does not reach every unit. The step itself does not fail: it goes on trying. */
@Component
class StopIncident {

    /** Type of the incident: its page is in the runbooks. */
    static final String TYPE = "stopNotHeld";

    private static final String RUNBOOK = " See docs/runbooks/not-confirmed.md.";

    private final RuntimeService runtime;

    StopIncident(RuntimeService runtime) {
        this.runtime = runtime;
    }

    /** Raises it with what is wrong then, and takes it away when nothing is. */
    void follow(DelegateExecution execution, String alarm) {
        List<Incident> open = runtime.createIncidentQuery().processInstanceId(execution.getProcessInstanceId()).incidentType(TYPE).list();
        if (alarm.isEmpty()) {
            open.forEach(i -> runtime.resolveIncident(i.getId()));
        } else if (open.isEmpty()) {
            runtime.createIncident(TYPE, execution.getId(), execution.getProcessInstanceId(), alarm + RUNBOOK);
        }
    }
}
