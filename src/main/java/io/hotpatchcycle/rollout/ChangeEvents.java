package io.hotpatchcycle.rollout;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Port to Intune's own record of who changed what in the device configuration. It lags by minutes to hours. */
public interface ChangeEvents {

    /** Reads the changes since a time, page by page. */
    void read(Instant since, Consumer<List<Change>> pages);

    /**
     * One change of one thing.
     *
     * @param actor     a person's principal name, or the name of an application
     * @param operation raw: {@code Create}, {@code Patch}, {@code Delete}, {@code Action}
     * @param target    id of the thing
     * @param result    raw, e.g. {@code Success}
     */
    record Change(String id, Instant at, String actor, String activity, String operation, String target, String targetName, String result) {
    }
}
