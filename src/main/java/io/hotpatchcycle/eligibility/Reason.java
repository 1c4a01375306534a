package io.hotpatchcycle.eligibility;

import java.util.Map;

/**
 * One rule of {@code eligibility.dmn} that fired.
 *
 * @param code        stable code, e.g. {@code VBS_NOT_CONFIGURED}
 * @param effect      {@code NOT_ELIGIBLE}, {@code UNKNOWN} or {@code WARNING}; anything else reads as UNKNOWN
 * @param owner       who can fix it
 * @param fix         how, in one sentence
 * @param fixRestarts whether the fix restarts the device
 */
public record Reason(String code, String effect, String owner, String fix, boolean fixRestarts) {

    static Reason of(Map<String, Object> rule) {
        return new Reason(text(rule, "reason"), text(rule, "effect"), text(rule, "owner"), text(rule, "fix"),
                Boolean.TRUE.equals(rule.get("fixRestarts")));
    }

    boolean blocks() {
        return "NOT_ELIGIBLE".equals(effect);
    }

    boolean leavesUnknown() {
        return !blocks() && !"WARNING".equals(effect);
    }

    /** Whether it keeps a device from being eligible. */
    boolean keepsOut() {
        return !"WARNING".equals(effect);
    }

    /** What to fix first has the lowest: what blocks, then what leaves the answer open, then what only warns. */
    int rank() {
        return blocks() ? 0 : leavesUnknown() ? 1 : 2;
    }

    private static String text(Map<String, Object> rule, String name) {
        Object value = rule.get(name);
        return value == null ? "" : value.toString();
    }
}
