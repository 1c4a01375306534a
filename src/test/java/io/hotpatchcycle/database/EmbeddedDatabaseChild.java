package io.hotpatchcycle.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;

/** A program that starts the embedded database and then waits to be killed; runs in a JVM of its own. */
final class EmbeddedDatabaseChild {

    private EmbeddedDatabaseChild() {
    }

    /** @param args folder, and the text of one row to commit */
    public static void main(String[] args) throws Exception {
        EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(args[0]), Path.of(args[1]),
                EmbeddedDatabase.Durability.KEPT);
        try (Connection connection = database.as("hotpatch_owner", EmbeddedDatabase.NAME).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS public.kept (text text)");
            statement.execute("INSERT INTO public.kept VALUES ('" + args[2] + "')");
        }
        System.out.println("ready");
        System.in.read();
        database.close();
    }
}
