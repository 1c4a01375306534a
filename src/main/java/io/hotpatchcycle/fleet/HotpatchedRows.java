package io.hotpatchcycle.fleet;

/** Who was seen hotpatched, by the level that was read; whether a cycle governs the device or not. */
final class HotpatchedRows {

    /**
     * A level that the catalog calls a hotpatch is reached by none but a hotpatched device. One that took the cumulative update of a release
     * that had a hotpatch for its build was not hotpatched last time; a baseline has none, and takes nothing back.
     */
    private static final String NOTE = """
            update hotpatch.device d set hotpatched_at = case when l.hotpatch then coalesce(d.level_since, d.observed_at) end
            from (select v.build, v.ubr, bool_or(v.hotpatch = 'YES') as hotpatch, bool_or(v.hotpatch = 'NO' and exists (select from hotpatch.revision h
                    where h.release_id = v.release_id and h.line = v.line and h.build = v.build and h.hotpatch = 'YES')) as instead
                from hotpatch.revision v where v.line = 'WINDOWS_11' group by v.build, v.ubr) l
            where d.line = 'WINDOWS_11' and d.build = l.build and d.ubr = l.ubr
                and case when l.hotpatch then d.hotpatched_at is null or d.hotpatched_at < d.level_since else l.instead and d.hotpatched_at is not null end
            """;

    /** After a list: every device. */
    static final String OF_ALL = NOTE;
    /** After a reading of levels: the devices that it has. */
    static final String OF_LEVELS = NOTE + " and d.id in (select id from level_reading)";

    private HotpatchedRows() {
    }
}
