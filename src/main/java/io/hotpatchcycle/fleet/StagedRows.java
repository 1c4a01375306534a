package io.hotpatchcycle.fleet;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Takes over what a source streams as a whole: it is read into a table of the connection's own first, and then takes its place in one short
 * transaction. Whoever looks meanwhile, and everybody where the reading breaks off, sees what was there before.
 */
final class StagedRows {

    private StagedRows() {
    }

    /**
     * Reads, then takes over.
     *
     * @param jdbc     a template whose connections are in no transaction
     * @param table    the connection's own
     * @param columns  with their types
     * @param source   adds the rows
     * @param takeOver statements, in one transaction
     * @return how many rows were read
     */
    static int takeOver(JdbcTemplate jdbc, String table, String columns, Consumer<BinaryRows> source, String... takeOver) {
        return jdbc.execute((ConnectionCallback<Integer>) connection -> {
            BinaryRows.stage(connection, table, columns, source);
            boolean alone = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("set local work_mem = '64MB'");
                statement.execute("analyze " + table);
                for (String sql : takeOver) {
                    statement.executeUpdate(sql);
                }
                int rows = count(statement, table);
                statement.execute("truncate " + table);
                if (alone) {
                    connection.commit();
                }
                return rows;
            } catch (SQLException | RuntimeException e) {
                undo(connection, alone, e);
                throw e;
            } finally {
                connection.setAutoCommit(alone);
            }
        });
    }

    private static int count(Statement statement, String table) throws SQLException {
        try (ResultSet rows = statement.executeQuery("select count(*) from " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void undo(Connection connection, boolean alone, Exception because) {
        try {
            if (alone) {
                connection.rollback();
            }
        } catch (SQLException again) {
            because.addSuppressed(again);
        }
    }
}
