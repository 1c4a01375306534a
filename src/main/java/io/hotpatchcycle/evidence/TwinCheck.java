package io.hotpatchcycle.evidence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hotpatchcycle.audit.CanonicalJson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * What a pack says twice it says alike: the tables that are there for people (CSV) and for machines (JSON), and each form that somebody saw beside the
 * hash that the decision names.
 */
final class TwinCheck {

    private static final JsonFactory JSON = new JsonFactory();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SHOWN = "shown/";

    private TwinCheck() {
    }

    /** Adds the first difference. */
    static void run(PackReader pack, List<String> findings) throws IOException {
        for (Table table : PackContents.LINES) {
            Optional<String> difference = tables(pack, "data/" + table.file("csv"), "data/" + table.file("jsonl"));
            if (difference.isPresent()) {
                findings.add(difference.get());
                return;
            }
        }
        shown(pack, findings);
    }

    private static Optional<String> tables(PackReader pack, String csv, String jsonl) throws IOException {
        for (String file : List.of(csv, jsonl)) {
            if (!pack.has(file)) {
                return Optional.of("missing: " + file + ".");
            }
        }
        try (Reader people = new InputStreamReader(pack.open(csv), StandardCharsets.UTF_8); CSVParser parser = CSVFormat.RFC4180.parse(people)) {
            Iterator<CSVRecord> rows = parser.iterator();
            List<String> names = rows.hasNext() ? rows.next().toList() : List.of();
            int[] row = {0};
            String[] difference = {null};
            pack.lines(jsonl, line -> {
                row[0]++;
                if (difference[0] == null && !(rows.hasNext() && same(names, rows.next().toList(), line))) {
                    difference[0] = "changed: row " + row[0] + " of " + csv + " and of " + jsonl + " tell different things.";
                }
            });
            if (difference[0] == null && rows.hasNext()) {
                difference[0] = "changed: " + csv + " has more rows than " + jsonl + ".";
            }
            return Optional.ofNullable(difference[0]);
        } catch (UncheckedIOException | IllegalStateException e) {
            return Optional.of("changed: " + csv + " cannot be read as a table.");
        }
    }

    private static boolean same(List<String> names, List<String> cells, String line) throws IOException {
        List<String> found = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                int i = found.size();
                found.add(parser.currentName());
                JsonToken value = parser.nextToken();
                if (i >= cells.size() || !sameCell(cells.get(i), parser, value, line)) {
                    return false;
                }
            }
        }
        return found.equals(names) && found.size() == cells.size();
    }

    private static boolean sameCell(String cell, JsonParser parser, JsonToken value, String line) throws IOException {
        if (value.isStructStart()) {
            int start = (int) parser.currentTokenLocation().getCharOffset();
            parser.skipChildren();
            return canonical(cell).equals(canonical(line.substring(start, (int) parser.currentLocation().getCharOffset())));
        }
        return switch (value) {
            case VALUE_NULL -> cell.isEmpty();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> cell.equals(parser.getText());
            default -> cell.equals(CsvText.cell(parser.getText()));
        };
    }

    private static String canonical(String json) {
        try {
            return CanonicalJson.of(json);
        } catch (IllegalArgumentException e) {
            return "no JSON: " + json;
        }
    }

    /** Each form that was frozen has the hash that its decision, or its question, names; and none is there that nobody was asked about. */
    private static void shown(PackReader pack, List<String> findings) throws IOException {
        Set<String> left = new TreeSet<>(pack.names(SHOWN));
        pack.lines("data/" + Table.APPROVALS.file("jsonl"), line -> {
            JsonNode row = MAPPER.readTree(line);
            String file = PackContents.shownFile(Map.of("number", row.path("number").asInt(), "subject", row.path("subject").asText()));
            if (!left.remove(file)) {
                findings.add("missing: " + file + ", the form of task " + row.path("taskId").asText() + ".");
            } else if (!Hashes.hex(pack.small(file)).equals(row.path("shownHash").asText())) {
                findings.add("changed: " + file + " is not the form that was shown: its SHA-256 is another than the one of task " + row.path("taskId").asText() + ".");
            }
        });
        left.forEach(file -> findings.add("added: " + file + ". Nobody was shown it."));
    }
}
