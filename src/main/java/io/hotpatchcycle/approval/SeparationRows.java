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

    /** Deployments the cycle began on and was moved to. */
    Set<String> modelSets(String cycleId) {
        return people("""
                select model_set from hotpatch.cycle where id = ? and model_set is not null
                union select data->>'modelSet' from hotpatch.event where cycle_id = ? and type = 'instance.migrated' and data->>'modelSet' is not null
                """, cycleId, cycleId);
    }

    /** The cycle that the waiver of a freeze, which a task is about, would let open; empty for any other exemption. */
    Set<String> waived(String taskId) {
        return people("select e.target from hotpatch.approval a join hotpatch.exemption e on e.id = a.exemption_id where a.task_id = ? and e.scope = 'FREEZE'", taskId);
    }

    /** Who said what the release is where the catalogs did not, who asked for an emergency, and who wanted a release deployed that was left over. */
    Set<String> requesters(String cycleId) {
        return people("""
                select kind_decided_by from hotpatch.cycle where id = ? and kind_decided_by is not null
                union select requested_by from hotpatch.emergency_request where cycle_id = ?
                union select d.started_by from hotpatch.release_decision d join hotpatch.cycle c on c.release_id = d.release_id
                    where c.id = ? and d.started_by is not null
                """, cycleId, cycleId, cycleId);
    }

    Set<String> overriders(String cycleId) {
        return people("""
                select overridden_by from hotpatch.ring where cycle_id = ? and overridden_by is not null
                union select unnest(array_remove(array[decided_by, decided_for], null)) from hotpatch.approval
                    where cycle_id = ? and subject = 'RING' and decision = 'PROCEED'
                """, cycleId, cycleId);
    }

    /** Who asked for the exemption that a task is about or for one that it renews, and in whose place. */
    Set<String> exemptionRequester(String taskId) {
        return people("select r.person from hotpatch.approval a, hotpatch.exemption_requesters(a.exemption_id) r where a.task_id = ?", taskId);
    }

    /** Who asked for a roll-back that nobody has decided about. @param ring null for any ring */
    Set<String> rollBackRequesters(String cycleId, String ring) {
        return people("select requested_by from hotpatch.roll_back where cycle_id = ? and coalesce(ring = ?, true) and state = 'REQUESTED'", cycleId, ring);
    }

    /** Who decided, last, that the release is not deployed, and in whose place. */
    Set<String> decliners(String cycleId) {
        return people("""
                select unnest(array_remove(array[decided_by, decided_for], null)) from (select decided_by, decided_for from hotpatch.approval
                    where cycle_id = ? and decision in ('REJECT', 'ABANDON') and subject in ('CHANGE', 'STOP', 'RELEASE') order by id desc limit 1) last
                """, cycleId);
    }

    /** Who approved the change or judged it afterwards. */
    Set<String> approvers(String cycleId) {
        return people("select unnest(array_remove(array[decided_by, decided_for], null)) from hotpatch.approval where cycle_id = ? "
                + "and subject in ('CHANGE', 'AFTERWARDS') and decision = 'APPROVE'", cycleId);
    }

    /** Who gave another of the approvals of the change; who judges it afterwards did not let the running roll-out become an emergency either. */
    Set<String> otherLevels(String cycleId, Subject own) {
        return people("""
                select unnest(array_remove(array[decided_by, decided_for], null)) from hotpatch.approval where cycle_id = ? and subject <> ?
                    and (subject in ('CHANGE', 'AFTERWARDS') and decision = 'APPROVE' or subject = 'EMERGENCY' and decision = 'SPEED_UP' and ? = 'AFTERWARDS')
                """, cycleId, own.name(), own.name());
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
