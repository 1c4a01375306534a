package io.hotpatchcycle.bench;

import java.io.BufferedOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** The yardstick: COPY of rows that are there as text already into a logged table without an index. */
final class BareCopy {

    private static final int BUFFER = 1 << 20;

    private final DataSource owner;
    private final Path file;

    BareCopy(DataSource owner, Path folder) {
        this.owner = owner;
        this.file = folder.resolve("rows.txt");
    }

    /** Writes the rows of a query into a file, and makes an empty table of the same columns. */
    void prepare(String query) throws SQLException, IOException {
        try (Connection connection = owner.getConnection(); Statement statement = connection.createStatement();
             OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
            manager(connection).copyOut("copy (" + query + ") to stdout", out);
            statement.execute("drop table if exists hotpatch.bench_copy");
            statement.execute("create table hotpatch.bench_copy as " + query + " limit 0");
        }
    }

    /** Seconds until the rows are committed. */
    double run() throws SQLException, IOException {
        try (Connection connection = owner.getConnection(); Statement statement = connection.createStatement();
             InputStream in = new FileInputStream(file.toFile())) {
            statement.execute("truncate hotpatch.bench_copy");
            long start = System.nanoTime();
            manager(connection).copyIn("copy hotpatch.bench_copy from stdin", in, BUFFER);
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private static CopyManager manager(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }
}
