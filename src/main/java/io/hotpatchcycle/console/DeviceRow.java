package io.hotpatchcycle.console;

import io.hotpatchcycle.eligibility.DeviceEligibility;
import io.hotpatchcycle.eligibility.Reason;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One device's eligibility on a screen. */
record DeviceRow(String id, String cycle, String eligibility, String tone, List<Reason> reasons, Map<String, String> facts, String ring,
                 String track, Moment asOf) {

    static DeviceRow of(DeviceEligibility d, Instant now) {
        return new DeviceRow(d.device(), d.cycle(), Words.code(d.eligibility()), switch (d.eligibility()) {
            case ELIGIBLE -> "good";
            case NOT_ELIGIBLE -> "bad";
            case UNKNOWN -> "warn";
        }, d.reasons(), facts(d.facts(), now), d.ring() == null ? "in no ring" : d.ring() + (d.controlled() ? "" : ", not controlled: "
                + Words.code(d.uncontrolledWhy())), d.track() == null ? "not decided yet" : d.track(), Moment.of(d.asOf(), now));
    }

    private static Map<String, String> facts(DeviceEligibility.Facts f, Instant now) {
        Map<String, String> found = new LinkedHashMap<>();
        Moment seen = Moment.of(f.lastCheckIn(), now);
        found.put("Last check-in", seen == null ? "never" : seen.text());
        found.put("Population", f.population());
        found.put("Product", f.line());
        found.put("Build", f.build() == null ? "unknown" : f.build() + "." + f.ubr());
        found.put("Build class", f.buildClass() == null ? "not decided yet" : f.buildClass());
        found.put("Edition", f.edition());
        found.put("Licence", f.licence());
        found.put("Processor", f.cpu());
        found.put("CHPE", f.chpe());
        found.put("VBS", f.vbs());
        found.put("Join", f.joinType());
        found.put("Management", f.management());
        found.put("Policy", f.policy());
        found.put("Seen hotpatched before", f.hotpatchedBefore() ? "yes" : "no");
        return found;
    }
}
