package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.hotpatchcycle.fleet.HybridCodeFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tenant's remediation script that detects compiled hybrid code, found by the marker in its description. It prints
 * {@code HotPatchRestrictions=1} or {@code =0}; {@code docs/tenant.md} has one.
 */
final class HybridCodeScript {

    /** What the description of the script has to contain. */
    static final String MARKER = "[hotpatch-cycle chpe]";

    private static final Purpose SCRIPT = new Purpose("the detection script for compiled hybrid code", Purpose.CONFIGURATION);
    static final String SCRIPTS = "/deviceManagement/deviceHealthScripts";
    private static final Pattern PRINTED = Pattern.compile("\\bHotPatchRestrictions\\s*=\\s*(\\d{1,9})\\b");

    private final GraphCalls calls;
    private final GraphAddress address;

    HybridCodeScript(GraphCalls calls, GraphAddress address) {
        this.calls = calls;
        this.address = address;
    }

    /** @return false where no script has the marker, or scripts may not be read */
    boolean read(Consumer<List<HybridCodeFact>> pages) {
        Optional<String> script = find();
        if (script.isEmpty()) {
            return false;
        }
        return calls.pagesIfThere(SCRIPT, address.beta(SCRIPTS + "/{}/deviceRunStates", script.get(), "$expand", "managedDevice($select=id)"), page -> {
            List<HybridCodeFact> found = new ArrayList<>(page.size());
            for (JsonNode state : page) {
                String device = Json.text(state.path("managedDevice"), "id");
                if (device != null) {
                    found.add(new HybridCodeFact(device, restricted(state), Json.instant(state, "lastStateUpdateDateTime")));
                }
            }
            pages.accept(found);
        });
    }

    private Optional<String> find() {
        try {
            return calls.all(SCRIPT, address.beta(SCRIPTS)).stream().filter(script -> Json.text(script, "description", "").contains(MARKER))
                    .map(script -> Json.text(script, "id")).filter(id -> id != null).findFirst();
        } catch (GraphUnavailable e) {
            if (e.notGranted()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** What a run that ended printed; one that failed, or is under way, tells nothing. */
    private static Integer restricted(JsonNode state) {
        String ended = Json.text(state, "detectionState", "");
        Matcher printed = PRINTED.matcher(Json.text(state, "preRemediationDetectionScriptOutput", ""));
        return (ended.equals("success") || ended.equals("fail")) && printed.find() ? Integer.valueOf(printed.group(1)) : null;
    }
}
