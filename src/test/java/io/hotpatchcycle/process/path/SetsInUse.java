package io.hotpatchcycle.process.path;

import io.hotpatchcycle.governance.ModelSetProposals.Proposal;
import io.hotpatchcycle.process.ModelSetChanges;
import io.hotpatchcycle.process.ModelSets;
import io.hotpatchcycle.process.Models;
import io.hotpatchcycle.rollout.ShortTransactions;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Takes model sets into use as people do: one asks, another approves. */
final class SetsInUse {

    private final Program program;

    SetsInUse(Program program) {
        this.program = program;
    }

    /** Asked by one, approved by another. */
    void use(String deployment, String person) {
        Proposal waits = ask(deployment, person).orElseThrow();
        decide(waits.id(), "APPROVE", "second.person");
    }

    Optional<Proposal> ask(String deployment, String person) {
        return ask(deployment, person, null);
    }

    Optional<Proposal> ask(String deployment, String person, String author) {
        return program.bean(ShortTransactions.class).run(() -> program.bean(ModelSetChanges.class).activate(deployment, "A test wants it.", author, person));
    }

    Proposal decide(long id, String decision, String person) {
        return program.bean(ShortTransactions.class).run(() -> program.bean(ModelSetChanges.class).decide(id, decision, "Read line by line.", person));
    }

    /** As it was when the program started, as if nobody had touched it. */
    void putBack(String seeded) {
        JdbcTemplate jdbc = program.bean(JdbcTemplate.class);
        jdbc.update("update hotpatch.model_set set active = false where active");
        jdbc.update("update hotpatch.model_set set active = true, activated_by = 'hotpatch-cycle', hash = ? where deployment_id = ?", Models.builtIn().hash(), seeded);
        program.bean(ModelSets.class).seed(Models.builtIn()); // the timer of the intake goes with it
    }
}
