package io.hotpatchcycle.ring;

import io.hotpatchcycle.eligibility.DecisionTables;
import io.hotpatchcycle.ring.RingMix.Part;
import io.hotpatchcycle.ring.RingMixRows.Count;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Compares the rings of a plan with the fleet. */
public final class RingMixes {

    private static final double PERCENT = 100.0;

    private final RingMixRows rows;
    private final DecisionTables tables;

    public RingMixes(RingMixRows rows, DecisionTables tables) {
        this.rows = rows;
        this.tables = tables;
    }

    /** Keeps for a plan what its devices are and where their owners are: a year later it shows what its approvers saw. */
    public void freeze(String cycleId) {
        rows.freeze(cycleId);
    }

    /** The rings of a cycle, in order; empty while it has none planned. */
    public List<RingMix> of(String cycleId) {
        List<Count> counts = rows.counts(cycleId);
        Map<String, Integer> fleet = new LinkedHashMap<>();
        Map<String, Integer> ofRing = new HashMap<>();
        int active = 0;
        for (Count count : counts) {
            fleet.merge(count.dimension() + " " + count.value(), count.devices(), Integer::sum);
            if (count.dimension().equals("BUILD")) {
                active += count.devices();
                ofRing.merge(String.valueOf(count.ring()), count.devices(), Integer::sum);
            }
        }
        Map<String, Integer> inRing = counts.stream().collect(Collectors.toMap(c -> c.dimension() + " " + c.value() + " " + c.ring(), Count::devices));
        List<RingMix> mixes = new ArrayList<>();
        for (Map<String, Object> ring : rows.rings(cycleId)) {
            String name = ring.get("name").toString();
            int devices = ofRing.getOrDefault(name, 0);
            List<Part> parts = new ArrayList<>();
            for (Map.Entry<String, Integer> whole : fleet.entrySet()) {
                int space = whole.getKey().indexOf(' ');
                int here = inRing.getOrDefault(whole.getKey() + " " + name, 0);
                parts.add(new Part(whole.getKey().substring(0, space), whole.getKey().substring(space + 1), here, percent(here, devices),
                        percent(whole.getValue(), active)));
            }
            parts.sort(Comparator.comparing(Part::dimension).thenComparing(p -> -Math.abs(p.difference())).thenComparing(Part::value));
            mixes.add(mix(name, devices, ring, parts));
        }
        return mixes;
    }

    private RingMix mix(String name, int devices, Map<String, Object> ring, List<Part> parts) {
        Map<String, Object> policy = RingPolicy.rule(tables.open("ring-policy"), name, (String) ring.get("kind"), (String) ring.get("change_type")).orElse(Map.of());
        boolean said = policy.get("failureLimit") instanceof Number && policy.get("minimumSample") instanceof Number;
        double limit = said ? ((Number) policy.get("failureLimit")).doubleValue() : 0;
        return new RingMix(name, devices, ((Number) ring.get("controlled")).intValue(),
                said ? Math.max(Wilson.sampleToProve(limit), ((Number) policy.get("minimumSample")).intValue()) : null, said ? limit : null, parts);
    }

    private static double percent(int part, int whole) {
        return whole == 0 ? 0 : Math.round(PERCENT * 100 * part / whole) / 100.0;
    }
}
