package io.hotpatchcycle.rollout;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of when devices last looked for updates. */
final class ScanRows {

    private final JdbcTemplate jdbc;

    ScanRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Takes over what a page of the install report says of it; a row is written again when half a day has gone by. */
    void note(List<InstallReports.Install> page, Instant receivedAt) {
        List<InstallReports.Install> told = page.stream().filter(install -> install.scannedAt() != null && !install.scannedAt().isAfter(receivedAt)).toList();
        jdbc.update("""
                insert into hotpatch.update_scan as s (device_id, scanned_at, received_at)
                select device_id, max(scanned_at), ? from unnest(?::text[], ?::timestamptz[]) t (device_id, scanned_at) group by 1
                on conflict (device_id) do update set scanned_at = excluded.scanned_at, received_at = excluded.received_at
                where s.scanned_at < excluded.scanned_at - interval '12 hours'
                """, Timestamp.from(receivedAt), told.stream().map(InstallReports.Install::deviceId).toArray(String[]::new),
                told.stream().map(install -> install.scannedAt().toString()).toArray(String[]::new));
    }
}
