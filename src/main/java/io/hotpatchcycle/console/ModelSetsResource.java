package io.hotpatchcycle.console;

import io.hotpatchcycle.identity.CurrentPerson;
import io.hotpatchcycle.identity.Person;
import io.hotpatchcycle.process.ModelSetRefused;
import io.hotpatchcycle.process.ModelSets;
import io.hotpatchcycle.process.task.Deciders;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Which models new cycles run on. */
@RestController
@Tag(name = "Model sets", description = "Deployments that hold all models, decisions and forms")
class ModelSetsResource {

    private final ModelSets modelSets;
    private final CurrentPerson currentPerson;
    private final Deciders deciders;

    ModelSetsResource(ModelSets modelSets, CurrentPerson currentPerson, Deciders deciders) {
        this.deciders = deciders;
        this.modelSets = modelSets;
        this.currentPerson = currentPerson;
    }

    @PostMapping("/api/v1/model-sets/{deploymentId}/activate")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Let new cycles run on this deployment; running ones stay on theirs",
            description = "For model-admins and camunda-admin. 409 when the deployment lacks a model or decision.")
    void activate(@PathVariable String deploymentId) {
        Person person = currentPerson.get();
        if (!Allowed.ACTIVATE_MODELS.to(person)) {
            throw new ApiProblem(HttpStatus.FORBIDDEN, "Activating a model set belongs to model-admins and camunda-admin. Ask one of them.");
        }
        try {
            modelSets.activate(deploymentId, person.id());
            deciders.lookAtAll();
        } catch (ModelSetRefused e) {
            throw new ApiProblem(HttpStatus.CONFLICT, e.getMessage());
        }
    }
}
