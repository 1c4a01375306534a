package io.hotpatchcycle.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * CISA's list of known exploited vulnerabilities, as the JSON file that CISA publishes: {@code vulnerabilities[].cveID}
 * and {@code dueDate}. Read anew each time it is asked, so that whoever puts a newer file there need not tell us.
 */
public final class KevList {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double SECONDS_OF_A_DAY = Duration.ofDays(1).toSeconds();

    private final Path file;

    /** @param file null where there is none */
    public KevList(Path file) {
        this.file = file;
    }

    /**
     * Days until the earliest due date of these CVEs ends (UTC), negative when it is over.
     *
     * @return empty when none is on the list, or there is no list
     * @throws IllegalStateException when the list cannot be read: then nobody knows
     */
    public Optional<Double> dueInDays(Collection<String> cves, Instant now) {
        if (file == null || cves.isEmpty()) {
            return Optional.empty();
        }
        Double earliest = null;
        for (JsonNode entry : read().path("vulnerabilities")) {
            if (cves.contains(entry.path("cveID").asText())) {
                double days = Duration.between(now, end(entry)).toSeconds() / SECONDS_OF_A_DAY;
                earliest = earliest == null ? days : Math.min(earliest, days);
            }
        }
        return Optional.ofNullable(earliest);
    }

    /**
     * Which of these CVEs are on the list.
     *
     * @return empty when there is no list
     * @throws IllegalStateException as {@link #dueInDays}
     */
    public Optional<Listed> listed(Collection<String> cves) {
        if (file == null) {
            return Optional.empty();
        }
        JsonNode list = read();
        Map<String, String> due = new TreeMap<>();
        for (JsonNode entry : list.path("vulnerabilities")) {
            if (cves.contains(entry.path("cveID").asText())) {
                due.put(entry.path("cveID").asText(), entry.path("dueDate").asText());
            }
        }
        return Optional.of(new Listed(list.path("catalogVersion").asText("not said"), due));
    }

    /**
     * What the list says.
     *
     * @param version as the list names itself
     * @param due     due date by CVE
     */
    public record Listed(String version, Map<String, String> due) {
    }

    private Instant end(JsonNode entry) {
        try {
            return LocalDate.parse(entry.path("dueDate").asText()).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalStateException("CISA's list " + file + " has no readable dueDate for " + entry.path("cveID").asText() + ". Fetch it again.", e);
        }
    }

    private JsonNode read() {
        try {
            JsonNode list = JSON.readTree(file.toFile());
            if (!list.path("vulnerabilities").isArray()) {
                throw new IllegalStateException("CISA's list " + file + " has no 'vulnerabilities'. Fetch it again, or take hotpatch.kev-file out.");
            }
            return list;
        } catch (IOException e) {
            throw new IllegalStateException("CISA's list " + file + " cannot be read (" + e.getMessage() + "). Fetch it again, or take hotpatch.kev-file out.", e);
        }
    }
}
