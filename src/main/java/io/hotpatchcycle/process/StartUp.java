package io.hotpatchcycle.process;

import io.hotpatchcycle.StartRefusedException;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Seeds the models before anything else runs. */
final class StartUp implements SmartInitializingSingleton {

    private final ModelSets modelSets;

    StartUp(ModelSets modelSets) {
        this.modelSets = modelSets;
    }

    @Override
    public void afterSingletonsInstantiated() {
        try {
            modelSets.seed(Models.builtIn());
        } catch (ModelSetRefused e) {
            throw new StartRefusedException(e.getMessage(), e);
        }
    }
}
