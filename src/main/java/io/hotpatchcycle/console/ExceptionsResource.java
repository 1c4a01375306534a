package io.hotpatchcycle.console;

import io.hotpatchcycle.approval.DecisionRefused;
import io.hotpatchcycle.approval.ExemptionView;
import io.hotpatchcycle.approval.Exemptions;
import io.hotpatchcycle.fleet.VisibleRings;
import io.hotpatchcycle.identity.CurrentPerson;
import io.hotpatchcycle.identity.Person;
import io.hotpatchcycle.process.ExceptionStarts;
import io.hotpatchcycle.process.model.ExceptionRequestModel.Variables;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Exemptions and waivers over REST. They are granted on their task, not here. */
@RestController
@RequestMapping("/api/v1/exceptions")
@Tag(name = "Exceptions", description = "Devices, rings and emergencies that are out of a rule for a time")
class ExceptionsResource {

    private final Exemptions exemptions;
    private final ExceptionStarts starts;
    private final CurrentPerson currentPerson;
    private final OwnDevices own;

    ExceptionsResource(Exemptions exemptions, ExceptionStarts starts, CurrentPerson currentPerson, OwnDevices own) {
        this.own = own;
        this.exemptions = exemptions;
        this.starts = starts;
        this.currentPerson = currentPerson;
    }

    /** What is to be exempt: DEVICE, GROUP, RING or FREEZE with its id or name; why; what protects meanwhile; until when (ISO). */
    record ExceptionRequest(String scope, String target, String reason, String compensatingControl, String expiresAt) {
    }

    @GetMapping
    @Operation(summary = "All exceptions, newest first, with the devices each concerns")
    @Paged
    ResponseEntity<List<ExemptionView>> list(@Parameter(hidden = true) HttpServletRequest request) {
        Page page = Page.of(request);
        VisibleRings visible = own.rings();
        String person = currentPerson.get().id();
        return page.answer(request, exemptions.list(visible, person, page.offset(), page.size()), exemptions.count(visible, person));
    }

    @GetMapping("/{id}")
    @Operation(summary = "One exception")
    ExemptionView one(@PathVariable long id) {
        return exemptions.find(id).filter(e -> exemptions.isVisible(id, own.rings(), currentPerson.get().id())).orElseThrow(() -> new ApiProblem(HttpStatus.NOT_FOUND, "There is no exception " + id
                + ". GET /api/v1/exceptions lists them."));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Ask for an exception: somebody else decides about it on its task; until then nothing is exempt",
            description = "For release-managers, change-managers, cab, business-owners and camunda-admin.")
    ExemptionView ask(@RequestBody ExceptionRequest body) {
        Person person = currentPerson.get();
        if (!Allowed.ASK_EXCEPTION.to(person)) {
            throw new ApiProblem(HttpStatus.FORBIDDEN, "Asking for an exception belongs to release-managers, change-managers, cab, business-owners or "
                    + "camunda-admin. Ask one of them.");
        }
        Map<String, Object> given = new HashMap<>();
        given.put(Variables.EXEMPTION_SCOPE, body.scope());
        given.put(Variables.EXEMPTION_TARGET, body.target());
        given.put(Variables.EXEMPTION_REASON, body.reason());
        given.put(Variables.COMPENSATING_CONTROL, body.compensatingControl());
        given.put(Variables.EXPIRES_ON, body.expiresAt());
        try {
            return exemptions.get(starts.start(given, person.id()));
        } catch (RuntimeException e) {
            throw Refused.in(e).<RuntimeException>map(refused -> new ApiProblem(HttpStatus.BAD_REQUEST, refused.getMessage())).orElse(e);
        }
    }

    /** A refusal of the core, however deep the engine wrapped it. */
    static final class Refused {

        private Refused() {
        }

        static java.util.Optional<DecisionRefused> in(Throwable e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof DecisionRefused refused) {
                    return java.util.Optional.of(refused);
                }
            }
            return java.util.Optional.empty();
        }
    }
}
