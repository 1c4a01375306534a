package io.hotpatchcycle.approval;

import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;

/** Who did what in a cycle, as far as it bears on who may decide. */
public final class SeparationRows {

    private final JdbcTemplate jdbc;

    public SeparationRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Deployment the cycle runs on; empty when it is not known. */
    String modelSet(String cycleId) {
        return jdbc.queryForList("select coalesce(model_set, '') from hotpatch.cycle where id = ?", String.class, cycleId).stream().findFirst().orElse("");
    }

    /** Who said what the release is where the catalogs did not, and who asked for an emergency. */
    Set<String> requesters(String cycleId) {
        return people("""
                select kind_decided_by from hotpatch.cycle where id = ? and kind_decided_by is not null
                union select requested_by from hotpatch.emergency_request where cycle_id = ?
                """, cycleId, cycleId);
    }

    Set<String> overriders(String cycleId) {
        return people("""
                select overridden_by from hotpatch.ring where cycle_id = ? and overridden_by is not null
                union select unnest(array_remove(array[decided_by, decided_for], null)) from hotpatch.approval
                    where cycle_id = ? and subject = 'RING' and decision = 'PROCEED'
                """, cycleId, cycleId);
    }

    /** Who approved the change or judged it afterwards; without those who answered the subject itself. */
    Set<String> approvers(String cycleId, Subject without) {
        return people("""
                select unnest(array_remove(array[decided_by, decided_for], null)) from hotpatch.approval where cycle_id = ? and subject in ('CHANGE', 'AFTERWARDS') and decision = 'APPROVE'
                    and subject is distinct from ?
                """, cycleId, without == null ? null : without.name());
    }

    Set<String> testers(String cycleId) {
        return people("select tested_by from hotpatch.manual_test where cycle_id = ?", cycleId);
    }

    Set<String> stoppers(String cycleId) {
        return people("select distinct requested_by from hotpatch.stop_request where cycle_id = ? and lifted_at is null", cycleId);
    }

    private Set<String> people(String sql, Object... arguments) {
        return new TreeSet<>(jdbc.queryForList(sql, String.class, arguments));
    }
}
