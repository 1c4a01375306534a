package io.hotpatchcycle.console;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.hotpatchcycle.governance.Decision;
import io.hotpatchcycle.governance.ModelSetProposals.Proposal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Which models new cycles run on, and who approved that. */
@RestController
@Tag(name = "Model sets", description = "Deployments that hold all models, decisions and forms")
class ModelSetsResource {

    private final ModelSetUse use;

    ModelSetsResource(ModelSetUse use) {
        this.use = use;
    }

    /** The set in use, and what was asked for. */
    record Sets(String inUse, List<Told> proposals) {
    }

    /**
     * A proposal.
     *
     * @param changes  file by file
     * @param findings of the check of the models
     */
    record Told(long id, String deployment, String reason, String author, Set<String> deployedBy, String comparedWith, @JsonRawValue String changes,
                @JsonRawValue String findings, String sha256, Decision decision) {

        static Told of(Proposal p) {
            return new Told(p.id(), p.asked().deployment(), p.asked().reason(), p.asked().author(), p.asked().deployedBy(), p.asked().comparedWith(),
                    p.asked().changes(), p.asked().findings(), p.sha256(), p.decision());
        }
    }

    @GetMapping("/api/v1/model-sets")
    @Operation(summary = "The set that new cycles run on, and every set that somebody wanted in use, newest first")
    Sets sets() {
        return new Sets(use.inUse(), use.all().stream().map(Told::of).toList());
    }

    @GetMapping(value = "/api/v1/model-sets/proposals/{id}/difference", produces = MediaType.TEXT_PLAIN_VALUE)
    @Operation(summary = "What changes with a proposal, line by line; its SHA-256 is that of the proposal")
    String difference(@PathVariable long id) {
        return use.difference(id);
    }

    @PostMapping("/api/v1/model-sets/{deploymentId}/activate")
    @Operation(summary = "Let new cycles run on this deployment; running ones stay on theirs",
            description = "For model-admins and camunda-admin. 202: it waits for a second person. 204: it is in use at once, because it was approved before or came "
                    + "with the program. 409 when the deployment lacks a model or decision, or waits already.")
    ResponseEntity<Told> activate(@PathVariable String deploymentId, @RequestBody(required = false) ModelSetUse.Wish wish) {
        Optional<Proposal> waits = use.activate(deploymentId, wish == null ? new ModelSetUse.Wish(null, null) : wish);
        return waits.map(p -> ResponseEntity.status(HttpStatus.ACCEPTED).body(Told.of(p))).orElseGet(() -> ResponseEntity.noContent().build());
    }

    @PostMapping("/api/v1/model-sets/proposals/{id}/decision")
    @Operation(summary = "APPROVE or REJECT a proposed set; approved, it is in use", description = "For change-managers and cab; never for who proposed, deployed or wrote it (409).")
    Told decide(@PathVariable long id, @RequestBody Governing.Answer answer) {
        return Told.of(use.decide(id, answer));
    }
}
