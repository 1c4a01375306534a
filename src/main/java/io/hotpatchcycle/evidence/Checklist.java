package io.hotpatchcycle.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/** What auditors ask of a patch cycle, item by item: where a pack has it, or why it has not. */
final class Checklist {

    private static final String FILE = "/evidence/checklist.csv";

    private Checklist() {
    }

    /**
     * One item.
     *
     * @param status {@code INCLUDED}, {@code PARTLY} or {@code NOT_AVAILABLE}
     * @param where  files of the pack, separated by semicolons; empty when there are none
     * @param note   what is missing and why, or how to read it
     */
    record Item(int number, String topic, String item, String status, String where, String note) {

        boolean complete() {
            return "INCLUDED".equals(status);
        }
    }

    static List<Item> items() {
        try (InputStream in = Checklist.class.getResourceAsStream(FILE);
             CSVParser rows = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get()
                     .parse(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return rows.stream().map(r -> new Item(Integer.parseInt(r.get("number")), r.get("topic"), r.get("item"), r.get("status"),
                    r.get("where"), r.get("note"))).toList();
        } catch (IOException e) {
            throw new IllegalStateException("The checklist of this program cannot be read (" + e.getMessage() + "). Build it again.", e);
        }
    }
}
