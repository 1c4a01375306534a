package io.hotpatchcycle.process;

import java.util.function.Supplier;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.impl.identity.Authentication;

/**
 * Work in the engine that the program does by itself. Whether the person may have it done was decided before, by our own
 * rules; the rights of that person in the engine must neither keep it nor leave rows out.
 */
public final class AsTheProgram {

    private AsTheProgram() {
    }

    /** Does the work while nobody is signed in, and signs the person in again whatever becomes of it. */
    public static <T> T get(IdentityService identity, Supplier<T> work) {
        Authentication person = identity.getCurrentAuthentication();
        identity.clearAuthentication();
        try {
            return work.get();
        } finally {
            identity.setAuthentication(person);
        }
    }

    /** As {@link #get}, for work without a result. */
    public static void run(IdentityService identity, Runnable work) {
        get(identity, () -> {
            work.run();
            return null;
        });
    }
}
