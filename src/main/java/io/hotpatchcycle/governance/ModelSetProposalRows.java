package io.hotpatchcycle.governance;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of model sets that are to be taken into use. */
public final class ModelSetProposalRows {

    private final JdbcTemplate jdbc;

    public ModelSetProposalRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** One at a time; others wait for the end of the transaction. */
    void lock() {
        jdbc.execute("lock table hotpatch.model_set_proposal in share row exclusive mode");
    }

    List<ModelSetProposals.Proposal> all() {
        return jdbc.query("select * from hotpatch.model_set_proposal order by id desc", (rs, n) -> proposal(rs));
    }

    long propose(ModelSetProposals.Asked asked, String sha256, String person, Instant now) {
        return jdbc.queryForObject("insert into hotpatch.model_set_proposal (deployment_id, reason, author, deployed_by, compared_with, changes, findings, sha256, "
                + "proposed_by, proposed_at) values (?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?) returning id", Long.class, asked.deployment(), asked.reason(),
                asked.author(), String.join(",", asked.deployedBy()), asked.comparedWith(), asked.changes(), asked.findings(), sha256, person, Timestamp.from(now));
    }

    void decide(long id, String decision, String comment, String person, Instant now) {
        jdbc.update("update hotpatch.model_set_proposal set decision = ?, comment = ?, decided_by = ?, decided_at = ? where id = ?",
                decision, comment, person, Timestamp.from(now), id);
    }

    private static ModelSetProposals.Proposal proposal(ResultSet rs) throws SQLException {
        String deployers = rs.getString("deployed_by");
        Set<String> deployedBy = deployers.isEmpty() ? Set.of() : new TreeSet<>(List.of(deployers.split(",")));
        return new ModelSetProposals.Proposal(rs.getLong("id"), new ModelSetProposals.Asked(rs.getString("deployment_id"), rs.getString("reason"), rs.getString("author"),
                deployedBy, rs.getString("compared_with"), rs.getString("changes"), rs.getString("findings")), rs.getString("sha256"), GovernanceRows.decision(rs));
    }
}
