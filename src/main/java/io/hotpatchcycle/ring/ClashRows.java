package io.hotpatchcycle.ring;

import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of devices of which it is not one update ring alone that reaches them. Rings of ours are bits, counted from 1 in ring order. */
final class ClashRows {

    private static final String TAKE = " on conflict (object_id, name) do update set rings = c.rings | excluded.rings";

    private final JdbcTemplate jdbc;

    ClashRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void forget() {
        jdbc.update("delete from hotpatch.update_ring_clash");
    }

    /** @param rings of ours for whose devices it is a clash */
    void add(String name, long rings, List<String> objectIds) {
        jdbc.update("insert into hotpatch.update_ring_clash as c (object_id, name, rings) select distinct unnest(?::text[]), ?, ?::bigint" + TAKE,
                objectIds.toArray(String[]::new), name, rings);
    }

    /** Devices that these people own. */
    void addOwners(String name, long rings, List<String> principalNames) {
        jdbc.update("insert into hotpatch.update_ring_clash as c (object_id, name, rings) select distinct d.object_id, ?, ?::bigint from hotpatch.device d "
                + "where d.object_id is not null and lower(d.owner) = any(?::text[])" + TAKE, name, rings,
                principalNames.stream().map(person -> person.toLowerCase(Locale.ROOT)).toArray(String[]::new));
    }

    void remove(String name, List<String> objectIds) {
        jdbc.update("delete from hotpatch.update_ring_clash where name = ? and object_id = any(?::text[])", name, objectIds.toArray(String[]::new));
    }

    /** What clashes for a device of this ring of ours. */
    List<String> of(String objectId, int ring) {
        return jdbc.queryForList("select name from hotpatch.update_ring_clash where object_id = ? and rings & (1::bigint << ?) <> 0 order by 1", String.class, objectId, ring);
    }
}
