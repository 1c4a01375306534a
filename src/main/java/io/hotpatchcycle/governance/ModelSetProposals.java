package io.hotpatchcycle.governance;

import io.hotpatchcycle.audit.Sha256;
import io.hotpatchcycle.audit.Trail;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Model sets that are to be taken into use. The figures that open a ring stand in them, so a second person approves what changes: neither who
 * asks, nor who deployed or wrote the files.
 */
public final class ModelSetProposals {

    private static final int MAX_TEXT = 2000;
    private static final int MAX_NAME = 200;

    private final ModelSetProposalRows rows;
    private final Trail trail;
    private final Clock businessClock;

    public ModelSetProposals(ModelSetProposalRows rows, Trail trail, Clock businessClock) {
        this.rows = rows;
        this.trail = trail;
        this.businessClock = businessClock;
    }

    /**
     * What is asked for.
     *
     * @param author       who wrote the files, by who asks
     * @param deployedBy   by the engine's operation log; empty when not known
     * @param comparedWith deployment id of the set in force
     * @param changes      JSON, file by file
     * @param findings     JSON, what the check of the models found
     */
    public record Asked(String deployment, String reason, String author, Set<String> deployedBy, String comparedWith, String changes, String findings) {

        public Asked {
            deployedBy = Set.copyOf(deployedBy);
        }
    }

    /**
     * A set that somebody wants in use, and what became of it.
     *
     * @param sha256 of the difference in text, as the approver reads it
     */
    public record Proposal(long id, Asked asked, String sha256, Decision decision) {

        /** Whether this person may be the second pair of eyes. */
        public boolean mayBeDecidedBy(String person) {
            return decision.open() && !person.equals(decision.proposedBy()) && !asked.deployedBy().contains(person) && !person.equals(asked.author());
        }
    }

    /** All there ever were, newest first. */
    public List<Proposal> all() {
        return rows.all();
    }

    /** Whether a second person approved this deployment once. */
    public boolean approved(String deployment) {
        return rows.all().stream().anyMatch(p -> p.asked().deployment().equals(deployment) && p.decision().approved());
    }

    /**
     * Asks for a set to be taken into use.
     *
     * @param difference in text, as the approver reads it
     * @throws GovernanceRefused when a reason is missing, or it waits already
     */
    public Proposal propose(Asked asked, String difference, String person) {
        rows.lock();
        Asked said = new Asked(asked.deployment(), Decision.required("reason", asked.reason(), MAX_TEXT), Decision.required("author", asked.author(), MAX_NAME),
                asked.deployedBy(), asked.comparedWith(), asked.changes(), asked.findings());
        rows.all().stream().filter(p -> p.decision().open() && p.asked().deployment().equals(said.deployment())).findFirst().ifPresent(waiting -> {
            throw GovernanceRefused.conflict("Model set " + said.deployment() + " waits for its approval already, asked by " + waiting.decision().proposedBy() + ".");
        });
        String sha256 = Sha256.hex(difference);
        long id = rows.propose(said, sha256, person, businessClock.instant());
        trail.person(person, "modelSet.proposed", null, null, Map.of("id", id, "deployment", said.deployment(), "reason", said.reason(), "author", said.author(),
                "comparedWith", said.comparedWith(), "sha256", sha256));
        return get(id);
    }

    /**
     * Decides it.
     *
     * @throws GovernanceRefused when it was decided already, or by one who may not
     */
    public Proposal decide(long id, String decision, String comment, String person) {
        rows.lock();
        Proposal asked = get(id);
        String why = comment == null ? "" : comment.strip();
        String what = "model set " + asked.asked().deployment();
        asked.decision().check(what, decision, why, person);
        if (!asked.mayBeDecidedBy(person)) {
            throw GovernanceRefused.conflict(person + " deployed or wrote " + what + " and cannot decide it: it takes another pair of eyes.");
        }
        rows.decide(id, decision, why, person, businessClock.instant());
        trail.person(person, "modelSet.decided", null, null, Map.of("id", id, "deployment", asked.asked().deployment(), "decision", decision, "comment", why,
                "proposedBy", asked.decision().proposedBy(), "sha256", asked.sha256()));
        return get(id);
    }

    /** One of them. */
    public Proposal get(long id) {
        return rows.all().stream().filter(p -> p.id() == id).findFirst().orElseThrow(() -> GovernanceRefused.badInput(
                "There is no proposal " + id + " of a model set. GET /api/v1/model-sets lists them."));
    }
}
