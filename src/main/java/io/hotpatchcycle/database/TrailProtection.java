package io.hotpatchcycle.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import io.hotpatchcycle.StartRefusedException;

/**
 * Refuses to start on a database in which the running program could change or empty its own audit trail.
 *
 * <p>Looks at what PostgreSQL says, not at role names: ownership, membership and superusers count.
 */
final class TrailProtection {

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
        String verdict = ask(app, """
                SELECT CASE
                  WHEN (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN 'is a superuser'
                  WHEN pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = 'hotpatch.event'::regclass), 'MEMBER')
                    THEN 'owns the audit trail'
                  WHEN has_table_privilege(current_user, 'hotpatch.event', 'UPDATE, DELETE, TRUNCATE, TRIGGER')
                    OR has_any_column_privilege(current_user, 'hotpatch.event', 'UPDATE') THEN 'may change the audit trail'
                  WHEN NOT (has_table_privilege(current_user, 'hotpatch.event', 'INSERT')
                        AND has_table_privilege(current_user, 'hotpatch.event', 'SELECT')) THEN 'cannot write the audit trail'
                  ELSE 'ok' END""");
        if (!"ok".equals(verdict)) {
            throw new StartRefusedException("The database role of the running program " + verdict + "." + ADVICE);
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
