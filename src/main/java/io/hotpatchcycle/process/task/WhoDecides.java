package io.hotpatchcycle.process.task;

import io.hotpatchcycle.approval.Decider;
import io.hotpatchcycle.process.SignInProof;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The person on whose behalf the engine works at this moment. Assignee, owner and delegate of the task do not matter, and
 * groups are those held now, whatever the session or the caller remembers.
 */
@Component
class WhoDecides {

    private final ObjectProvider<SignInProof> proof;

    WhoDecides(ObjectProvider<SignInProof> proof) {
        this.proof = proof;
    }

    Decider now(DelegateTask task) {
        IdentityService identity = task.getProcessEngineServices().getIdentityService();
        Authentication who = identity.getCurrentAuthentication();
        String id = who == null ? null : who.getUserId();
        if (id == null) {
            return new Decider(null, List.of(), null, null);
        }
        List<String> groups = identity.createGroupQuery().groupMember(id).list().stream().map(Group::getId).toList();
        Optional<SignInProof.Proof> signedIn = Optional.ofNullable(proof.getIfAvailable()).flatMap(p -> p.of(id));
        return new Decider(id, groups, signedIn.map(SignInProof.Proof::at).orElse(null), signedIn.map(SignInProof.Proof::how).orElse(null));
    }
}
