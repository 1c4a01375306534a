package io.hotpatchcycle.approval;

import io.hotpatchcycle.audit.Trail;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Approvals ahead that fewer than two people could give. */
public final class Shortages {

    private final ShortageRows rows;
    private final Trail trail;
    private final Clock businessClock;

    public Shortages(ShortageRows rows, Trail trail, Clock businessClock) {
        this.rows = rows;
        this.trail = trail;
        this.businessClock = businessClock;
    }

    /**
     * An approval nobody, or only one person, could give.
     *
     * @param ring     empty for a question about the whole cycle
     * @param able     who could
     * @param excluded who belongs to the groups but may not, and by which rule
     * @param leftOut  who belongs to the groups and may, but cannot be counted on, and why
     * @param groups   who is asked, also after the deadline
     */
    public record Shortage(Subject subject, String ring, Set<String> able, Map<String, String> excluded, Map<String, String> leftOut, Set<String> groups) {

        public Shortage {
            able = new TreeSet<>(able);
            excluded = new TreeMap<>(excluded);
            leftOut = new TreeMap<>(leftOut);
            groups = new TreeSet<>(groups);
        }

        /** What is missing, whom each rule excludes, and what to do. */
        public String sentence() {
            StringBuilder text = new StringBuilder(subject.name()).append(ring.isEmpty() ? "" : " of ring '" + ring + "'").append(": ")
                    .append(able.isEmpty() ? "nobody" : "only " + String.join(", ", able)).append(" of ").append(String.join(" and ", groups))
                    .append(" can let it go on.");
            excluded.forEach((person, rule) -> text.append(' ').append(person).append(" is excluded: ").append(Rule.valueOf(rule).clause()).append('.'));
            leftOut.forEach((person, why) -> text.append(' ').append(person).append(" is not counted: ").append(why).append('.'));
            return text.append(" Add a member to one of these groups; people of a directory count from their first sign-in, and again when they come back.").toString();
        }
    }

    /** Stores what is short now, and closes what is no longer; both are told to the trail when new. */
    public void settle(String cycleId, List<Shortage> now) {
        Set<String> before = rows.open(cycleId);
        now.forEach(shortage -> {
            String key = key(shortage);
            if (!before.contains(key)) {
                trail.system("deciders.short", cycleId, shortage.ring().isEmpty() ? null : shortage.ring(), Map.of("subject", shortage.subject().name(),
                        "able", shortage.able(), "excluded", shortage.excluded(), "leftOut", shortage.leftOut(), "groups", shortage.groups()));
            }
            rows.put(cycleId, shortage, businessClock.instant());
        });
        Set<String> still = new TreeSet<>(now.stream().map(Shortages::key).toList());
        before.stream().filter(key -> !still.contains(key)).forEach(key -> {
            rows.close(cycleId, key, businessClock.instant());
            trail.system("deciders.enough", cycleId, null, Map.of("subject", key));
        });
    }

    /** Cycles for which something is short. */
    public Set<String> cycles() {
        return rows.cycles();
    }

    private static String key(Shortage shortage) {
        return (shortage.subject().name() + " " + shortage.ring()).strip();
    }
}
