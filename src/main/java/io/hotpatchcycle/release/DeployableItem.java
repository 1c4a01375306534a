package io.hotpatchcycle.release;

import java.time.Instant;
import java.util.Set;

/**
 * An item of Intune's own catalog: what a quality update policy approves. It carries no hotpatch flag and no link to
 * the Windows updates catalog, so it is matched by what both say.
 *
 * @param id             Intune catalog item id
 * @param name           display name
 * @param publishedAt    release date
 * @param classification as read
 * @param cadence        as read
 * @param builds         {@code build.ubr/KB} of its product revisions
 */
public record DeployableItem(String id, String name, Instant publishedAt, String classification, String cadence, Set<String> builds) {

    public DeployableItem {
        builds = Set.copyOf(builds);
    }
}
