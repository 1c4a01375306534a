package io.hotpatchcycle.fleet;

/** Who was seen hotpatched, by the level that was read; whether a cycle governs the device or not. */
final class HotpatchedRows {

    /** What the catalog says of each client level: a hotpatch, or what some took instead of one. */
    static final String LEVELS = """
            (select v.build, v.ubr, bool_or(v.hotpatch = 'YES') as hotpatch, bool_or(v.hotpatch = 'NO' and exists (select from hotpatch.revision h
                where h.release_id = v.release_id and h.line = v.line and h.build = v.build and h.hotpatch = 'YES')) as instead
            from hotpatch.revision v where v.line = 'WINDOWS_11' group by v.build, v.ubr)""";

    /** After a list: every device whose level says something else than what is kept. */
    static final String OF_ALL = """
            update hotpatch.device d set hotpatched_at = %1$s from %2$s l
            where d.line = 'WINDOWS_11' and d.build = l.build and d.ubr = l.ubr and d.hotpatched_at is distinct from %1$s
            """.formatted(next("d.level_since", "d.observed_at"), LEVELS);

    private HotpatchedRows() {
    }

    /**
     * When device {@code d} was seen hotpatched, given what the catalog says of its level, {@code l}. A level that the catalog calls a hotpatch is reached by
     * none but a hotpatched device. One that took the cumulative update of a release that had a hotpatch for its build was not hotpatched last time; a baseline
     * has none, and takes nothing back.
     *
     * @param since    SQL: since when the device has been on the level; may be null
     * @param observed SQL: when it was seen on it
     */
    static String next(String since, String observed) {
        return "case when d.line = 'WINDOWS_SERVER' then d.hotpatched_at when l.hotpatch then coalesce(greatest(d.hotpatched_at, " + since + "), " + observed
                + ") when l.instead then null else d.hotpatched_at end";
    }
}
