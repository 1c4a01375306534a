package io.hotpatchcycle.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.Arrays;

import io.hotpatchcycle.testing.FrameApplication;
import io.hotpatchcycle.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/** A start that is refused says why in one sentence, and leaves nothing half done. */
@ExtendWith(OutputCaptureExtension.class)
class StartRefusalIT {

    @Test
    void oneRoleForEverythingIsRefusedBeforeAnythingIsChanged(CapturedOutput output) {
        try (TestDatabase database = TestDatabase.fresh()) {
            new JdbcTemplate(database.owner()).execute("DROP SCHEMA hotpatch CASCADE");

            start("--spring.datasource.url=" + database.url(), "--spring.datasource.username=hotpatch_owner");

            assertThat(output.getErr().lines()).singleElement().asString()
                    .contains("both migrates and runs").contains("spring.flyway.user");
            assertThat(new JdbcTemplate(database.owner())
                    .queryForObject("SELECT to_regnamespace('hotpatch') IS NULL", Boolean.class)).isTrue();
        }
    }

    @Test
    void aSecondProgramOnTheDataFolderIsRefused(@TempDir Path folder, CapturedOutput output) {
        try (EmbeddedDatabase first = EmbeddedDatabase.start(folder, Path.of("target", "test-postgres"),
                EmbeddedDatabase.Durability.THROWN_AWAY)) {
            start("--hotpatch.data-dir=" + folder);

            assertThat(output.getErr().lines()).singleElement().asString()
                    .startsWith("Another Hotpatch Cycle").contains(folder.toString());
            assertThat(new JdbcTemplate(first.as("hotpatch_app", EmbeddedDatabase.NAME))
                    .queryForObject("SELECT 1", Integer.class)).isEqualTo(1);
        }
    }

    private static void start(String... args) {
        String[] all = Arrays.copyOf(args, args.length + 1);
        all[args.length] = "--server.port=0";
        assertThat(catchThrowable(() -> SpringApplication.run(FrameApplication.class, all))).isNotNull();
    }
}
