package io.hotpatchcycle.process;

import io.hotpatchcycle.StartRefusedException;
import java.nio.file.Path;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Seeds the models before anything else runs. */
final class StartUp implements SmartInitializingSingleton {

    private final ModelSets modelSets;
    private final String folder;

    /** @param folder an admin's set to start with instead of the built-in one; empty for none */
    StartUp(ModelSets modelSets, String folder) {
        this.modelSets = modelSets;
        this.folder = folder;
    }

    @Override
    public void afterSingletonsInstantiated() {
        try {
            modelSets.seed(folder.isEmpty() ? Models.builtIn() : Models.in(Path.of(folder)));
        } catch (ModelSetRefused | IllegalArgumentException e) {
            throw new StartRefusedException(e.getMessage(), e);
        }
    }
}
