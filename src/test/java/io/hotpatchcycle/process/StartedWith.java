package io.hotpatchcycle.process;

import io.hotpatchcycle.rollout.ShortTransactions;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a start of the program does with a folder of models, without starting it. */
public final class StartedWith {

    private final ModelSetChanges changes;
    private final ShortTransactions transactions;
    private final JdbcTemplate jdbc;

    public StartedWith(ModelSetChanges changes, ShortTransactions transactions, JdbcTemplate jdbc) {
        this.changes = changes;
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    /** What the console says; empty when the folder's set is in use. */
    public Optional<String> folder(Models models) {
        return transactions.run(() -> changes.startWith(models, "/etc/models"));
    }

    /** As {@link #folder} where no set was ever in use. */
    public Optional<String> folderAtFirst(Models models) {
        return transactions.run(() -> {
            jdbc.update("update hotpatch.model_set set active = false");
            return changes.startWith(models, "/etc/models");
        });
    }
}
