package io.hotpatchcycle.console;

import io.hotpatchcycle.eligibility.DeviceEligibility;
import io.hotpatchcycle.eligibility.Reason;
import io.hotpatchcycle.eligibility.ReasonTitles;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One device's eligibility on a screen. */
record DeviceRow(String id, String cycle, String eligibility, String tone, List<Fix> reasons, Map<String, String> facts, String ring,
                 String track, Moment asOf) {

    /** A reason with who fixes it how. */
    record Fix(String code, String title, String fix, String owner, boolean fixRestarts) {

        static Fix of(Reason r) {
            return new Fix(r.code(), ReasonTitles.of(r.code()), r.fix(), Words.code(r.owner()), r.fixRestarts());
        }
    }

    static DeviceRow of(DeviceEligibility d, Instant now) {
        return new DeviceRow(d.device(), d.cycle(), Words.code(d.eligibility()), switch (d.eligibility()) {
            case ELIGIBLE -> "good";
            case NOT_ELIGIBLE -> "bad";
            case UNKNOWN -> "warn";
        }, d.reasons().stream().map(Fix::of).toList(), facts(d.facts(), now), d.ring() == null ? "in no ring" : d.ring() + (d.controlled() ? "" : ", not controlled: "
                + Words.code(d.uncontrolledWhy())), d.track() == null ? "not decided yet" : Words.fact(d.track()), Moment.of(d.asOf(), now));
    }

    private static Map<String, String> facts(DeviceEligibility.Facts f, Instant now) {
        Map<String, String> found = new LinkedHashMap<>();
        Moment seen = Moment.of(f.lastCheckIn(), now);
        found.put("Last check-in", seen == null ? "never" : seen.text());
        found.put("Population", Words.fact(f.population()));
        found.put("Product", Words.fact(f.line()));
        found.put("Build", f.build() == null ? "unknown" : f.build() + "." + f.ubr());
        found.put("Build class", f.buildClass() == null ? "not decided yet" : Words.fact(f.buildClass()));
        found.put("Edition", Words.fact(f.edition()));
        found.put("Licence", Words.fact(f.licence()));
        found.put("Processor", Words.fact(f.cpu()));
        found.put("Compiled hybrid code (CHPE)", Words.fact(f.chpe()));
        found.put("Virtualization-based security (VBS)", Words.fact(f.vbs()));
        found.put("Join", Words.fact(f.joinType()));
        found.put("Management", Words.fact(f.management()));
        found.put("Policy", Words.fact(f.policy()));
        found.put("Seen hotpatched before", f.hotpatchedBefore() ? "yes" : "no");
        return found;
    }
}
