package io.hotpatchcycle.fleet;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Notes which known devices a complete list lacks. One list proves nothing, rows are missed: what two in a row lack is gone from Intune, is
 * counted and planned no more, and is back as soon as a list has it again.
 */
final class AbsentRows {

    /** Every listed device is known by now, so that as many known as listed are all of them. */
    private static final String NEWS = """
            select known.devices > listed.devices or known.absent > 0, known.here - listed.devices <= listed.devices
            from (select count(*) as devices, count(*) filter (where absent_since is not null) as absent, count(*) filter (where absent_since is null) as here
                from hotpatch.device) known, (select count(*) as devices from device_reading) listed
            """;

    private static final String BACK = "update hotpatch.device d set absent_since = null, gone = false from device_reading r "
            + "where r.id = d.id and d.absent_since is not null";

    private static final String LACKED = """
            update hotpatch.device d set gone = absent_since is not null, absent_since = coalesce(absent_since, (select max(received_at) from device_reading))
            where not gone and not exists (select from device_reading r where r.id = d.id)
            """;

    private AbsentRows() {
    }

    /**
     * Compares the fleet with the list that was merged into it; in the transaction that merged. A list that lacks more than it has is not
     * believed in what it lacks.
     */
    static void note(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean compare;
            try (ResultSet news = statement.executeQuery(NEWS)) {
                news.next();
                compare = news.getBoolean(1) && news.getBoolean(2);
            }
            if (compare) {
                statement.executeUpdate(BACK);
                statement.executeUpdate(LACKED);
            }
        }
    }
}
