package io.hotpatchcycle.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What an approver could have known of a release is what the catalog had said by then. */
class SeverityTest {

    private static final Instant TUESDAY = Instant.parse("2026-08-11T18:00:00Z");

    private final TestDatabase database = TestDatabase.fresh();
    private final JdbcTemplate jdbc = new JdbcTemplate(database.app());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void eachOtherWordOfTheCatalogIsKeptWithTheTimeItWasRead() {
        read(0, null, null);
        read(1, null, null);
        read(2, "important", 7.8);
        read(3, "important", 7.8);
        read(4, "critical", 9.1, "CVE-2026-1");
        read(5, "important", 7.8);
        assertThat(jdbc.queryForList("select extract(hour from read_at at time zone 'UTC')::int || ' ' || coalesce(max_severity, '-') || ' ' || coalesce(max_base_score::text, '-') || ' ' "
                + "|| exploited_cves from hotpatch.release_severity order by read_at", String.class)).containsExactly("18 - - ", "20 important 7.8 ", "22 critical 9.1 CVE-2026-1", "23 important 7.8 ");
    }

    private void read(int hours, String severity, Double score, String... exploited) {
        Release bare = ReleaseFixture.release("2026.08 B").hotpatched(26100).build();
        new ReleaseRows(JdbcClient.create(jdbc)).record(new Release(bare.id(), bare.name(), bare.displayName(), bare.publishedAt(), bare.classification(), bare.cadence(), severity,
                score, List.of(exploited), bare.revisions()), null, "", TUESDAY.plusSeconds(3600L * hours));
    }
}
