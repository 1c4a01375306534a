package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/** One Intune quality update policy with the approvals given in it. */
final class QualityPolicy extends AssignedPolicy {

    static final int MANUAL = -1;

    /** @param first when it was approved first; @param since when it got its present status */
    record Approval(boolean approved, long first, long since) {
    }

    private final Map<Integer, Approval> approvals = new HashMap<>();

    QualityPolicy(String id, ObjectNode properties) {
        super(id, properties);
    }

    boolean hotpatch() {
        return properties.path("hotpatchEnabled").asBoolean(false);
    }

    /** Days of deferral when security updates of this cadence go out by themselves, {@link #MANUAL} when they wait. */
    int automaticAfterDays(boolean outOfBand) {
        String cadence = outOfBand ? "outOfBand" : "monthly";
        int automatic = MANUAL;
        boolean found = false;
        for (JsonNode setting : properties.path("approvalSettings")) {
            String category = setting.path("windowsQualityUpdateCategory").asText();
            if (setting.path("windowsQualityUpdateCadence").asText().equals(cadence)
                    && (category.equals("all") || category.equals("security"))) {
                found = true;
                if (setting.path("approvalMethodType").asText().equals("automatic")) {
                    automatic = Math.max(0, setting.path("deferredDeploymentInDay").asInt(0));
                }
            }
        }
        // what no setting covers is not held back
        return found ? automatic : 0;
    }

    boolean anyManual() {
        for (JsonNode setting : properties.path("approvalSettings")) {
            if (setting.path("approvalMethodType").asText().equals("manual")) {
                return true;
            }
        }
        return false;
    }

    /** What it means for devices now. */
    Rules.Policy rule() {
        return new Rules.Policy(assignments, hotpatch(), automaticAfterDays(false), automaticAfterDays(true), Map.copyOf(approvals));
    }

    Approval approval(Release release) {
        return approvals.get(release.index());
    }

    void decide(Release release, boolean approve, long now) {
        Approval before = approvals.get(release.index());
        if (before != null && before.approved == approve) {
            return;
        }
        long first = before != null && before.first != Device.NEVER ? before.first : approve ? now : Device.NEVER;
        approvals.put(release.index(), new Approval(approve, first, now));
    }
}
