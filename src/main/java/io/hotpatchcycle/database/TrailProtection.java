package io.hotpatchcycle.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import javax.sql.DataSource;

import io.hotpatchcycle.StartRefusedException;

/**
 * Refuses to start on a database in which the running program could change or empty its own audit trail.
 *
 * <p>Looks at what PostgreSQL says, not at role names: ownership, membership and superusers count.
 */
final class TrailProtection {

    /** What the running role may add to and read, nothing else; and what only triggers write. */
    private static final List<String> APPEND_ONLY = List.of("hotpatch.event", "hotpatch.seal", "hotpatch.seal_head", "hotpatch.time_stamp");
    private static final String READ_ONLY = "hotpatch.unsealed";

    private static final String ADVICE = " Let spring.datasource.username be hotpatch_app and spring.flyway.user be"
            + " hotpatch_owner (docs/database.md has the SQL).";

    private TrailProtection() {
    }

    /** To be called before migrating: the two kinds of connection must use two roles. */
    static void requireTwoRoles(DataSource owner, DataSource app) {
        String migrating = ask(owner, "SELECT current_user");
        String running = ask(app, "SELECT current_user");
        if (migrating.equals(running)) {
            throw new StartRefusedException("Role '" + running + "' both migrates and runs, so the running program could"
                    + " change the audit trail." + ADVICE);
        }
        if (!running.equals(Roles.APP)) {
            throw new StartRefusedException("The program connects as '" + running + "', but the migrations grant its"
                    + " rights to '" + Roles.APP + "'." + ADVICE);
        }
    }

    /** To be called after migrating: the running role may add to the trail and read it, nothing else. */
    static void requireAppendOnly(DataSource app) {
        APPEND_ONLY.forEach(table -> require(app, table, "INSERT", ""));
        require(app, READ_ONLY, "SELECT", "INSERT, ");
    }

    /**
     * @param needed    what the role must be able to do besides reading
     * @param forbidden further rights it must not have, each with a comma behind it
     */
    private static void require(DataSource app, String table, String needed, String forbidden) {
        String verdict = ask(app, """
                SELECT CASE
                  WHEN (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN 'is a superuser'
                  WHEN pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = '%1$s'::regclass), 'MEMBER')
                    THEN 'owns the audit trail'
                  WHEN has_table_privilege(current_user, '%1$s', '%3$sUPDATE, DELETE, TRUNCATE, TRIGGER')
                    OR has_any_column_privilege(current_user, '%1$s', '%3$sUPDATE') THEN 'may change the audit trail'
                  WHEN NOT (has_table_privilege(current_user, '%1$s', '%2$s')
                        AND has_table_privilege(current_user, '%1$s', 'SELECT')) THEN 'cannot write the audit trail'
                  ELSE 'ok' END""".formatted(table, needed, forbidden));
        if (!"ok".equals(verdict)) {
            throw new StartRefusedException("The database role of the running program " + verdict + " (table " + table + ")." + ADVICE);
        }
    }

    private static String ask(DataSource source, String question) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            answer.next();
            return answer.getString(1);
        } catch (SQLException e) {
            throw new StartRefusedException("The database cannot be asked about its roles (" + e.getMessage() + ")."
                    + " Check spring.datasource.* and spring.flyway.*.", e);
        }
    }
}
