package io.hotpatchcycle.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.hotpatchcycle.StartRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** The embedded database after a hard kill, and with a second program on its folder; with real processes. */
class EmbeddedDatabaseRestartIT {

    private static final Path PROGRAMS = Path.of("target", "test-postgres").toAbsolutePath();

    @TempDir
    private Path folder;

    @Test
    void keepsEveryCommitOverHardKills() throws Exception {
        for (String row : List.of("first", "second")) {
            Process child = start(row);
            child.destroyForcibly();
            assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(postmaster()).as("the server outlives its program").isPresent();
        }

        try (EmbeddedDatabase database = open()) {
            assertThat(rows(database)).containsExactly("first", "second");
        }
        assertThat(Files.exists(folder.resolve("postgres/postmaster.pid"))).isFalse();
    }

    @Test
    void survivesThatProgramAndServerAreKilledTogether() throws Exception {
        Process child = start("only");
        ProcessHandle server = postmaster().orElseThrow();
        child.destroyForcibly();
        server.destroyForcibly();
        server.onExit().get(20, TimeUnit.SECONDS);
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();

        try (EmbeddedDatabase database = open()) {
            assertThat(rows(database)).containsExactly("only");
        }
    }

    @Test
    void refusesASecondProgramOnTheFolderInOneSentence() throws Exception {
        Process child = start("only");

        assertThatThrownBy(this::open).isInstanceOf(StartRefusedException.class)
                .hasMessage("Another Hotpatch Cycle (process " + child.pid() + ") already uses the data folder " + folder
                        + "; stop it, or start this one with --hotpatch.data-dir=OTHER_FOLDER.");
        assertThat(child.isAlive()).isTrue();

        child.getOutputStream().close(); // end of input lets it close in order
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(postmaster()).isEmpty();
    }

    @Test
    void flushesEveryCommitToDisk() {
        try (EmbeddedDatabase database = open()) {
            JdbcTemplate jdbc = new JdbcTemplate(database.as("hotpatch_app", EmbeddedDatabase.NAME));
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                assertThat(jdbc.queryForObject("SHOW " + setting, String.class)).as(setting).isEqualTo("on");
            }
        }
    }

    private EmbeddedDatabase open() {
        return EmbeddedDatabase.start(folder, PROGRAMS, EmbeddedDatabase.Durability.KEPT);
    }

    private static List<String> rows(EmbeddedDatabase database) {
        return new JdbcTemplate(database.as("hotpatch_owner", EmbeddedDatabase.NAME))
                .queryForList("SELECT text FROM public.kept", String.class);
    }

    private Optional<ProcessHandle> postmaster() throws IOException {
        Path pidFile = folder.resolve("postgres/postmaster.pid");
        return Files.exists(pidFile)
                ? ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).get(0).trim())).filter(ProcessHandle::isAlive)
                : Optional.empty();
    }

    private Process start(String row) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", classPath, EmbeddedDatabaseChild.class.getName(), folder.toString(), PROGRAMS.toString(), row)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader output = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        while (line != null && !line.equals("ready")) {
            line = output.readLine();
        }
        assertThat(line).as("the child started").isEqualTo("ready");
        return child;
    }
}
