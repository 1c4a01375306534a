package io.hotpatchcycle.process;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of model sets. */
final class ModelSetRows {

    private final JdbcTemplate jdbc;

    ModelSetRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** @param hash of the files, where the program took its own into use; empty where people did */
    record Active(String deploymentId, String hash, String activatedBy) {
    }

    Optional<Active> active() {
        return jdbc.query("select deployment_id, hash, activated_by from hotpatch.model_set where active",
                (rs, n) -> new Active(rs.getString(1), rs.getString(2), rs.getString(3))).stream().findFirst();
    }

    /** Whether it was ever in use, by whomever. */
    boolean everInUse(String deploymentId) {
        return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select from hotpatch.model_set where deployment_id = ?)", Boolean.class, deploymentId));
    }

    /** Nobody else seeds until this transaction ends. */
    void lock() {
        jdbc.queryForList("select pg_advisory_xact_lock(hashtext('hotpatch.model_set'))");
    }

    void activate(String deploymentId, String hash, String person) {
        jdbc.update("update hotpatch.model_set set active = false where active");
        jdbc.update("""
                insert into hotpatch.model_set (deployment_id, hash, activated_by, active) values (?, ?, ?, true)
                on conflict (deployment_id) do update set hash = excluded.hash, activated_by = excluded.activated_by, active = true, activated_at = now()
                """, deploymentId, hash, person);
    }

    /** Everybody who ever activated the set, also when somebody else did so again later, and the accounts of who wrote what a second person approved. */
    List<String> activatedBy(String deploymentId) {
        return jdbc.queryForList("""
                select activated_by from hotpatch.model_set where deployment_id = ?
                union select data->>'by' from hotpatch.event where type = 'modelSet.activated' and data->>'deployment' = ?
                union select btrim(a) from hotpatch.model_set_proposal p, regexp_split_to_table(p.author, '[,;]') a
                    where p.deployment_id = ? and p.decision = 'APPROVE' and btrim(a) <> ''
                """, String.class, deploymentId, deploymentId, deploymentId);
    }
}
