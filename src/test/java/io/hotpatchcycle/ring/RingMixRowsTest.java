package io.hotpatchcycle.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a ring was made of when it was planned stays so, whatever becomes of its devices and their owners. */
class RingMixRowsTest {

    private static final String CYCLE = "2026.08-B";

    private final TestDatabase database = TestDatabase.fresh();
    private final JdbcTemplate jdbc = new JdbcTemplate(database.app());
    private final RingMixRows rows = new RingMixRows(jdbc);

    @BeforeEach
    void plan() {
        jdbc.update("insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence, first_seen_at, fingerprint) "
                + "values ('r', ?, 'r', 'r', now(), 'security', 'monthly', now(), '')", CYCLE);
        jdbc.update("insert into hotpatch.cycle (id, release_id, state, created_at) values (?, 'r', 'PLANNING', now())", CYCLE);
        jdbc.update("insert into hotpatch.plan_class (class, cycle_id, devices, population, line, build, edition, cpu, chpe, join_type, management, licence, vbs, policy, ring) "
                + "values (1, ?, 2, 'ACTIVE', 'WINDOWS_11', 26100, 'PRO', 'X64', '', '', '', '', '', 'UNIT', 'pilot')", CYCLE);
        for (String id : List.of("a", "b")) {
            jdbc.update("insert into hotpatch.device (id, name, owner, model, line, edition, cpu, chpe, join_type, management, received_at) values "
                    + "(?, 'PC', ? || '@example.org', 'Book 5', 'WINDOWS_11', 'PRO', 'X64', '', '', '', now())", id, id);
            jdbc.query("select hotpatch.plan_members(c.no, array[d.no], array[1::bigint], null, array['o']) from hotpatch.cycle c, hotpatch.device d where d.id = ?",
                    rs -> { }, id);
        }
        jdbc.update("insert into hotpatch.user_licence (owner, qualifying, region) values ('a@example.org', true, 'DE')");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private List<String> seen() {
        return rows.counts(CYCLE).stream().filter(c -> List.of("MODEL", "REGION").contains(c.dimension()))
                .map(c -> c.dimension() + " " + c.value() + " " + c.ring() + " " + c.devices()).sorted().toList();
    }

    @Test
    void modelsAndRegionsAreThoseOfThePlan() {
        List<String> planned = List.of("MODEL Book 5 pilot 2", "REGION DE pilot 1", "REGION unknown pilot 1");
        assertThat(seen()).as("not kept yet").isEqualTo(planned);
        rows.freeze(CYCLE);
        assertThat(seen()).isEqualTo(planned);
        jdbc.update("update hotpatch.device set model = 'Book 9', owner = null");
        jdbc.update("update hotpatch.user_licence set region = 'FR'");
        assertThat(seen()).as("a year later").isEqualTo(planned);
        jdbc.update("delete from hotpatch.plan_part");
        assertThat(seen()).as("thinned out").isEqualTo(planned);
    }

    @Test
    void aPlanThatIsDrawnAnewIsKeptAnew() {
        rows.freeze(CYCLE);
        jdbc.update("update hotpatch.device set model = 'Book 9' where id = 'b'");
        rows.freeze(CYCLE);
        assertThat(seen()).contains("MODEL Book 5 pilot 1", "MODEL Book 9 pilot 1").hasSize(4);
    }
}
