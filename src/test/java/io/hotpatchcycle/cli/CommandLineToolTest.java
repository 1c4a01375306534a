package io.hotpatchcycle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.sandbox.SandboxSettings;
import io.hotpatchcycle.sandbox.SandboxTenant;
import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineToolTest {

    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"", "--hotpatch.mode=observe", "--server.port=0 --debug"})
    void propertiesAloneStartTheServer(String line) {
        assertThat(CommandLineTool.isServer(split(line))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sandbox", "rehearse --devices 10", "--help", "-h", "--version", "-V", "mistyped", "-x",
            "--server.port 8081"})
    void anythingElseIsACommandLine(String line) {
        assertThat(CommandLineTool.isServer(split(line))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mistyped", "-x", "--server.port 8081"})
    void nonsenseIsToldInOneSentence(String line) {
        assertThat(run(split(line))).isEqualTo(2);

        assertThat(err.toString().strip().lines()).hasSize(1);
        assertThat(err.toString()).contains(split(line)[0]).contains("hotpatch-cycle --help")
                .doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sandbox --devices many", "sandbox --devices 0", "sandbox --pace 7001", "sandbox --port 70000",
            "sandbox --gate-answer MAYBE", "sandbox --releases no-such-file.csv", "sandbox --seed", "sandbox extra"})
    void theSandboxRefusesNonsenseInOneSentence(String line) {
        assertThat(run(split(line))).isEqualTo(2);

        assertThat(err.toString().strip().lines()).as(err.toString()).hasSize(1);
        assertThat(err.toString()).doesNotContain("Exception").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify-evidence", "verify-evidence pack.zip --key no-such-file.pem", "verify-evidence pack.zip --key pom.xml",
            "verify-evidence pack.zip more.zip", "rehearse --from 2025-01 --to 2025-01 --evidence pom.xml/x"})
    void evidenceRefusesNonsenseInOneSentence(String line) {
        assertThat(run(split(line))).isEqualTo(2);

        assertThat(err.toString().strip().lines()).as(err.toString()).hasSize(1);
        assertThat(err.toString()).doesNotContain("Exception").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "no-such-file.zip"})
    void whatIsNoPackIsNotIntact(String file) {
        assertThat(run("verify-evidence", file)).isEqualTo(1);

        assertThat(out.toString()).contains(file + " is NOT intact", "refused: ");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "check extra", "check --hotpatch.mode=loud --hotpatch.graph.base-url=http://127.0.0.1:1", "check --for nothing",
            "check --hotpatch.graph.tenant-id=contoso.example", "check --hotpatch.graph.base-url=http://graph.example.org"})
    void checkRefusesNonsenseInOneSentence(String line) {
        assertThat(run(split(line))).isEqualTo(2);

        assertThat(err.toString().strip().lines()).as(err.toString()).hasSize(1);
        assertThat(err.toString()).doesNotContain("Exception").doesNotContain("\tat ").containsAnyOf("hotpatch.", "--for", "extra");
    }

    @Test
    void checkSaysOneLinePerFindingAndFailsWhenSomethingIsMissing() {
        try (SandboxTenant tenant = SandboxTenant.start(SandboxSettings.defaults().withFleet(50, 1).withPace(0))) {
            String url = "--hotpatch.graph.base-url=" + tenant.baseUrl();
            assertThat(run("check", url)).as(out.toString()).isZero();
            assertThat(out.toString().lines().filter(line -> !line.startsWith("Nothing"))).hasSizeGreaterThan(15)
                    .allMatch(line -> line.startsWith("ok ") || line.startsWith("note "));

            assertThat(run("check", url, "--hotpatch.audit.anchor-folder=no-such-folder")).isEqualTo(1);
            assertThat(out.toString()).containsOnlyOnce("MISSING ").contains("hotpatch.audit.anchor-folder names no-such-folder", "1 thing is missing.");
            assertThat(err.toString()).isEmpty();
        }
    }

    @Test
    void helpAndVersionAreNotErrors() {
        assertThat(run("--help")).isZero();
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).contains("hotpatch-cycle");
        assertThat(err.toString()).isEmpty();
    }

    private int run(String... args) {
        CommandLine commands = CommandLineTool.commands();
        commands.setErr(new PrintWriter(err, true)).setOut(new PrintWriter(out, true));
        return commands.execute(args);
    }

    private static String[] split(String line) {
        return line.isEmpty() ? new String[0] : line.split(" ");
    }
}
