package io.hotpatchcycle.console;

import io.hotpatchcycle.governance.GovernanceRefused;
import io.hotpatchcycle.governance.LegalHolds;
import io.hotpatchcycle.governance.PatchPolicies;
import io.hotpatchcycle.governance.RingMemberships;
import io.hotpatchcycle.identity.CurrentPerson;
import io.hotpatchcycle.rollout.ShortTransactions;
import java.time.LocalDate;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Policies, ring rules and holds as people change them, from REST and from the console: who may, and in one transaction. */
@Component
final class Governing {

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
    record Proposal(String title, String text, String validFrom, Integer withinDays, Integer exploitedWithinDays, String dueDates) {
    }

    /** An answer to a proposal. */
    record Answer(String decision, String comment) {
    }

    boolean mayPropose() {
        return may(Allowed.PROPOSE_POLICY);
    }

    boolean mayDecide() {
        return may(Allowed.DECIDE_POLICY);
    }

    boolean mayHold() {
        return may(Allowed.HOLD);
    }

    PatchPolicies.Policy propose(Proposal proposal) {
        LocalDate from = proposal.validFrom() == null || proposal.validFrom().isBlank() ? null : DeskQuery.day("validFrom", proposal.validFrom().strip());
        return as("Proposing a patch policy", Allowed.PROPOSE_POLICY, person -> policies.propose(proposal.title(), proposal.text(), from,
                PatchPolicies.Within.of(proposal.withinDays(), proposal.exploitedWithinDays(), proposal.dueDates()), person));
    }

    PatchPolicies.Policy decidePolicy(int version, Answer answer) {
        return as("Deciding a patch policy", Allowed.DECIDE_POLICY, person -> policies.decide(version, answer.decision(), answer.comment(), person));
    }

    void decideMembership(long id, Answer answer) {
        as("Deciding who may be in which ring", Allowed.DECIDE_POLICY, person -> {
            memberships.decide(id, answer.decision(), answer.comment(), person);
            return id;
        });
    }

    void hold(String cycle, String reason) {
        as("Holding a cycle", Allowed.HOLD, person -> {
            holds.set(ApiProblem.readable("id", cycle), reason, person);
            return cycle;
        });
    }

    void lift(String cycle, String reason) {
        as("Lifting a hold", Allowed.HOLD, person -> {
            holds.lift(ApiProblem.readable("id", cycle), reason, person);
            return cycle;
        });
    }

    private <T> T as(String what, Allowed allowed, Function<String, T> step) {
        if (!may(allowed)) {
            throw new ApiProblem(HttpStatus.FORBIDDEN, what + " belongs to " + allowed.names() + ". Ask one of them. Nothing has changed.");
        }
        String person = currentPerson.get().id();
        try {
            return transactions.run(() -> step.apply(person));
        } catch (GovernanceRefused e) {
            throw new ApiProblem(e.isConflict() ? HttpStatus.CONFLICT : HttpStatus.BAD_REQUEST, e.getMessage() + " Nothing has changed.");
        }
    }

    private boolean may(Allowed allowed) {
        return allowed.to(currentPerson.get());
    }
}
