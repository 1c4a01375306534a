package io.hotpatchcycle.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether the links of the trail in a pack hold together, from the cycle's first event to the signed head, with each of its events among them. */
final class ChainCheck {

    private static final String CHAIN = "data/" + Table.CHAIN.file("csv");
    private static final String TRAIL = "data/" + Table.TRAIL.file("jsonl");
    private static final String HEADS = "data/" + Table.HEADS.file("csv");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Long, String> events = new HashMap<>();
    private long first = Long.MAX_VALUE;
    private long last;
    private String hash;
    private String finding;

    private ChainCheck() {
    }

    /** Adds the first thing that does not hold; packs drawn by versions without these links have none to check. */
    static void run(PackReader pack, List<String> findings) throws IOException {
        if (!pack.has(CHAIN) || !pack.has(TRAIL) || !pack.has(HEADS)) {
            return;
        }
        ChainCheck check = new ChainCheck();
        pack.lines(TRAIL, check::event);
        pack.lines(CHAIN, check::link);
        check.end(new String(pack.small(HEADS), StandardCharsets.UTF_8));
        if (check.finding != null) {
            findings.add(check.finding);
        }
    }

    private void event(String line) throws IOException {
        JsonNode event = JSON.readTree(line);
        if (event.path("sealSequence").isNumber()) {
            events.put(event.path("sealSequence").asLong(), event.path("sealHash").asText());
        }
    }

    private void link(String line) {
        String[] parts = line.split(",", -1);
        if (finding != null || parts.length < 4 || !parts[0].matches("[0-9]{1,18}")) {
            return; // the heading
        }
        long sequence = Long.parseLong(parts[0]);
        if (hash != null && (sequence != last + 1 || !parts[1].equals(hash))) {
            finding = "the trail does not hold together: link " + sequence + " does not continue link " + last + ".";
        }
        String sealed = events.remove(sequence);
        if (sealed != null && !sealed.equals(parts[2])) {
            finding = "the trail does not hold together: event of link " + sequence + " has another hash than the link.";
        }
        first = Math.min(first, sequence);
        last = sequence;
        hash = parts[2];
    }

    private void end(String heads) {
        if (finding == null && hash != null && !heads.contains(last + "," + hash + ",")) {
            finding = "the trail does not hold together: it ends at link " + last + ", which is not the signed head.";
        }
        if (finding == null && events.keySet().stream().anyMatch(sequence -> sequence >= first)) {
            finding = "the trail does not hold together: the link of event " + events.keySet().stream().filter(s -> s >= first).sorted().findFirst().orElseThrow() + " is missing.";
        }
    }
}
