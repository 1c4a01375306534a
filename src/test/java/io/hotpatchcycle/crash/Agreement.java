package io.hotpatchcycle.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** The ledger against what the tenant wrote down itself: the same effects, each once, in the same order. */
final class Agreement {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> problems = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private int agreed;

    Agreement(JdbcTemplate jdbc, List<JsonNode> writes) {
        Effects happened = Effects.ofSandbox(writes.stream().filter(w -> !byStrangers(w)).toList());
        // a restart that nobody could settle is in neither list, or in the tenant's: devices tell, a person decides
        ArrayNode rows = rows(jdbc);
        Effects noted = Effects.ofLedger(rows);
        rows.forEach(row -> {
            if (row.path("state").asText().equals("INTENDED")) {
                problems.add("left open: " + row);
            }
        });
        happened.doubled().forEach(d -> problems.add("happened twice: " + d));
        happened.unknown().forEach(d -> problems.add("written, but no effect of a cycle: " + d));
        noted.unknown().forEach(d -> problems.add("a kind that this harness does not know: " + d));
        compare(happened.order(), noted.order());
        lines.add("ledger " + noted.counts());
    }

    private void compare(List<String> happened, List<String> noted) {
        int at = 0;
        while (at < Math.min(happened.size(), noted.size()) && happened.get(at).equals(noted.get(at))) {
            at++;
        }
        agreed = at;
        if (at < Math.max(happened.size(), noted.size())) {
            problems.add("write " + (at + 1) + " differs: the tenant has " + near(happened, at) + ", the ledger says " + near(noted, at));
        }
    }

    private static List<String> near(List<String> effects, int at) {
        return effects.subList(Math.min(at, effects.size()), Math.min(at + 3, effects.size()));
    }

    /** In the order in which calls were sent: an attempt that was lost is dated by its intent. */
    private static ArrayNode rows(JdbcTemplate jdbc) {
        ArrayNode rows = JSON.createArrayNode();
        for (Map<String, Object> row : jdbc.queryForList("select kind, target, state from hotpatch.graph_write order by intended_wall, id")) {
            rows.addObject().put("kind", (String) row.get("kind")).put("target", (String) row.get("target")).put("state", (String) row.get("state"));
        }
        return rows;
    }

    private static boolean byStrangers(JsonNode write) {
        return write.has("by") && !write.path("path").asText().startsWith("/__sandbox");
    }

    List<String> problems() {
        return problems;
    }

    List<String> lines() {
        return lines;
    }

    int agreed() {
        return agreed;
    }
}
