package io.hotpatchcycle.governance;

import io.hotpatchcycle.audit.Sha256;
import io.hotpatchcycle.audit.Trail;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Model sets that are to be taken into use. The figures that open a ring stand in them, so a second person approves what changes: neither who
 * asks, nor who deployed or wrote the files.
 */
public final class ModelSetProposals {

    private static final int MAX_TEXT = 2000;
    private static final int MAX_NAME = 200;

    private final ModelSetProposalRows rows;
    private final People people;
    private final Trail trail;
    private final Clock businessClock;

    public ModelSetProposals(ModelSetProposalRows rows, People people, Trail trail, Clock businessClock) {
        this.people = people;
        this.rows = rows;
        this.trail = trail;
        this.businessClock = businessClock;
    }

    /** The accounts behind a name as people write it. */
    public interface People {

        /** Ids; none where nobody is called so, several where more than one is. */
        Set<String> named(String name);
    }

    /**
     * What is asked for.
     *
     * @param author       who wrote the files, by who asks: accounts, separated by commas
     * @param deployedBy   by the engine's operation log; empty when not known
     * @param comparedWith deployment id of the set in force
     * @param changes      JSON, file by file
     * @param findings     JSON, what the check of the models found
     */
    public record Asked(String deployment, String reason, String author, Set<String> deployedBy, String comparedWith, String changes, String findings) {

        public Asked {
            deployedBy = Set.copyOf(deployedBy);
        }

        /** Accounts of who wrote the files. */
        public Set<String> authors() {
            return Stream.of(author.split("[,;]")).map(String::strip).filter(name -> !name.isEmpty()).collect(Collectors.toCollection(TreeSet::new));
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
            return decision.open() && !person.equals(decision.proposedBy()) && !asked.deployedBy().contains(person) && !asked.authors().contains(person);
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
     * @throws GovernanceRefused when a reason is missing, an author is nobody known here, or it waits already
     */
    public Proposal propose(Asked asked, String difference, String person) {
        rows.lock();
        Decision.required("author", String.join(", ", asked.authors()), MAX_NAME);
        Asked said = new Asked(asked.deployment(), Decision.required("reason", asked.reason(), MAX_TEXT), String.join(", ", accounts(asked, person)),
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

    /** Who asks and who deployed signed in to do so; whoever else is named must have an account, or he could approve his own work under another spelling. */
    private Set<String> accounts(Asked asked, String person) {
        Set<String> found = new TreeSet<>();
        for (String name : asked.authors()) {
            Set<String> accounts = name.equals(person) || asked.deployedBy().contains(name) ? Set.of(name) : people.named(name);
            if (accounts.size() != 1) {
                throw GovernanceRefused.badInput((accounts.isEmpty() ? "Nobody here is called '" + name + "'" : "More than one person here is called '" + name + "': "
                        + String.join(", ", accounts)) + ", so whoever approves could be the author. Name each author by account, mail address or full name, several with commas "
                        + "between them. Who has no account gets one in Admin first; it needs no right. Nothing has changed.");
            }
            found.addAll(accounts);
        }
        return found;
    }

    /** Of one that was asked for when authors were free text: a name that is nobody's could be anybody's. */
    private boolean authorsAreKnown(Asked asked) {
        return asked.authors().stream().allMatch(name -> asked.deployedBy().contains(name) || people.named(name).equals(Set.of(name)));
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
        if ("APPROVE".equals(decision) && !asked.decision().proposedBy().equals(asked.asked().author()) && !authorsAreKnown(asked.asked())) {
            throw GovernanceRefused.conflict("'" + asked.asked().author() + "', the author of " + what + ", names nobody who has an account here, so whoever approves could be "
                    + "the author. Reject the proposal and have it made anew with the author's account. Nothing has changed.");
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
