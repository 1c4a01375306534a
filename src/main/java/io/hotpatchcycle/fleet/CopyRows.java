package io.hotpatchcycle.fleet;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** Streams rows into a table by COPY, as text: nothing is kept but the row that is being written and one buffer. */
public final class CopyRows {

    private static final int BUFFER = 1 << 16;

    private final CopyIn copy;
    private final StringBuilder buffer = new StringBuilder(BUFFER + 1024);

    private CopyRows(CopyIn copy) {
        this.copy = copy;
    }

    /**
     * Copies what the source adds; all of it or, when it throws, nothing. Use inside a transaction.
     *
     * @param into   table and columns, e.g. {@code found (device, kb)}
     * @param source adds the rows
     */
    public static void into(JdbcTemplate jdbc, String into, Consumer<CopyRows> source) {
        jdbc.execute((ConnectionCallback<Long>) connection -> into(connection, into, source));
    }

    private static long into(Connection connection, String into, Consumer<CopyRows> source) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + into + " from stdin");
        try {
            CopyRows rows = new CopyRows(copy);
            source.accept(rows);
            rows.flush();
            return copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /** Adds a row; null is null, everything else its text. The character 0, which no text of the database can hold, is left out. */
    public void add(Object... values) {
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                buffer.append('\t');
            }
            if (values[i] == null) {
                buffer.append("\\N");
            } else {
                escape(values[i].toString());
            }
        }
        buffer.append('\n');
        if (buffer.length() >= BUFFER) {
            try {
                flush();
            } catch (SQLException e) {
                throw new org.springframework.jdbc.UncategorizedSQLException("COPY", null, e);
            }
        }
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> buffer.append("\\\\");
                case '\t' -> buffer.append("\\t");
                case '\n' -> buffer.append("\\n");
                case '\r' -> buffer.append("\\r");
                case 0 -> { }
                default -> buffer.append(c);
            }
        }
    }

    private void flush() throws SQLException {
        byte[] bytes = buffer.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        buffer.setLength(0);
    }
}
