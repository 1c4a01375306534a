package io.hotpatchcycle.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import io.hotpatchcycle.StartRefusedException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/**
 * First migration: the tables of the process engine, from the create scripts in the engine's own jar.
 *
 * <p>They stay in schema {@code public} and belong to {@code hotpatch_owner}; the engine, running as
 * {@code hotpatch_app}, may only read and write their rows. So two nodes can start at once on an empty database.
 */
final class EngineTables implements JavaMigration {

    private static final String SCRIPTS = "/org/camunda/bpm/engine/db/create/activiti.postgres.create.%s.sql";
    private static final List<String> PARTS = List.of("engine", "case.engine", "decision.engine", "history",
            "case.history", "decision.history", "identity");

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("0.1");
    }

    @Override
    public String getDescription() {
        return "engine tables";
    }

    @Override
    public Integer getChecksum() {
        return null; // a patch release of the engine may touch comments in its scripts
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws SQLException {
        try (Statement statement = context.getConnection().createStatement()) {
            refuseForeignTables(statement);
            statement.execute("SET LOCAL search_path TO public");
            for (String part : PARTS) {
                statement.execute(script(part));
            }
            statement.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO " + Roles.APP);
            statement.execute("ALTER DEFAULT PRIVILEGES IN SCHEMA public"
                    + " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO " + Roles.APP);
        }
    }

    private static void refuseForeignTables(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("SELECT to_regclass('public.act_ge_property')")) {
            if (result.next() && result.getString(1) != null) {
                throw new StartRefusedException("Schema public already holds engine tables of another application;"
                        + " give Hotpatch Cycle a database of its own.");
            }
        }
    }

    private static String script(String part) {
        String name = String.format(SCRIPTS, part);
        try (InputStream stream = EngineTables.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("The engine's create script " + name + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("The engine's create script " + name + " cannot be read", e);
        }
    }
}
