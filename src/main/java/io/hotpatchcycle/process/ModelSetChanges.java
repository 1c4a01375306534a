package io.hotpatchcycle.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hotpatchcycle.evidence.FileDifference;
import io.hotpatchcycle.evidence.Procedure;
import io.hotpatchcycle.governance.ModelSetProposals;
import io.hotpatchcycle.governance.ModelSetProposals.Asked;
import io.hotpatchcycle.governance.ModelSetProposals.Proposal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The way into use of a model set: one person asks, another approves what changes. A set that was approved before, or that came with the
 * program, goes into use again at once: the way back must not wait.
 */
public final class ModelSetChanges {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ModelSets sets;
    private final CheckedTables tables;
    private final ModelSetProposals proposals;
    private final Procedure procedure;
    private final EditorsOfModelSets editors;
    private final ModelSetRows rows;

    ModelSetChanges(ModelSets sets, CheckedTables tables, ModelSetProposals proposals, Procedure procedure, EditorsOfModelSets editors, ModelSetRows rows) {
        this.sets = sets;
        this.tables = tables;
        this.proposals = proposals;
        this.procedure = procedure;
        this.editors = editors;
        this.rows = rows;
    }

    /**
     * Takes a set into use, or asks for it.
     *
     * @param reason why; needed where a second person must approve
     * @param author who wrote the files, by account, mail address or full name; null: who deployed them
     * @return the proposal that waits now; empty when the set is in use
     * @throws ModelSetRefused when it lacks something
     */
    public Optional<Proposal> activate(String deployment, String reason, String author, String person) {
        sets.complete(deployment);
        if (sets.seeded(deployment) || proposals.approved(deployment)) {
            sets.activate(deployment, person);
            return Optional.empty();
        }
        Set<String> deployedBy = editors.deployedBy(deployment);
        String writer = author == null || author.isBlank() ? deployedBy.isEmpty() ? person : String.join(", ", deployedBy) : author;
        return Optional.of(propose(deployment, reason, writer, deployedBy, person));
    }

    private Proposal propose(String deployment, String reason, String writer, Set<String> deployedBy, String person) {
        FileDifference difference = difference(sets.active(), deployment);
        return proposals.propose(new Asked(deployment, reason, writer, deployedBy, sets.active(), json(difference.files().stream()
                .filter(FileDifference.File::changed).toList()), json(ModelCheck.findings(procedure.models(deployment), tables.rings()))), difference.text(), person);
    }

    /**
     * What the program was told to start with. The first set of an empty database is in use at once: there is nothing yet that somebody approved. Later
     * a changed folder waits for a person like any other set; a set that people took into use stays.
     *
     * @param folder as the configuration names it
     * @return a sentence for the console where another set than that of the folder is in use; empty where the folder's is
     */
    Optional<String> startWith(Models models, String folder) {
        ModelSetRows.Active active = rows.active().orElse(null);
        if (active == null || models.hash().equals(active.hash())) {
            sets.seed(models, tables.rings());
            return Optional.empty();
        }
        sets.keepTimer();
        Optional<String> known = sets.deployed(models).stream().filter(deployment -> editors.deployedBy(deployment).isEmpty()).findFirst();
        if (known.filter(active.deploymentId()::equals).isPresent()) {
            return Optional.empty();
        }
        Optional<Proposal> last = proposals.all().stream().filter(p -> ModelSets.SEED.equals(p.decision().proposedBy())).findFirst();
        String notInUse = "The models in folder " + folder + " (hotpatch.models) are not in use: ";
        String inUse = ", page Models in use. New cycles run on model set " + active.deploymentId() + ".";
        if (last.isEmpty() && known.filter(sets::seeded).isPresent()) {
            return Optional.of(notInUse + active.activatedBy() + " took another model set into use since, and a start of the program does not replace that" + inUse);
        }
        String deployment = known.orElseGet(() -> sets.deploy(models));
        Optional<String> lacking = sets.lacking(deployment);
        if (lacking.isPresent()) {
            return Optional.of(notInUse + "nobody is asked about them. " + lacking.get() + " Complete the folder and start again. See the" + inUse.substring(1));
        }
        // what was asked last stays answered until the folder changes again
        Proposal asked = last.filter(p -> known.filter(p.asked().deployment()::equals).isPresent()).orElseGet(() -> propose(deployment,
                "The program was started with the folder " + folder + ".", ModelSets.SEED, Set.of(), ModelSets.SEED));
        return Optional.of(notInUse + (asked.decision().open() ? "proposal " + asked.id() + " waits for a change manager or a member of the CAB who approves what changes"
                : asked.decision().decidedBy() + " decided proposal " + asked.id() + " with " + asked.decision().decision()
                + (asked.decision().approved() ? ", and another model set was taken into use since" : "")) + inUse);
    }

    /**
     * Decides a proposal; approved, the set is in use from then on.
     *
     * @throws ModelSetRefused when another set came into use since, so that what was shown no longer is what changes
     */
    public Proposal decide(long id, String decision, String comment, String person) {
        rows.lock();
        Asked asked = proposals.get(id).asked();
        if ("APPROVE".equals(decision) && !asked.comparedWith().equals(sets.active())) {
            throw new ModelSetRefused("Another model set came into use since " + asked.deployment() + " was proposed, so what you were shown is no longer what "
                    + "changes. Reject it and have it proposed anew.", null);
        }
        Proposal decided = proposals.decide(id, decision, comment, person);
        if (decided.decision().approved()) {
            sets.activate(asked.deployment(), decided.decision().proposedBy(), person);
        }
        return decided;
    }

    /** All proposals, newest first. */
    public List<Proposal> all() {
        return proposals.all();
    }

    /** Deployment id of the set in use. */
    public String inUse() {
        return sets.active();
    }

    /** What changes with a proposal, line by line, as the approver reads it. */
    public String difference(Proposal proposal) {
        return difference(proposal.asked().comparedWith(), proposal.asked().deployment()).text();
    }

    private FileDifference difference(String before, String now) {
        return FileDifference.of(procedure.models(before), procedure.models(now));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What changes with the model set cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }
}
