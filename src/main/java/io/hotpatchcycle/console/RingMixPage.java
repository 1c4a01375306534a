package io.hotpatchcycle.console;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.ring.LateJoiner;
import io.hotpatchcycle.ring.LateJoiners;
import io.hotpatchcycle.ring.RingMix;
import io.hotpatchcycle.ring.RingMixes;
import io.hotpatchcycle.ring.Rings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.ResponseEntity;
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
    private final LateJoiners late;
    private final OwnDevices own;
    private final Clock businessClock;

    RingMixPage(RingMixes mixes, Cycles cycles, Rings rings, OwnDevices own, @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        this.businessClock = businessClock;
        this.late = rings.late();
        this.own = own;
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

    @GetMapping("/api/v1/cycles/{id}/late-joiners")
    @Operation(summary = "Devices that appeared, came back or became active after the plan was drawn, and what becomes of each in this cycle")
    @Paged
    @ResponseBody
    ResponseEntity<List<LateJoiner>> late(@PathVariable String id, @Parameter(hidden = true) HttpServletRequest request) {
        String cycle = find(id).id();
        Page page = Page.of(request);
        return page.answer(request, late.list(cycle, own.rings(), page.offset(), page.size()), late.count(cycle, own.rings()));
    }

    @GetMapping("/cycles/{id}/rings")
    String page(@PathVariable String id, HttpServletRequest request, Model model) {
        List<RingMix> rings = mixes.of(find(id).id());
        model.addAttribute("cycle", id);
        model.addAttribute("rings", rings);
        model.addAttribute("dimensions", dimensions(rings));
        Page page = Page.of(request);
        model.addAttribute("lateWords", late.counts(id).stream().map(RingMixPage::words).toList());
        model.addAttribute("late", late.list(id, own.rings(), page.offset(), page.size()).stream().map(this::row).toList());
        model.addAttribute("pager", Pager.of(page, late.count(id, own.rings()), "page"));
        return "ring-mix";
    }

    /** A late joiner as the screen shows it. */
    record LateRow(String device, String name, String how, String ring, String fate, Moment seen) {
    }

    private LateRow row(LateJoiner joiner) {
        String how = switch (joiner.how()) {
            case "NEW" -> "is new";
            case "RETURNED" -> "came back";
            case "REPLACED" -> "is another record of a planned device";
            default -> "was stale";
        };
        String fate = switch (joiner.fate()) {
            case "WAITS" -> "waits for the next cycle";
            case "JOINED" -> "joined its ring, not counted";
            default -> "as planned, not counted";
        };
        return new LateRow(joiner.device(), joiner.name(), how, joiner.ring() == null ? "none, or not known yet" : joiner.ring(), fate,
                Moment.of(joiner.seenAt(), businessClock.instant()));
    }

    private static String words(LateJoiner.Count count) {
        String ring = count.ring() == null ? "" : " of ring " + count.ring();
        return Words.count(count.devices(), "late joiner") + ring + switch (count.fate()) {
            case "WAITS" -> count.devices() == 1 ? ": waits for the next cycle" : ": wait for the next cycle";
            case "JOINED" -> ": joined before it opened, within what was approved; no gate counts them";
            default -> ": known to the plan already, no gate counts them";
        };
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
