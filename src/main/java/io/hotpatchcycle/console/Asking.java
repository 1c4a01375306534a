package io.hotpatchcycle.console;

import io.hotpatchcycle.approval.DecisionRefused;
import io.hotpatchcycle.approval.ExemptionView;
import io.hotpatchcycle.approval.Exemptions;
import io.hotpatchcycle.approval.GivenText;
import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.cycle.Emergencies;
import io.hotpatchcycle.identity.CurrentPerson;
import io.hotpatchcycle.identity.Person;
import io.hotpatchcycle.process.ExceptionStarts;
import io.hotpatchcycle.process.RollBackStarts;
import io.hotpatchcycle.process.RunningCycles;
import io.hotpatchcycle.process.model.ExceptionRequestModel.Variables;
import io.hotpatchcycle.process.model.RollBackModel;
import io.hotpatchcycle.rollout.Expedites;
import io.hotpatchcycle.rollout.RollBackView;
import io.hotpatchcycle.rollout.RollBacks;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** What people ask for and somebody else decides, from REST and from the console: emergencies, roll-backs, exceptions. */
@Component
final class Asking {

    private final Cycles cycles;
    private final Starts starts;
    private final RollBacks rollBacks;
    private final Exemptions exemptions;
    private final Expedites expedites;
    private final CurrentPerson currentPerson;

    Asking(Cycles cycles, Starts starts, RollBacks rollBacks, Exemptions exemptions, Expedites expedites, CurrentPerson currentPerson) {
        this.expedites = expedites;
        this.cycles = cycles;
        this.starts = starts;
        this.rollBacks = rollBacks;
        this.exemptions = exemptions;
        this.currentPerson = currentPerson;
    }

    /** The processes behind the questions. */
    @Component
    record Starts(RunningCycles running, RollBackStarts rollBacks, ExceptionStarts exceptions) {
    }

    /** What is to be exempt: DEVICE, GROUP, RING or FREEZE with its id or name; why; what protects meanwhile; until when (ISO). */
    record ExceptionRequest(String scope, String target, String reason, String compensatingControl, String expiresAt) {
    }

    /** Whether this person may ask for an emergency or a roll-back. */
    static boolean allowed(Person person) {
        return Allowed.STOP.to(person);
    }

    static boolean mayExempt(Person person) {
        return Allowed.ASK_EXCEPTION.to(person);
    }

    /**
     * @param expediteDays from the installation to the forced restart; null when the release is not to be expedited
     * @throws ApiProblem 403 for other groups, 404 without such a cycle, 400 without a usable reason or when it cannot be expedited, 409 when it has ended, is
     *                    stopped, only follows its last devices, or was asked for before
     */
    void emergency(String id, String reason, Integer expediteDays) {
        Person person = whoMay("an emergency");
        CycleView cycle = find(id);
        String why = readable(() -> GivenText.read("reason", reason), Map.of());
        if (cycle.state().ended()) {
            throw new ApiProblem(HttpStatus.CONFLICT, "Cycle " + id + " has ended (" + cycle.state() + "); there is nothing to speed up.");
        }
        if (!requested(cycle, why, expediteDays == null ? null : expedite(cycle, expediteDays), person)) {
            throw new ApiProblem(HttpStatus.CONFLICT, "An emergency was asked for in cycle " + id + " before. Look at its tasks. Nothing has changed.");
        }
    }

    /** It may have been stopped, or come to its end; anything else is a fault of ours. */
    private boolean requested(CycleView cycle, String why, Emergencies.Expedite expedite, Person person) {
        try {
            return starts.running().requestEmergency(cycle.id(), why, expedite, person.id());
        } catch (IllegalStateException e) {
            CycleView now = cycles.get(cycle.id());
            throw now.haltReason() != null || now.state() == CycleState.CLOSING || now.state().ended() ? new ApiProblem(HttpStatus.CONFLICT, e.getMessage()) : e;
        }
    }

    private Emergencies.Expedite expedite(CycleView cycle, int days) {
        try {
            return new Emergencies.Expedite(expedites.release(cycle.id(), cycle.catalogItem(), days), days);
        } catch (IllegalArgumentException e) {
            throw new ApiProblem(HttpStatus.BAD_REQUEST, e.getMessage());
        }
    }

    /** @throws ApiProblem 403 for other groups, 404 without such a cycle, 400 when the ring cannot be taken back now */
    RollBackView rollBack(String id, String ring, String reason) {
        Person person = whoMay("a roll-back");
        CycleView cycle = find(id);
        if (ring != null && cycles.rings(cycle.id()).stream().noneMatch(r -> r.name().equals(ring))) {
            throw new ApiProblem(HttpStatus.NOT_FOUND, "Cycle " + id + " has no ring '" + ring + "'. GET /api/v1/cycles/" + id + " lists its rings. Nothing has changed.");
        }
        return readable(() -> rollBacks.get(starts.rollBacks().start(cycle.id(), ring, reason, person.id())),
                Map.of(RollBackModel.Variables.ROLL_BACK_RING, "ring", RollBackModel.Variables.ROLL_BACK_REASON, "reason"));
    }

    /** @throws ApiProblem 403 for other groups, 400 when something is missing or makes no sense */
    ExemptionView exception(ExceptionRequest asked) {
        Person person = currentPerson.get();
        if (!mayExempt(person)) {
            throw new ApiProblem(HttpStatus.FORBIDDEN, "Asking for an exception belongs to " + Allowed.ASK_EXCEPTION.names() + ". Ask one of them.");
        }
        Map<String, Object> given = new HashMap<>();
        given.put(Variables.EXEMPTION_SCOPE, asked.scope());
        given.put(Variables.EXEMPTION_TARGET, asked.target());
        given.put(Variables.EXEMPTION_REASON, asked.reason());
        given.put(Variables.COMPENSATING_CONTROL, asked.compensatingControl());
        given.put(Variables.EXPIRES_ON, asked.expiresAt());
        return readable(() -> exemptions.get(starts.exceptions().start(given, person.id())), Map.of(Variables.EXEMPTION_SCOPE, "scope",
                Variables.EXEMPTION_TARGET, "target", Variables.EXEMPTION_REASON, "reason", Variables.EXPIRES_ON, "expiresAt"));
    }

    private Person whoMay(String what) {
        Person person = currentPerson.get();
        if (!allowed(person)) {
            throw new ApiProblem(HttpStatus.FORBIDDEN, "Asking for " + what + " belongs to " + Allowed.STOP.names() + ". Ask one of them.");
        }
        return person;
    }

    private CycleView find(String id) {
        return cycles.find(id).orElseThrow(() -> ApiProblem.noCycle(id));
    }

    /**
     * A refusal of the core is the asker's to put right, however deep the engine wrapped it.
     *
     * @param fields what the asker calls the fields of the start form
     */
    private static <T> T readable(Supplier<T> asking, Map<String, String> fields) {
        try {
            return asking.get();
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof DecisionRefused refused) {
                    String told = refused.getMessage();
                    for (Map.Entry<String, String> field : fields.entrySet()) {
                        told = told.replace("'" + field.getKey() + "'", "'" + field.getValue() + "'");
                    }
                    throw new ApiProblem(HttpStatus.BAD_REQUEST, told);
                }
            }
            throw e;
        }
    }
}
