package io.hotpatchcycle.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hotpatchcycle.audit.PackedTrail;
import io.hotpatchcycle.audit.VerifyingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the trail in a pack is the one that was sealed: each event says what its hash is of, the links hold together from the cycle's first event to
 * the signed head, each event of the cycle is among them, and what people decided is what the events say.
 */
final class ChainCheck {

    private static final String CHAIN = "data/" + Table.CHAIN.file("csv");
    private static final String TRAIL = "data/" + Table.TRAIL.file("jsonl");
    private static final String HEADS = "data/" + Table.HEADS.file("csv");
    private static final String APPROVALS = "data/" + Table.APPROVALS.file("jsonl");
    private static final String NOT_TOGETHER = "the trail does not hold together: ";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Long, String> events = new HashMap<>();
    private final Map<String, String> decided = new HashMap<>();
    private long first = Long.MAX_VALUE;
    private long last;
    private String hash;
    private String finding;

    private ChainCheck() {
    }

    /**
     * Adds the first thing that does not hold; packs drawn by versions without these links have none to check.
     *
     * @param key     of the pack
     * @param caveats what could not be checked with that key
     */
    static void run(PackReader pack, VerifyingKey key, List<String> findings, List<String> caveats) throws IOException {
        if (!pack.has(CHAIN) || !pack.has(TRAIL) || !pack.has(HEADS)) {
            return;
        }
        ChainCheck check = new ChainCheck();
        pack.lines(TRAIL, check::event);
        pack.lines(CHAIN, check::link);
        check.end(new String(pack.small(HEADS), StandardCharsets.UTF_8), key, caveats);
        if (check.finding == null && pack.has(APPROVALS)) {
            pack.lines(APPROVALS, check::approval);
            if (check.finding == null && !check.decided.isEmpty()) {
                check.finding = "changed: " + APPROVALS + " lacks the decision of task " + check.decided.keySet().iterator().next() + ", which the trail tells.";
            }
        }
        if (check.finding != null) {
            findings.add(check.finding);
        }
    }

    private void event(String line) throws IOException {
        PackedTrail.Event event;
        try {
            event = PackedTrail.event(line);
        } catch (IllegalArgumentException e) {
            found(NOT_TOGETHER + e.getMessage());
            return;
        }
        if (!event.holds()) {
            found(NOT_TOGETHER + "the event of link " + event.sequence() + " says another thing than what was sealed.");
        }
        if (event.sequence() != null) {
            events.put(event.sequence(), event.hash());
        }
        if ("approval.decided".equals(event.type())) {
            JsonNode data = JSON.readTree(event.data());
            decided.put(data.path("task").asText(), data.path("decision").asText() + " by " + event.actor() + " on " + data.path("shownSha256").asText());
        }
    }

    private void link(String line) {
        String[] parts = line.split(",", -1);
        if (finding != null || parts.length < 4 || !parts[0].matches("[0-9]{1,18}")) {
            return; // the heading
        }
        long sequence = Long.parseLong(parts[0]);
        if (hash != null && (sequence != last + 1 || !parts[1].equals(hash))) {
            found(NOT_TOGETHER + "link " + sequence + " does not continue link " + last + ".");
        }
        String sealed = events.remove(sequence);
        if (sealed != null && !sealed.equals(parts[2])) {
            found(NOT_TOGETHER + "event of link " + sequence + " has another hash than the link.");
        }
        if (sealed == null && !parts[3].isBlank()) {
            found(NOT_TOGETHER + "event " + parts[3].strip() + " of link " + sequence + " is missing.");
        }
        first = Math.min(first, sequence);
        last = sequence;
        hash = parts[2];
    }

    private void end(String heads, VerifyingKey key, List<String> caveats) {
        if (hash != null && !heads.contains(last + "," + hash + ",")) {
            found(NOT_TOGETHER + "it ends at link " + last + ", which is not the signed head.");
        }
        events.keySet().stream().filter(sequence -> sequence >= first).min(Long::compare).ifPresent(missing ->
                found(NOT_TOGETHER + "the link of event " + missing + " is missing."));
        List<String> lines = heads.lines().toList();
        if (hash == null || lines.size() < 2 || !lines.get(0).contains("previousHead")) {
            return; // drawn by a version that did not tell all that is signed
        }
        Map<String, String> head = new HashMap<>();
        String[] names = lines.get(0).split(",", -1);
        String[] values = lines.get(1).split(",", -1);
        for (int i = 0; i < names.length && i < values.length; i++) {
            head.put(names[i], values[i]);
        }
        if (!key.id().equals(head.get("keyId"))) {
            caveats.add("the end of its trail was signed by key " + head.get("keyId") + ", not by the key of this pack: check " + HEADS + " with that key, as HOWTO.txt says.");
        } else if (!PackedTrail.signed(key, head)) {
            found("changed: " + HEADS + ". The signature of key " + key.id() + " does not fit the end of the trail.");
        }
    }

    /** What stands in the list of decisions is what the trail tells of them. */
    private void approval(String line) throws IOException {
        JsonNode row = JSON.readTree(line);
        if (finding != null || row.path("decision").isNull()) {
            return;
        }
        String task = row.path("taskId").asText();
        String told = row.path("decision").asText() + " by " + row.path("decidedBy").asText() + " on " + row.path("shownHash").asText();
        String sealed = decided.remove(task);
        if (!told.equals(sealed)) {
            found("changed: " + APPROVALS + " says of task " + task + " '" + told + "', the trail " + (sealed == null ? "nothing." : "'" + sealed + "'."));
        }
    }

    private void found(String what) {
        if (finding == null) {
            finding = what;
        }
    }
}
