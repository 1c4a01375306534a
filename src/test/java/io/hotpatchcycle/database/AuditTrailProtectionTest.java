package io.hotpatchcycle.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import io.hotpatchcycle.StartRefusedException;
import io.hotpatchcycle.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the running program can and cannot do to its own trail. */
class AuditTrailProtectionTest {

    private static final String INSERT = "INSERT INTO hotpatch.event (business_time, wall_time, actor, actor_kind, type)"
            + " VALUES (now(), now(), 'someone', 'PERSON', 'test')";

    private TestDatabase database;
    private JdbcTemplate app;
    private JdbcTemplate owner;

    @BeforeEach
    void open() {
        database = TestDatabase.fresh();
        app = new JdbcTemplate(database.app());
        owner = new JdbcTemplate(database.owner());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theRunningProgramAddsToTheTrailAndReadsIt() {
        app.update(INSERT);

        assertThat(app.queryForObject("SELECT count(*) FROM hotpatch.event", Integer.class)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "UPDATE hotpatch.event SET actor = 'nobody'",
            "DELETE FROM hotpatch.event",
            "TRUNCATE hotpatch.event",
            "DROP TABLE hotpatch.event",
            "ALTER TABLE hotpatch.event OWNER TO hotpatch_app",
            "SET ROLE hotpatch_owner",
            "CREATE TABLE hotpatch.other (id int)",
            "UPDATE hotpatch.seal SET event_id = 2",
            "DELETE FROM hotpatch.seal",
            "TRUNCATE hotpatch.seal",
            "UPDATE hotpatch.seal_head SET key_id = ''",
            "DELETE FROM hotpatch.seal_head",
            "DELETE FROM hotpatch.unsealed",
            "INSERT INTO hotpatch.unsealed VALUES (1)",
            "ALTER TABLE hotpatch.event DISABLE TRIGGER await_seal",
            "DROP FUNCTION hotpatch.end_waiting() CASCADE",
            "UPDATE hotpatch.flyway_schema_history SET checksum = 0"})
    void theRunningProgramCannotChangeTheTrail(String attempt) {
        app.update(INSERT);

        assertThatThrownBy(() -> app.execute(attempt)).rootCause()
                .hasMessageMatching("(?s)ERROR: (permission denied|must be owner).*");
        assertThat(app.queryForObject("SELECT count(*) FROM hotpatch.event WHERE actor = 'someone'", Integer.class))
                .isEqualTo(1);
    }

    @Test
    void theRunningProgramCannotGiveItselfTheRight() {
        app.execute("GRANT UPDATE ON hotpatch.event TO hotpatch_app"); // PostgreSQL only warns

        assertThatCode(() -> TrailProtection.requireAppendOnly(database.app())).doesNotThrowAnyException();
    }

    @Test
    void theTrailAndTheEnginesTablesBelongToTheOwner() {
        List<String> owners = owner.queryForList("SELECT DISTINCT tableowner FROM pg_tables"
                + " WHERE schemaname IN ('hotpatch', 'public')", String.class);

        assertThat(owners).containsExactly("hotpatch_owner");
    }

    @Test
    void laterTablesCanBeWrittenByTheRunningProgram() {
        owner.execute("CREATE TABLE hotpatch.later (id bigint GENERATED ALWAYS AS IDENTITY, text text)");

        app.update("INSERT INTO hotpatch.later (text) VALUES ('a')");
        app.update("UPDATE hotpatch.later SET text = 'b'");
        assertThat(app.update("DELETE FROM hotpatch.later")).isEqualTo(1);
    }

    @Test
    void aProtectedTrailIsAccepted() {
        assertThatCode(() -> TrailProtection.requireAppendOnly(database.app())).doesNotThrowAnyException();
        assertThatCode(() -> TrailProtection.requireTwoRoles(database.owner(), database.app()))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GRANT UPDATE ON hotpatch.event TO hotpatch_app",
            "GRANT UPDATE (actor) ON hotpatch.event TO hotpatch_app",
            "GRANT DELETE ON hotpatch.event TO PUBLIC",
            "GRANT TRUNCATE ON hotpatch.event TO hotpatch_app",
            "GRANT TRIGGER ON hotpatch.event TO hotpatch_app",
            "GRANT UPDATE ON hotpatch.seal TO hotpatch_app",
            "GRANT DELETE ON hotpatch.seal_head TO PUBLIC",
            "GRANT DELETE ON hotpatch.unsealed TO hotpatch_app",
            "GRANT INSERT ON hotpatch.unsealed TO hotpatch_app"})
    void aTrailThatCouldBeChangedRefusesTheStart(String hole) {
        owner.execute(hole);

        assertThatThrownBy(() -> TrailProtection.requireAppendOnly(database.app()))
                .isInstanceOf(StartRefusedException.class).hasMessageContaining("may change the audit trail");
    }

    @Test
    void aTrailThatCannotBeWrittenRefusesTheStart() {
        owner.execute("REVOKE INSERT ON hotpatch.event FROM hotpatch_app");

        assertThatThrownBy(() -> TrailProtection.requireAppendOnly(database.app()))
                .isInstanceOf(StartRefusedException.class).hasMessageContaining("cannot write the audit trail");
    }

    @Test
    void aChainThatCannotBeWrittenRefusesTheStart() {
        owner.execute("REVOKE INSERT ON hotpatch.seal FROM hotpatch_app");

        assertThatThrownBy(() -> TrailProtection.requireAppendOnly(database.app()))
                .isInstanceOf(StartRefusedException.class).hasMessageContaining("cannot write the audit trail (table hotpatch.seal)");
    }

    @Test
    void theOwnerMayNotBeTheRunningRole() {
        assertThatThrownBy(() -> TrailProtection.requireAppendOnly(database.owner()))
                .isInstanceOf(StartRefusedException.class).hasMessageContaining("owns the audit trail");
        assertThatThrownBy(() -> TrailProtection.requireTwoRoles(database.owner(), database.owner()))
                .isInstanceOf(StartRefusedException.class).hasMessageContaining("both migrates and runs");
    }
}
