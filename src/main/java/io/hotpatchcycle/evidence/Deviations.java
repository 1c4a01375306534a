package io.hotpatchcycle.evidence;

import static io.hotpatchcycle.evidence.Facts.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What did not go the plain way, in sentences: each fact stands in a table of the pack. */
final class Deviations {

    private Deviations() {
    }

    static List<String> of(Facts facts) {
        List<String> found = new ArrayList<>();
        cycle(facts, found);
        for (Map<String, Object> halt : facts.halts()) {
            found.add("Stopped by " + text(halt, "requestedBy") + ", " + Plain.when(halt.get("requestedAt")) + ": " + text(halt, "reason")
                    + (halt.get("liftedBy") == null ? " Never lifted." : " Lifted by " + text(halt, "liftedBy")
                            + ", " + Plain.when(halt.get("liftedAt")) + "."));
        }
        for (Map<String, Object> ring : facts.rings()) {
            if (ring.get("overriddenBy") != null) {
                found.add("Ring " + text(ring, "name") + " went on by decision of " + text(ring, "overriddenBy") + ", not by its gate.");
            }
        }
        for (Map<String, Object> approval : facts.approvals()) {
            if (approval.get("decision") == null) {
                found.add("Question " + text(approval, "number") + " (" + Plain.code(approval.get("subject")) + ") was never answered.");
            }
        }
        facts.catalog().stream().filter(entry -> "UNDECIDED".equals(entry.get("standing"))).forEach(entry -> found.add("Undecided: release " + text(entry, "release") + " ("
                + text(entry, "entry") + "), published " + Plain.when(entry.get("publishedAt")) + " UTC: no cycle carried it to the end and nobody had signed that it is not deployed "
                + "(data/catalog.csv)."));
        writes(facts, found);
        if (facts.early().count() > 0) {
            found.add(facts.early().count() + " devices ran a fixed build in the snapshot already, or before their ring was opened "
                    + "(data/early-installs.csv).");
        }
        return found;
    }

    private static void cycle(Facts facts, List<String> found) {
        Map<String, Object> cycle = facts.cycle();
        if (Boolean.TRUE.equals(cycle.get("surprise"))) {
            found.add("Planned as " + text(cycle, "plannedKind") + ", but the catalog made it " + text(cycle, "kind") + ".");
        }
        if (cycle.get("kindDecidedBy") != null) {
            found.add("The kind was decided by " + text(cycle, "kindDecidedBy") + ", because the catalog did not say it.");
        }
        if ("EMERGENCY".equals(cycle.get("changeType"))) {
            found.add("Carried out as an emergency change; see the approval afterwards.");
        }
        if (cycle.get("supersededBy") != null) {
            found.add("Superseded by cycle " + text(cycle, "supersededBy") + ".");
        }
        long uncontrolled = facts.population().stream().filter(p -> "ACTIVE".equals(p.get("population")) && !Boolean.TRUE.equals(p.get("controlled")))
                .mapToLong(p -> ((Number) p.get("devices")).longValue()).sum();
        if (uncontrolled > 0) {
            found.add(uncontrolled + " active devices were held by none of our gates (data/excluded.csv).");
        }
    }

    private static void writes(Facts facts, List<String> found) {
        Map<String, Integer> open = new TreeMap<>();
        facts.writes().stream().filter(w -> !"DONE".equals(w.get("state")))
                .forEach(w -> open.merge(Plain.code(w.get("kind")) + ": " + text(w, "state"), 1, Integer::sum));
        if (!open.isEmpty()) {
            found.add("Writes to Graph that did not end as done: " + Plain.counts(open) + ".");
        }
    }
}
