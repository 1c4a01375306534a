package io.hotpatchcycle.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the sandbox carried out, and what the ledger says was done, brought to the same terms. */
public final class Effects {

    private static final String POLICIES = "/beta/deviceManagement/windowsQualityUpdatePolicies";

    private static final String PROFILES = "/beta/deviceManagement/windowsQualityUpdateProfiles";

    /** Calls that leave no effect. */
    private static final List<String> READS_BY_POST = List.of("/reports/exportJobs", "/$batch");

    /** Effects by name with the number of times they happened; everything that is no effect of a cycle is left out. */
    private final Map<String, Integer> counts = new TreeMap<>();
    /** What must never happen twice. */
    private final Map<String, Integer> single = new TreeMap<>();
    private final List<String> unknown = new ArrayList<>();
    private final List<String> order = new ArrayList<>();
    private final Map<String, String> lastDecision = new TreeMap<>();
    /** Counts the releases: what must happen once may happen again for the next one. */
    private int release;

    public static Effects ofSandbox(List<JsonNode> writes) {
        Effects effects = new Effects();
        writes.stream().filter(w -> w.path("status").asInt() < 300).forEach(effects::carriedOut);
        return effects;
    }

    public static Effects ofLedger(JsonNode rows) {
        Effects effects = new Effects();
        rows.forEach(row -> {
            if ("DONE".equals(row.path("state").asText())) {
                effects.done(row.path("kind").asText(), row.path("target").asText());
            }
        });
        return effects;
    }

    private void carriedOut(JsonNode write) {
        String path = write.path("path").asText();
        String last = path.substring(path.lastIndexOf('/') + 1);
        String parent = path.replaceFirst("/[^/]*$", "").replaceFirst(".*/", "");
        JsonNode body = write.path("body");
        if (path.equals(POLICIES)) {
            count("CREATE_POLICY", 1);
            once(release + " policy " + body.path("displayName").asText());
        } else if (path.startsWith(POLICIES) && last.equals("assign")) {
            count("ASSIGN_POLICY " + parent, 1);
        } else if (path.startsWith(POLICIES) && last.equals("bulkAction")) {
            String effect = body.path("action").asText().toUpperCase(java.util.Locale.ROOT) + " " + parent + " " + body.path("ids").path(0).asText();
            count(effect, 1);
            inTurn(parent + " " + body.path("ids").path(0).asText(), effect);
        } else if (path.startsWith(POLICIES + "/") && write.path("method").asText().equals("DELETE")) {
            count("DELETE_POLICY " + last, 1);
        } else if (path.startsWith(POLICIES + "/") && write.path("method").asText().equals("PATCH")) {
            count("HOTPATCH_OFF " + last, 1);
        } else if (path.equals(PROFILES)) {
            count("CREATE_EXPEDITE", 1);
            once("expedite " + body.path("displayName").asText());
        } else if (path.startsWith(PROFILES + "/") && last.equals("assign")) {
            count("ASSIGN_EXPEDITE " + parent, 1);
        } else if (path.startsWith(PROFILES + "/") && write.path("method").asText().equals("DELETE")) {
            count("DELETE_EXPEDITE " + last, 1);
        } else if (path.startsWith("/v1.0/deviceManagement/deviceConfigurations/") && write.path("method").asText().equals("PATCH")) {
            count((body.path("qualityUpdatesWillBeRolledBack").asBoolean() ? "UNINSTALL " : "RESUME ") + last, 1);
        } else if (path.equals("/__sandbox/releases")) {
            release++;
        } else if (path.startsWith("/v1.0/groups/") && write.path("method").asText().equals("PATCH")) {
            count("ADD_MEMBERS " + last, 1);
            body.path("members@odata.bind").forEach(member -> once(release + " member " + last + " " + member.asText().replaceFirst(".*/", "")));
        } else if (path.startsWith("/v1.0/groups/") && write.path("method").asText().equals("DELETE")) {
            count("REMOVE_MEMBER " + path.split("/")[3], 1);
            once(release + " no member " + path.split("/")[3] + " " + path.split("/")[5]);
        } else if (path.endsWith("/executeAction")) {
            count("RESTART", body.path("deviceIds").size());
            body.path("deviceIds").forEach(device -> once(release + " restart " + device.asText()));
        } else if (READS_BY_POST.stream().noneMatch(path::contains) && !path.startsWith("/__sandbox")) {
            unknown.add(write.toString());
        }
    }

    private void done(String kind, String target) {
        String[] words = target.split(" ");
        switch (kind) {
            case "CREATE_POLICY", "CREATE_EXPEDITE" -> count(kind, 1);
            case "ASSIGN_POLICY", "ASSIGN_EXPEDITE", "DELETE_EXPEDITE", "ADD_MEMBERS", "REMOVE_MEMBER", "DELETE_POLICY", "HOTPATCH_OFF", "UNINSTALL", "RESUME" -> count(kind + " " + words[words.length - 1], 1);
            case "FORWARD_LCU" -> count("APPROVE " + words[words.length - 1] + " " + words[2], 1);
            case "APPROVE", "SUSPEND" -> count(kind + " " + words[words.length - 1] + " " + words[2], 1);
            case "RESTART" -> count(kind, Integer.parseInt(words[2]));
            default -> unknown.add(kind + " " + target);
        }
    }

    private void count(String effect, int times) {
        counts.merge(effect, times, Integer::sum);
        order.add(effect + (times == 1 ? "" : " x" + times));
    }

    /** The effects one after another. */
    List<String> order() {
        return order;
    }

    /** Approving and suspending may alternate, but neither follows itself. */
    private void inTurn(String approval, String effect) {
        if (effect.equals(lastDecision.put(approval, effect))) {
            single.merge(effect, 2, Integer::sum);
        }
    }

    private void once(String effect) {
        single.merge(effect, 1, Integer::sum);
    }

    public Map<String, Integer> counts() {
        return counts;
    }

    /** Effects that happened more than once and must not. */
    public List<String> doubled() {
        return single.entrySet().stream().filter(e -> e.getValue() > 1).map(e -> e.getKey() + " x" + e.getValue()).toList();
    }

    public List<String> unknown() {
        return unknown;
    }
}
