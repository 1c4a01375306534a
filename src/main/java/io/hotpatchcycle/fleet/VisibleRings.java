package io.hotpatchcycle.fleet;

import java.util.Set;
import java.util.TreeSet;

/**
 * Whose devices somebody may see.
 *
 * @param rings names of the rings; null for every device, also those in no ring
 */
public record VisibleRings(Set<String> rings) {

    public static final VisibleRings ALL = new VisibleRings(null);

    /** For the {@code where} of a query over devices; takes {@link #names} twice. A device is in the ring that the newest plan gave it. */
    private static final String VISIBLE = """
             (?::text is null or exists (select 1 from hotpatch.plan_device seen where seen.device_id = %s and seen.ring = any (string_to_array(?, ','))
                and seen.cycle_id = (select id from hotpatch.cycle where snapshot_id is not null order by created_at desc, id desc limit 1)))
            """;

    public VisibleRings {
        rings = rings == null ? null : Set.copyOf(rings);
    }

    /** Whether devices of this ring, or of none where it is null, may be seen. */
    public boolean shows(String ring) {
        return rings == null || ring != null && rings.contains(ring);
    }

    /** The names for SQL, comma separated; null for all. */
    public String names() {
        return rings == null ? null : String.join(",", new TreeSet<>(rings));
    }

    /** @param deviceId the column with the Intune device id, with the name of its table: without it, it would be another one */
    public static String condition(String deviceId) {
        return VISIBLE.formatted(deviceId);
    }
}
