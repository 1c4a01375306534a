package io.hotpatchcycle.ring;

import java.time.Instant;
import java.util.List;

/**
 * What governs the updates of a device, as the tenant was last read.
 *
 * @param unit          our unit of its ring, with its policy and its one update ring; null without a ring
 * @param foreign       names of other quality update policies that reach it
 * @param clashes       which update rings reach it beside that one, or leave it out of it
 * @param tenantDefault whether a device in no policy gets hotpatches; null where the tenant does not say
 * @param readAt        when the policies were read; null before the first plan
 */
public record Governed(Unit unit, List<String> foreign, List<String> clashes, Boolean tenantDefault, Instant readAt) {

    public Governed {
        foreign = List.copyOf(foreign);
        clashes = List.copyOf(clashes);
    }
}
