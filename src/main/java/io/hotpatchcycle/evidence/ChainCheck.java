package io.hotpatchcycle.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hotpatchcycle.audit.PackedTrail;
import io.hotpatchcycle.audit.VerifyingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the trail in a pack is the one that was sealed: each event says what its hash is of, the links hold together from the cycle's first event to
 * the signed head, each event of the cycle is among them, and what people decided and the program wrote is what the sealed events say.
 */
final class ChainCheck {

    private static final String CHAIN = "data/" + Table.CHAIN.file("csv");
    private static final String TRAIL = "data/" + Table.TRAIL.file("jsonl");
    private static final String HEADS = "data/" + Table.HEADS.file("csv");
    private static final String APPROVALS = "data/" + Table.APPROVALS.file("jsonl");
    private static final String WRITES = "data/" + Table.WRITES.file("jsonl");
    private static final String SEALED = PackContents.SEALED;
    private static final String NOT_TOGETHER = "the trail does not hold together: ";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Long, String> events = new HashMap<>();
    private final Map<String, Decision> decided = new HashMap<>();
    private final Map<String, String> written = new HashMap<>();
    private final List<String> unsealed = new ArrayList<>();
    private final MessageDigest sealedLines = Hashes.sha256();
    private final String cycle;
    private long first = Long.MAX_VALUE;
    private long last;
    private String hash;
    private String finding;

    private ChainCheck(String cycle) {
        this.cycle = cycle;
    }

    /**
     * Adds the first thing that does not hold.
     *
     * @param manifest of the pack
     * @param key      of the pack
     * @param caveats  what could not be checked with that key, or is not sealed
     */
    static void run(PackReader pack, Manifest manifest, VerifyingKey key, List<String> findings, List<String> caveats) throws IOException {
        for (String file : List.of(CHAIN, TRAIL, SEALED, HEADS, APPROVALS, WRITES)) {
            if (!pack.has(file)) {
                findings.add("missing: " + file + ". Without it nothing proves what was decided and written.");
                return;
            }
        }
        ChainCheck check = new ChainCheck(manifest.cycle());
        pack.lines(TRAIL, check::event);
        pack.lines(CHAIN, check::link);
        check.end(new String(pack.small(HEADS), StandardCharsets.UTF_8), key, caveats);
        String lines = Hashes.hex(check.sealedLines);
        if (manifest.entries().stream().noneMatch(entry -> SEALED.equals(entry.name()) && lines.equals(entry.sha256()))) {
            check.found("changed: " + SEALED + " has other lines than " + TRAIL + " tells.");
        }
        check.decisions(pack);
        check.writes(pack, caveats);
        caveats.addAll(check.unsealed);
        if (check.finding != null) {
            findings.add(check.finding);
        }
    }

    private void decisions(PackReader pack) throws IOException {
        if (finding == null) {
            pack.lines(APPROVALS, this::approval);
        }
        if (!decided.isEmpty()) {
            found("changed: " + APPROVALS + " lacks the decision of task " + decided.keySet().iterator().next() + ", which the trail tells.");
        }
    }

    private void writes(PackReader pack, List<String> caveats) throws IOException {
        if (finding != null) {
            return;
        }
        if (written.isEmpty()) {
            caveats.add("its trail tells of no write: what " + WRITES + " lists, if anything, only the signature of the pack protects.");
            return;
        }
        pack.lines(WRITES, this::write);
        if (!written.isEmpty()) {
            found("changed: " + WRITES + " lacks the write " + written.keySet().iterator().next() + ", which the trail tells.");
        }
    }

    /** What an event tells of a decision, and a row of the list of decisions as well. */
    private record Decision(String answer, String by, String inPlaceOf, String comment, String changeReference, String shown, JsonNode rules) {

        static Decision told(PackedTrail.Event event, JsonNode data) {
            return new Decision(data.path("decision").asText(), event.actor(), text(data, "inPlaceOf"), text(data, "comment"), text(data, "changeReference"),
                    data.path("shownSha256").asText(), rules(data));
        }

        static Decision listed(JsonNode row) {
            return new Decision(row.path("decision").asText(), row.path("decidedBy").asText(), text(row, "decidedFor"), text(row, "comment"), text(row, "changeReference"),
                    row.path("shownHash").asText(), rules(row));
        }

        private static JsonNode rules(JsonNode node) {
            return node.hasNonNull("rules") ? node.get("rules") : null;
        }

        private static String text(JsonNode node, String name) {
            return node.hasNonNull(name) ? node.get(name).asText() : "";
        }

        @Override
        public String toString() {
            return answer + " by " + by + (inPlaceOf.isEmpty() ? "" : " for " + inPlaceOf) + " on " + shown + (comment.isEmpty() ? "" : ", comment: " + comment);
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
            if (cycle.equals(event.cycle())) {
                sealedLines.update((event.sealed() + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        if ("approval.decided".equals(event.type())) {
            JsonNode data = JSON.readTree(event.data());
            String task = data.path("task").asText();
            if (decided.put(task, Decision.told(event, data)) != null) {
                found(NOT_TOGETHER + "it tells the decision of task " + task + " twice.");
            }
            if (event.sequence() == null) {
                unsealed.add("the decision of task " + task + " was not sealed when the pack was drawn.");
            }
        } else if (event.type().startsWith("graphWrite.")) {
            JsonNode data = JSON.readTree(event.data());
            written.put(data.path("key").asText(), told(data, data.path("requestSha256").asText()));
        }
    }

    private static String told(JsonNode write, String requestSha256) {
        StringBuilder told = new StringBuilder("request " + requestSha256);
        for (String name : List.of("kind", "target", "call", "application", "state", "attempts", "status", "requestId", "readBack")) {
            told.append(", ").append(name).append(' ').append(write.hasNonNull(name) ? write.get(name).asText() : "-");
        }
        return told.toString();
    }

    /** What stands in the ledger is what the trail tells of it last. */
    private void write(String line) throws IOException {
        JsonNode row = JSON.readTree(line);
        String key = row.path("naturalKey").asText();
        String listed = told(row, Hashes.hex(row.path("request").asText().getBytes(StandardCharsets.UTF_8)));
        String sealed = written.remove(key);
        if (!listed.equals(sealed)) {
            found("changed: " + WRITES + " says of the write " + key + " '" + listed + "', the trail " + (sealed == null ? "nothing." : "'" + sealed + "'."));
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
        Decision listed = Decision.listed(row);
        Decision sealed = decided.remove(task);
        if (!listed.equals(sealed)) {
            found("changed: " + APPROVALS + " says of task " + task + " '" + listed + "', the trail "
                    + (sealed == null ? "nothing." : sealed.toString().equals(listed.toString()) ? "other rules or another change." : "'" + sealed + "'."));
        }
    }

    private void found(String what) {
        if (finding == null) {
            finding = what;
        }
    }
}
