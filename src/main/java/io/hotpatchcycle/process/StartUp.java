package io.hotpatchcycle.process;

import io.hotpatchcycle.StartRefusedException;
import io.hotpatchcycle.ring.RingSettings;
import io.hotpatchcycle.rollout.ShortTransactions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Seeds the models before anything else runs. */
final class StartUp implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(StartUp.class);

    private final ModelSets modelSets;
    private final ModelSetChanges changes;
    private final List<RingSettings> rings;
    private final String folder;
    private final ShortTransactions transactions;
    private final ModelSetRows rows;

    /** @param folder an admin's set to start with instead of the built-in one; empty for none */
    StartUp(ModelSets modelSets, ModelSetChanges changes, List<RingSettings> rings, String folder, ShortTransactions transactions, ModelSetRows rows) {
        this.modelSets = modelSets;
        this.changes = changes;
        this.rings = rings;
        this.folder = folder;
        this.transactions = transactions;
        this.rows = rows;
    }

    @Override
    public void afterSingletonsInstantiated() {
        try {
            // one node after the other: the second finds the set of the first
            transactions.run(() -> {
                rows.lock();
                if (folder.isEmpty()) {
                    modelSets.seed(Models.builtIn(), rings.stream().map(RingSettings::name).toList());
                    return Optional.<String>empty();
                }
                return changes.startWith(Models.in(Path.of(folder)), folder);
            }).ifPresent(LOG::warn);
        } catch (ModelSetRefused | IllegalArgumentException e) {
            throw new StartRefusedException(e.getMessage(), e);
        }
    }
}
