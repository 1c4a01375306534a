package io.hotpatchcycle.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.HotpatchSettings;
import io.hotpatchcycle.NoticeSettings;
import io.hotpatchcycle.RetentionSettings;
import io.hotpatchcycle.cli.CommandLineTool;
import io.hotpatchcycle.database.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Holds the pages to what the program has: links, commands, properties, tables, decisions. */
class DocsTest {

    private static final Path DOCS = Path.of("docs");
    private static final Path README = Path.of("README.md");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern COMMAND = Pattern.compile("(?m)^java -jar \\S+\\.jar(.*)$");
    private static final Pattern PROPERTY = Pattern.compile("hotpatch\\.[a-z][a-z.-]*[a-z]");
    private static final Pattern TABLE = Pattern.compile("hotpatch\\.([a-z_]+)");

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        int followed = 0;
        for (Path page : pages()) {
            for (String link : found(LINK, text(page)).map(m -> m.group(1)).filter(l -> !l.startsWith("http")).toList()) {
                assertResolves(page, link);
                followed++;
            }
        }
        assertThat(followed).isGreaterThan(20);
    }

    @Test
    void theIndexListsEveryDecisionOnce() throws IOException {
        List<String> listed = found(LINK, text(DOCS.resolve("adr/README.md"))).map(m -> m.group(1)).toList();
        try (Stream<Path> files = Files.list(DOCS.resolve("adr"))) {
            List<String> there = files.map(f -> f.getFileName().toString()).filter(f -> f.matches("\\d{4}-.*\\.md")).sorted().toList();
            assertThat(there).isNotEmpty();
            assertThat(listed).containsExactlyElementsOf(there);
        }
    }

    @Test
    void everyCommandIsUnderstood() throws Exception {
        List<String> commands = new ArrayList<>();
        for (Path page : pages()) {
            found(COMMAND, text(page)).map(m -> m.group(1).strip()).forEach(commands::add);
        }
        assertThat(commands).anyMatch(c -> c.startsWith("rehearse ")).anyMatch(c -> c.startsWith("sandbox "));
        CommandLine program = program();
        for (String command : commands) {
            String[] args = command.isEmpty() ? new String[0] : command.split("\\s+");
            if (!CommandLineTool.isServer(args)) {
                assertThatCode(() -> program.parseArgs(args)).as("java -jar ... " + command).doesNotThrowAnyException();
            }
        }
        assertThatThrownBy(() -> program.parseArgs("no-such-command")).isInstanceOf(ParameterException.class);
    }

    private static CommandLine program() throws ReflectiveOperationException {
        Method commands = CommandLineTool.class.getDeclaredMethod("commands");
        commands.setAccessible(true);
        return (CommandLine) commands.invoke(null);
    }

    @Test
    void everyPropertyExists() throws Exception {
        Set<String> known = new TreeSet<>();
        for (Class<?> settings : List.of(HotpatchSettings.class, NoticeSettings.class, DataFolder.class, Class.forName("io.hotpatchcycle.identity.IdentitySettings"))) {
            collect("hotpatch", settings, known);
        }
        collect("hotpatch.retention", RetentionSettings.class, known);
        collect("hotpatch.sign-in", Class.forName("io.hotpatchcycle.identity.SignInSettings"), known);
        collect("hotpatch.audit.tsa", Class.forName("io.hotpatchcycle.TimeStampWiring$Settings"), known);
        collect("hotpatch.access-review", Class.forName("io.hotpatchcycle.AccessReviewWiring$Settings"), known);
        Set<String> named = new TreeSet<>(found(PROPERTY, text(DOCS.resolve("admin.md")) + text(DOCS.resolve("identity.md"))).map(MatchResult::group).toList());
        assertThat(named).contains("hotpatch.mode", "hotpatch.sandbox.pace");
        named.removeAll(known);
        assertThat(named.stream().filter(name -> !readByName(name))).as("properties that nothing reads").isEmpty();
    }

    /** Names of a settings record as an admin writes them; a nested record of ours is a group of its own. */
    private static void collect(String prefix, Class<?> settings, Set<String> names) {
        for (RecordComponent part : settings.getRecordComponents()) {
            String name = prefix + "." + part.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (part.getType().isRecord()) {
                collect(name, part.getType(), names);
            } else {
                names.add(name);
            }
        }
    }

    private static boolean readByName(String property) {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            return sources.filter(f -> f.toString().endsWith(".java")).anyMatch(f -> text(f).contains("\"${" + property + ":"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyTableExists() throws IOException {
        StringBuilder migrations = new StringBuilder();
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
            files.forEach(f -> migrations.append(text(f).toLowerCase(Locale.ROOT)));
        }
        List<String> tables = found(TABLE, text(DOCS.resolve("auditor.md"))).map(m -> m.group(1)).distinct().toList();
        assertThat(tables).contains("approval", "event", "graph_write");
        assertThat(tables).allSatisfy(table -> assertThat(migrations.toString()).contains("create table hotpatch." + table + " ("));
    }

    private static void assertResolves(Path page, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        assertThat(target).as(page + " links to " + link).exists();
        if (parts.length == 2) {
            assertThat(found(HEADING, text(target)).map(m -> anchor(m.group(1)))).as(page + " links to " + link).contains(parts[1]);
        }
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
    }

    private static Stream<MatchResult> found(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(DOCS)) {
            return Stream.concat(Stream.of(README), files.filter(f -> f.toString().endsWith(".md")).sorted()).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
