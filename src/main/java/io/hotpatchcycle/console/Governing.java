package io.hotpatchcycle.console;

import io.hotpatchcycle.governance.GovernanceRefused;
import io.hotpatchcycle.governance.LegalHolds;
import io.hotpatchcycle.governance.PatchPolicies;
import io.hotpatchcycle.governance.RingMemberships;
import io.hotpatchcycle.identity.CurrentPerson;
import io.hotpatchcycle.identity.Groups;
import io.hotpatchcycle.identity.Person;
import io.hotpatchcycle.rollout.ShortTransactions;
import java.time.LocalDate;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Policies, ring rules and holds as people change them, from REST and from the console: who may, and in one transaction. */
@Component
final class Governing {

    private static final String[] PROPOSERS = {Groups.RELEASE_MANAGERS, Groups.CHANGE_MANAGERS, Groups.ADMINS};
    private static final String[] DECIDERS = {Groups.CHANGE_MANAGERS, Groups.CAB};
    private static final String[] HOLDERS = {Groups.CHANGE_MANAGERS, Groups.ADMINS};

    private final PatchPolicies policies;
    private final RingMemberships memberships;
    private final LegalHolds holds;
    private final ShortTransactions transactions;
    private final CurrentPerson currentPerson;

    Governing(PatchPolicies policies, RingMemberships memberships, LegalHolds holds, ShortTransactions transactions, CurrentPerson currentPerson) {
        this.policies = policies;
        this.memberships = memberships;
        this.holds = holds;
        this.transactions = transactions;
        this.currentPerson = currentPerson;
    }

    /** A proposed version of the patch policy. */
    record Proposal(String title, String text, String validFrom) {
    }

    /** An answer to a proposal. */
    record Answer(String decision, String comment) {
    }

    boolean mayPropose() {
        return isIn(PROPOSERS);
    }

    boolean mayDecide() {
        return isIn(DECIDERS);
    }

    boolean mayHold() {
        return isIn(HOLDERS);
    }

    PatchPolicies.Policy propose(Proposal proposal) {
        LocalDate from = proposal.validFrom() == null || proposal.validFrom().isBlank() ? null : DeskQuery.day("validFrom", proposal.validFrom().strip());
        return as("Proposing a patch policy", PROPOSERS, person -> policies.propose(proposal.title(), proposal.text(), from, person));
    }

    PatchPolicies.Policy decidePolicy(int version, Answer answer) {
        return as("Deciding a patch policy", DECIDERS, person -> policies.decide(version, answer.decision(), answer.comment(), person));
    }

    void decideMembership(long id, Answer answer) {
        as("Deciding who may be in which ring", DECIDERS, person -> {
            memberships.decide(id, answer.decision(), answer.comment(), person);
            return id;
        });
    }

    void hold(String cycle, String reason) {
        as("Holding a cycle", HOLDERS, person -> {
            holds.set(ApiProblem.readable("id", cycle), reason, person);
            return cycle;
        });
    }

    void lift(String cycle, String reason) {
        as("Lifting a hold", HOLDERS, person -> {
            holds.lift(ApiProblem.readable("id", cycle), reason, person);
            return cycle;
        });
    }

    private <T> T as(String what, String[] groups, Function<String, T> step) {
        if (!isIn(groups)) {
            throw new ApiProblem(HttpStatus.FORBIDDEN, what + " belongs to " + String.join(", ", groups) + ". Ask one of them. Nothing has changed.");
        }
        String person = currentPerson.get().id();
        try {
            return transactions.run(() -> step.apply(person));
        } catch (GovernanceRefused e) {
            throw new ApiProblem(e.isConflict() ? HttpStatus.CONFLICT : HttpStatus.BAD_REQUEST, e.getMessage() + " Nothing has changed.");
        }
    }

    private boolean isIn(String... groups) {
        Person person = currentPerson.get();
        return Stream.of(groups).anyMatch(person::isIn);
    }
}
