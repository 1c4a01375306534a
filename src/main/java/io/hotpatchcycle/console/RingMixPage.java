package io.hotpatchcycle.console;

import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.ring.RingMix;
import io.hotpatchcycle.ring.RingMixes;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;

/** The rings of a plan beside the fleet: does the pilot meet what the rest will meet? */
@Controller
@Tag(name = "Cycles")
class RingMixPage {

    private static final int ROWS = 8;

    private final RingMixes mixes;
    private final Cycles cycles;

    RingMixPage(RingMixes mixes, Cycles cycles) {
        this.mixes = mixes;
        this.cycles = cycles;
    }

    /** A value of a dimension with its share of the fleet and of each ring. */
    record ValueRow(String value, String fleet, List<Cell> rings) {
    }

    /** A ring's share; {@code tone} warns where it is far from the fleet's. */
    record Cell(String share, String tone) {
    }

    @GetMapping("/api/v1/cycles/{id}/ring-mix")
    @Operation(summary = "Each planned ring beside the fleet: model, build, edition, processor and reason mix, and the sample its gate needs")
    @ResponseBody
    List<RingMix> json(@PathVariable String id) {
        return mixes.of(find(id).id());
    }

    @GetMapping("/cycles/{id}/rings")
    String page(@PathVariable String id, Model model) {
        List<RingMix> rings = mixes.of(find(id).id());
        model.addAttribute("cycle", id);
        model.addAttribute("rings", rings);
        model.addAttribute("dimensions", dimensions(rings));
        return "ring-mix";
    }

    /** The most frequent values of each dimension in the fleet. */
    private static Map<String, List<ValueRow>> dimensions(List<RingMix> rings) {
        Map<String, List<ValueRow>> found = new LinkedHashMap<>();
        if (rings.isEmpty()) {
            return found;
        }
        List<RingMix.Part> values = new ArrayList<>(rings.get(0).parts());
        values.sort((one, other) -> Double.compare(other.fleetShare(), one.fleetShare()));
        for (RingMix.Part value : values) {
            List<ValueRow> shown = found.computeIfAbsent(Words.code(value.dimension()), d -> new ArrayList<>());
            if (shown.size() < ROWS) {
                shown.add(new ValueRow(value.value(), percent(value.fleetShare()), rings.stream().map(ring -> cell(ring, value, rings)).toList()));
            }
        }
        return found;
    }

    private static Cell cell(RingMix ring, RingMix.Part value, List<RingMix> rings) {
        RingMix.Part here = ring.parts().stream().filter(p -> same(p, value)).findFirst().orElseThrow();
        // What no ring gets, the release has nothing for: that says nothing about this ring.
        boolean planned = rings.stream().flatMap(r -> r.parts().stream()).anyMatch(p -> same(p, value) && p.devices() > 0);
        boolean missing = planned && here.devices() == 0 && here.fleetShare() >= 1;
        boolean far = planned && Math.abs(here.difference()) > Math.max(2, here.fleetShare() / 2);
        return new Cell(percent(here.share()), missing ? "bad" : far ? "warn" : "");
    }

    private static boolean same(RingMix.Part one, RingMix.Part other) {
        return one.dimension().equals(other.dimension()) && one.value().equals(other.value());
    }

    private static String percent(double share) {
        return String.format(Locale.ENGLISH, "%.1f %%", share);
    }

    private CycleView find(String id) {
        return cycles.find(id).orElseThrow(() -> ApiProblem.noCycle(id));
    }
}
