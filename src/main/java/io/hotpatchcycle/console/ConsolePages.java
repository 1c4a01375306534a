package io.hotpatchcycle.console;

import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.eligibility.Eligibilities;
import io.hotpatchcycle.fleet.Fleet;
import io.hotpatchcycle.fleet.Sync;
import io.hotpatchcycle.identity.CurrentPerson;
import io.hotpatchcycle.identity.Person;
import io.hotpatchcycle.process.RunningCycles;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.PathVariable;

/** The overview pages: cycles and who is waited for, the catalog, the fleet. */
@Controller
class ConsolePages {

    private static final int CYCLES_SHOWN = 10;

    private final Cycles cycles;
    private final RunningCycles running;
    private final ReleaseReports releases;
    private final Eligibilities eligibilities;
    private final PlanInView plans;
    private final CurrentPerson currentPerson;
    private final Tenant tenant;
    private final FreezeNotes freezes;
    private final Fleet fleet;
    private final Sync sync;
    private final Declining declining;

    ConsolePages(Cycles cycles, RunningCycles running, ReleaseReports releases, Eligibilities eligibilities,
                 PlanInView plans, CurrentPerson currentPerson, Tenant tenant, FreezeNotes freezes, Fleet fleet, Sync sync, Declining declining) {
        this.declining = declining;
        this.cycles = cycles;
        this.running = running;
        this.releases = releases;
        this.eligibilities = eligibilities;
        this.plans = plans;
        this.currentPerson = currentPerson;
        this.tenant = tenant;
        this.freezes = freezes;
        this.fleet = fleet;
        this.sync = sync;
    }

    @GetMapping("/")
    String home(HttpServletRequest request, Model model) {
        Instant now = tenant.now();
        Person person = currentPerson.get();
        List<CycleView> all = cycles.all();
        Page page = new Page(Page.of(request).number(), CYCLES_SHOWN);
        model.addAttribute("notes", freezes.at(now));
        model.addAttribute("waiting", running.waiting().stream().map(t -> WaitingRow.of(t, person, now)).toList());
        model.addAttribute("cycles", page.cut(all).stream().map(c -> CycleCard.of(c, cycles.rings(c.id()), person, now)).toList());
        model.addAttribute("pager", Pager.of(page, all.size(), "page"));
        return "home";
    }

    @GetMapping("/releases")
    String releases(Model model) {
        Instant now = tenant.now();
        model.addAttribute("mayDecline", declining.may());
        model.addAttribute("releases", releases.all().stream().map(r -> ReleaseRow.of(r, now)).toList());
        return "releases";
    }

    @PostMapping("/releases/{id}/decision")
    String decline(@PathVariable String id, RedirectAttributes next) {
        return Answered.then(next, "/releases", () -> "It is asked who carries the risk (" + declining.decline(id) + "). Somebody else than you signs.");
    }

    @GetMapping("/fleet")
    String fleet(@RequestParam(required = false) String cycle, Model model) {
        Instant now = tenant.now();
        List<CycleView> all = plans.all();
        boolean asked = cycle != null && !cycle.isEmpty();
        if (asked || !all.isEmpty()) {
            CycleView c = asked ? plans.of(cycle) : all.get(0);
            model.addAttribute("cycles", all.stream().map(CycleView::id).toList());
            model.addAttribute("past", !c.id().equals(all.get(0).id()));
            model.addAttribute("cycle", c.id());
            model.addAttribute("asOf", Moment.of(c.snapshotAt(), now));
            model.addAttribute("fleet", FleetView.of(eligibilities.readiness(c.id())));
            model.addAttribute("forecast", ForecastView.of(eligibilities.forecast(c.id())));
        }
        model.addAttribute("reading", FleetReading.of(sync.progress(), fleet.newestSnapshot().orElse(null), now));
        return "fleet";
    }
}
