package io.hotpatchcycle.approval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The part of a picture whose change makes a form worth another look; times that merely pass, and what only the tenant can tell, are no part of it. */
final class Figures {

    static final String VERDICT = "verdict";

    private static final Set<String> PASSING = Set.of("asOf", "earliestOffer", "latestForcedRestart", "readBackAt", "policyState");

    private static final Map<Subject, List<String>> WATCHED = Map.ofEntries(
            Map.entry(Subject.STOP, List.of("stoppedBy", "reason", "units", "letThroughText", "counts", "installedAfter", "moreInstalled", "unapproved", "moreUnapproved")),
            Map.entry(Subject.EMERGENCY, List.of("reason", "requestedBy", "effects", "skipped", "expedite")),
            Map.entry(Subject.ROLL_BACK, List.of("reason", "devices", "effective", "restartsBack", "restartsForward", "rollBackOffered", "offeredText")),
            Map.entry(Subject.RELEASE_RISK, List.of("ended", "devices", "controlled", "declinedBy", "maxSeverity", "exploitedText", "beforeText")),
            Map.entry(Subject.EXEMPTION, List.of("what", "devices", "reason", "compensatingControl", "expiresAt", "renewalText")),
            Map.entry(Subject.CHANGE, List.of("changeType", "release", "revisions", "fleet", "rings", "plannedChanges", "warnings")),
            Map.entry(Subject.AFTERWARDS, List.of("changeType", "release", "revisions", "warnings")),
            Map.entry(Subject.RELEASE, List.of("revisions", "kindText")),
            Map.entry(Subject.RENEWAL, List.of("what", "devices", "reason", "compensatingControl", "expiresAt", "renewalText")),
            Map.entry(Subject.RING, List.of(VERDICT, "reason", "figures", "knownIssues", "failures")),
            Map.entry(Subject.RESTART, List.of("kind", "devices", "restarts", "windowStart", "windowEnd")));

    private Figures() {
    }

    /** Whether the figures of such a question can be looked at again without asking the tenant. */
    static boolean watched(Subject subject) {
        return WATCHED.containsKey(subject);
    }

    /** Names of the parts that differ. */
    static List<String> changed(Subject subject, Map<String, Object> then, Map<String, Object> now) {
        return WATCHED.get(subject).stream().filter(key -> !Objects.equals(lasting(then.get(key)), lasting(now.get(key)))).toList();
    }

    private static Object lasting(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> kept = new LinkedHashMap<>();
            map.forEach((key, part) -> {
                if (!PASSING.contains(key)) {
                    kept.put(key, lasting(part));
                }
            });
            return kept;
        }
        if (value instanceof List<?> list) {
            List<Object> kept = new ArrayList<>();
            list.forEach(part -> kept.add(lasting(part)));
            return kept;
        }
        return value instanceof Number number ? number.toString() : value;
    }
}
