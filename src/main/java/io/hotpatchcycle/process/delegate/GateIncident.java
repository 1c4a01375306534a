package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.process.model.PatchCycleModel;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
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

    /**
     * It stands at the call of the ring in the cycle's own process: that is there from the opening until the ring has passed or the cycle was stopped. One of
     * the window of restarts, or of the watching beside a person's task, would be gone with these. Where no ring is under way it stands at the cycle itself.
     */
    void follow(DelegateExecution execution, String alarm) {
        String message = alarm + RUNBOOK;
        List<DelegateExecution> up = upwards(execution);
        DelegateExecution place = up.get(up.size() - 1);
        // one that a program of before raised stands further down
        List<Incident> open = up.stream().flatMap(at -> runtime.createIncidentQuery().processInstanceId(at.getProcessInstanceId()).incidentType(TYPE).list().stream())
                .filter(i -> i.getId().equals(i.getRootCauseIncidentId())).toList();
        List<Incident> outdated = open.stream().filter(i -> !message.equals(i.getIncidentMessage()) || !i.getProcessInstanceId().equals(place.getProcessInstanceId()))
                .toList();
        outdated.forEach(i -> runtime.resolveIncident(i.getId()));
        if (!alarm.isEmpty() && open.size() == outdated.size()) {
            runtime.createIncident(TYPE, ofTheRing(place), place.getProcessInstanceId(), message);
        }
    }

    /** The watching of rings that passed is another call, which ends with each look; so does the look at a stop that waits for a person. */
    private String ofTheRing(DelegateExecution place) {
        return IncidentPlace.at(runtime, place.getProcessInstanceId(), PatchCycleModel.Elements.ROLL_OUT_RING, PatchCycleModel.Elements.RESOLVE_STOP)
                .orElse(place.getProcessInstanceId());
    }

    /** This execution, then those that call its process, up to the cycle's. */
    private static List<DelegateExecution> upwards(DelegateExecution execution) {
        List<DelegateExecution> up = new ArrayList<>();
        for (DelegateExecution at = execution; at != null; at = at.getProcessInstance().getSuperExecution()) {
            up.add(at);
        }
        return up;
    }
}
