package io.hotpatchcycle.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Days to the due date of CISA's list; a list that cannot be read is never "nothing due". */
class KevListTest {

    private static final Instant NOW = Instant.parse("2026-09-10T00:00:00Z");

    @TempDir
    private Path folder;

    private KevList list(String text) throws IOException {
        return new KevList(Files.writeString(folder.resolve("kev.json"), text));
    }

    @Test
    void theEarliestDueDateCountsUntilTheEndOfItsDay() throws IOException {
        KevList list = list("{\"vulnerabilities\":[{\"cveID\":\"CVE-1\",\"dueDate\":\"2026-09-20\"},{\"cveID\":\"CVE-2\",\"dueDate\":\"2026-09-12\"},"
                + "{\"cveID\":\"CVE-3\",\"dueDate\":\"2026-09-01\"}]}");
        assertThat(list.dueInDays(List.of("CVE-1", "CVE-2"), NOW)).contains(3.0);
        assertThat(list.dueInDays(List.of("CVE-3"), NOW)).contains(-8.0);
        assertThat(list.dueInDays(List.of("CVE-9"), NOW)).isEmpty();
        assertThat(list.dueInDays(List.of(), NOW)).isEmpty();
        assertThat(new KevList(null).dueInDays(List.of("CVE-1"), NOW)).isEmpty();
    }

    @Test
    void aListThatCannotBeReadIsSaid() throws IOException {
        assertThatThrownBy(() -> list("{").dueInDays(List.of("CVE-1"), NOW)).isInstanceOf(IllegalStateException.class).hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> list("{}").dueInDays(List.of("CVE-1"), NOW)).hasMessageContaining("has no 'vulnerabilities'");
        assertThatThrownBy(() -> list("{\"vulnerabilities\":[{\"cveID\":\"CVE-1\",\"dueDate\":\"soon\"}]}").dueInDays(List.of("CVE-1"), NOW))
                .hasMessageContaining("no readable dueDate");
        assertThatThrownBy(() -> new KevList(folder.resolve("none")).dueInDays(List.of("CVE-1"), NOW)).hasMessageContaining("cannot be read");
    }
}
