package io.hotpatchcycle.rollout;

import java.time.Instant;

/**
 * A change of what the tenant has for one of our units.
 *
 * @param effect    {@code OPENS}, {@code CLOSES}, {@code OTHER}, or {@code OURS} when a write of ours explains it
 * @param meaning   in words, by the table {@code drift-effect}
 * @param actor     who, by Intune's record; null when that does not say so, or not yet
 * @param changedAt when, by Intune's record
 */
public record Drift(long id, String unit, String kind, String fact, String target, String before, String after, Instant notBefore, Instant notAfter,
                    String effect, String meaning, Long write, String actor, Instant changedAt) {

    /** A value as people say it. */
    public static String told(String value) {
        return "true".equals(value) ? "yes" : "false".equals(value) ? "no" : value;
    }

    /** A change by somebody else that no drift shows: it was changed back between two looks, or concerns what we do not read. */
    public record Event(String id, Instant at, String actor, String activity, String operation, String target, String targetName) {
    }

    /** How the changes by others stand that no person has decided on since. */
    public enum Standing { NONE, HARMLESS, CLOSING, OPENING }
}
