package io.hotpatchcycle.console;

import io.hotpatchcycle.governance.LegalHolds;
import io.hotpatchcycle.governance.PatchPolicies;
import io.hotpatchcycle.governance.RingMemberships;
import java.time.LocalDate;
import org.springframework.stereotype.Component;

/** Policies, ring rules and holds as people change them, from REST and from the console: who may, and in one transaction. */
@Component
final class Governing {

    private final PatchPolicies policies;
    private final RingMemberships memberships;
    private final LegalHolds holds;
    private final OneStep step;

    Governing(PatchPolicies policies, RingMemberships memberships, LegalHolds holds, OneStep step) {
        this.policies = policies;
        this.memberships = memberships;
        this.holds = holds;
        this.step = step;
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
        return step.as("Proposing a patch policy", Allowed.PROPOSE_POLICY, person -> policies.propose(proposal.title(), proposal.text(), from,
                PatchPolicies.Within.of(proposal.withinDays(), proposal.exploitedWithinDays(), proposal.dueDates()), person.id()));
    }

    PatchPolicies.Policy decidePolicy(int version, Answer answer) {
        return step.as("Deciding a patch policy", Allowed.DECIDE_POLICY, person -> policies.decide(version, answer.decision(), answer.comment(), person.id()));
    }

    void decideMembership(long id, Answer answer) {
        step.as("Deciding who may be in which ring", Allowed.DECIDE_POLICY, person -> {
            memberships.decide(id, answer.decision(), answer.comment(), person.id());
            return id;
        });
    }

    void hold(String cycle, String reason) {
        step.as("Holding a cycle", Allowed.HOLD, person -> {
            holds.set(ApiProblem.readable("id", cycle), reason, person.id());
            return cycle;
        });
    }

    void lift(String cycle, String reason) {
        step.as("Lifting a hold", Allowed.HOLD, person -> {
            holds.lift(ApiProblem.readable("id", cycle), reason, person.id());
            return cycle;
        });
    }

    private boolean may(Allowed allowed) {
        return allowed.to(step.currentPerson().get());
    }
}
