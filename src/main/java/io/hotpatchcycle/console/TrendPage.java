package io.hotpatchcycle.console;

import io.hotpatchcycle.eligibility.ReasonTitles;
import io.hotpatchcycle.eligibility.Trend;
import io.hotpatchcycle.eligibility.TrendRows;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** How the share that can be hotpatched, and what keeps the others from it, went from cycle to cycle. */
@Controller
@Tag(name = "Fleet")
class TrendPage {

    private static final double WIDTH = 1000;
    private static final int REASONS = 3;

    private final TrendRows trend;
    private final Tenant tenant;

    TrendPage(TrendRows trend, Tenant tenant) {
        this.trend = trend;
        this.tenant = tenant;
    }

    /** A cycle on the screen; {@code width} in thousandths. */
    record Row(String cycle, Moment publishedAt, String kind, String active, String eligible, String eligibleShare, double width, String controlled, String hotpatch, String restarts,
               List<String> reasons) {

        static Row of(Trend t, Instant now) {
            return new Row(t.cycle(), Moment.of(t.publishedAt(), now), Words.code(t.kind()), Words.number(t.active()), Words.number(t.eligible()),
                    Words.share(t.eligible(), t.active()), t.active() == 0 ? 0 : WIDTH * t.eligible() / t.active(), Words.number(t.controlled()),
                    Words.number(t.hotpatch()), Words.number(t.restarts()), t.reasons().entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue().reversed()).limit(REASONS)
                            .map(r -> ReasonTitles.of(r.getKey()) + " " + Words.share(r.getValue(), t.active())).toList());
        }
    }

    @GetMapping("/api/v1/fleet/trend")
    @Operation(summary = "Per cycle, oldest first: active, eligible and planned devices, and devices per reason, as its plan found them")
    @ResponseBody
    List<Trend> json() {
        return trend.trend();
    }

    @GetMapping("/fleet/trend")
    String page(Model model) {
        Instant now = tenant.now();
        List<Row> rows = new ArrayList<>(trend.trend().stream().map(t -> Row.of(t, now)).toList());
        Collections.reverse(rows);
        model.addAttribute("cycles", rows);
        return "trend";
    }
}
