package io.hotpatchcycle.console;

import io.hotpatchcycle.governance.ModelSetProposals.Proposal;
import io.hotpatchcycle.identity.Person;
import io.hotpatchcycle.process.ModelSetChanges;
import io.hotpatchcycle.process.ModelSetRefused;
import io.hotpatchcycle.process.task.Deciders;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Model sets as people take them into use, from REST and from the console: who may, and in one transaction. */
@Component
final class ModelSetUse {

    private final ModelSetChanges changes;
    private final Deciders deciders;
    private final OneStep step;

    ModelSetUse(ModelSetChanges changes, Deciders deciders, OneStep step) {
        this.changes = changes;
        this.deciders = deciders;
        this.step = step;
    }

    /** Why a set is wanted, and who wrote its files. */
    record Wish(String reason, String author) {
    }

    boolean mayAsk() {
        return Allowed.ACTIVATE_MODELS.to(step.currentPerson().get());
    }

    boolean mayDecide(Proposal proposal) {
        Person person = step.currentPerson().get();
        return Allowed.DECIDE_MODELS.to(person) && proposal.mayBeDecidedBy(person.id());
    }

    String inUse() {
        return changes.inUse();
    }

    List<Proposal> all() {
        return changes.all();
    }

    String difference(Proposal proposal) {
        return changes.difference(proposal);
    }

    String difference(long id) {
        return difference(changes.all().stream().filter(p -> p.id() == id).findFirst().orElseThrow(() -> new ApiProblem(HttpStatus.NOT_FOUND,
                "There is no proposal " + id + " of a model set. GET /api/v1/model-sets lists them.")));
    }

    Optional<Proposal> activate(String deployment, Wish wish) {
        return as("Taking a model set into use", Allowed.ACTIVATE_MODELS, person -> {
            Optional<Proposal> waits = changes.activate(ApiProblem.readable("deploymentId", deployment), wish.reason(), wish.author(), person);
            if (waits.isEmpty()) {
                deciders.lookAtAll();
            }
            return waits;
        });
    }

    Proposal decide(long id, Governing.Answer answer) {
        return as("Approving a model set", Allowed.DECIDE_MODELS, person -> {
            Proposal decided = changes.decide(id, answer.decision(), answer.comment(), person);
            if (decided.decision().approved()) {
                deciders.lookAtAll();
            }
            return decided;
        });
    }

    private <T> T as(String what, Allowed allowed, Function<String, T> work) {
        try {
            return step.as(what, allowed, person -> work.apply(person.id()));
        } catch (ModelSetRefused e) {
            throw new ApiProblem(HttpStatus.CONFLICT, e.getMessage());
        }
    }
}
