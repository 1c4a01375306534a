package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.process.model.PatchCycleModel;
import java.util.List;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.runtime.Incident;
import org.springframework.stereotype.Component;

/** One incident of a kind per cycle, in Cockpit, as long as a stop does not reach every unit. The step itself does not fail: it goes on trying. */
@Component
class StopIncident {

    /** Why a stop does not reach a unit. Each has its page in the runbooks. */
    enum Kind {
        /** Intune does not confirm it. */
        NOT_HELD("stopNotHeld", "not-confirmed"),
        /** The policy of the unit is gone: a person decides. */
        POLICY_GONE("policyGone", "policy-gone"),
        /** It had been held, and was let through by somebody. */
        LET_THROUGH("stopLetThrough", "let-through");

        private final String type;
        private final String page;

        Kind(String type, String page) {
            this.type = type;
            this.page = page;
        }
    }

    private final RuntimeService runtime;

    StopIncident(RuntimeService runtime) {
        this.runtime = runtime;
    }

    /** Where a person is asked it stands at the question: the look that is taken beside that ends at once. */
    private String place(DelegateExecution execution) {
        return IncidentPlace.at(runtime, execution.getProcessInstanceId(), PatchCycleModel.Elements.RESOLVE_STOP).orElse(execution.getId());
    }

    /** Raises it with what is wrong then, and takes it away when nothing is. */
    void follow(DelegateExecution execution, Kind kind, String alarm) {
        List<Incident> open = runtime.createIncidentQuery().processInstanceId(execution.getProcessInstanceId()).incidentType(kind.type).list();
        if (alarm.isEmpty()) {
            open.forEach(i -> runtime.resolveIncident(i.getId()));
        } else if (open.isEmpty()) {
            runtime.createIncident(kind.type, place(execution), execution.getProcessInstanceId(), alarm + " See docs/runbooks/" + kind.page + ".md.");
        }
    }
}
