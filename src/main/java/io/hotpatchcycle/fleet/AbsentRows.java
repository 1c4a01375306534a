package io.hotpatchcycle.fleet;

import io.hotpatchcycle.fleet.ListRows.Found;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Notes which known devices a complete list lacks. One list proves nothing, rows are missed: what two in a row lack is gone from Intune, is
 * counted and planned no more, and is back as soon as a list has it again.
 */
final class AbsentRows {

    private static final String BACK = "update hotpatch.device d set absent_since = null, gone = false from device_compared c "
            + "where c.no = d.no and c.place is not null and c.absent_since is not null";

    private static final String LACKED = """
            update hotpatch.device d set gone = d.absent_since is not null, absent_since = coalesce(d.absent_since, (select max(received_at) from device_reading))
            from device_compared c where c.no = d.no and c.place is null and not d.gone
            """;

    private AbsentRows() {
    }

    /**
     * Notes what the comparison of the list with the fleet found; in the transaction that merged. A list that lacks more than it has is not
     * believed in what it lacks.
     */
    static void note(Connection connection, int listed, Found found) throws SQLException {
        int here = listed - found.back() + found.missed();
        if (found.lacked() + found.back() > 0 && here - listed <= listed) {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(BACK);
                statement.executeUpdate(LACKED);
            }
        }
    }
}
