package io.hotpatchcycle.console;

import io.hotpatchcycle.approval.ExemptionView;
import io.hotpatchcycle.approval.Exemptions;
import io.hotpatchcycle.fleet.VisibleRings;
import io.hotpatchcycle.identity.CurrentPerson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
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
    private final Asking asking;
    private final CurrentPerson currentPerson;
    private final OwnDevices own;

    ExceptionsResource(Exemptions exemptions, Asking asking, CurrentPerson currentPerson, OwnDevices own) {
        this.exemptions = exemptions;
        this.asking = asking;
        this.currentPerson = currentPerson;
        this.own = own;
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
    ExemptionView ask(@RequestBody Asking.ExceptionRequest body) {
        return asking.exception(body);
    }
}
