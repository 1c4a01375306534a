package io.hotpatchcycle.console;

import io.hotpatchcycle.approval.ApprovalView;
import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.audit.TrailProof;
import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.cycle.Emergencies;
import io.hotpatchcycle.cycle.Planning;
import io.hotpatchcycle.cycle.ReleaseDecisionView;
import io.hotpatchcycle.cycle.ReleaseDecisions;
import io.hotpatchcycle.fleet.Fleet;
import io.hotpatchcycle.identity.CurrentPerson;
import io.hotpatchcycle.release.Release;
import io.hotpatchcycle.restart.Restarts;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.rollout.LedgerRows.GraphWrite;
import io.hotpatchcycle.rollout.Rollouts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Everything there is to know of one cycle, and the button that stops it. */
@Controller
class CyclePage {

    private static final int ROWS = 20;
    private static final int LAST_PAGE = 100_000;

    private final Core core;
    private final CycleReports reports;
    private final Halts halts;
    private final CurrentPerson currentPerson;
    private final Tenant tenant;
    private final FreezeNotes freezes;
    private final ProofNote proofNote;
    private final Risks risks;
    private final RestartDecisions restarts;
    private final OwnDevices own;

    CyclePage(Core core, CycleReports reports, Halts halts, CurrentPerson currentPerson, Tenant tenant,
              FreezeNotes freezes, ProofNote proofNote, Risks risks, RestartDecisions restarts, OwnDevices own) {
        this.own = own;
        this.proofNote = proofNote;
        this.risks = risks;
        this.restarts = restarts;
        this.core = core;
        this.reports = reports;
        this.halts = halts;
        this.currentPerson = currentPerson;
        this.tenant = tenant;
        this.freezes = freezes;
    }

    /** The faces this page reads from. */
    @Component
    record Core(Cycles cycles, Planning planning, Rings rings, Rollouts rollouts, Approvals approvals, Trail trail,
                TrailProof proof, Restarts restarts, Fleet fleet) {
    }

    /** What was accepted beside the rule. */
    @Component
    record Risks(Emergencies emergencies, ReleaseDecisions decisions, AskNote.Reader asked) {
    }

    /** A decision not to deploy. */
    record RiskRow(String state, String owner, String risk, String reason, String signedBy, Moment signedAt, Moment until, String devices) {

        static RiskRow of(ReleaseDecisionView d, Instant now) {
            return new RiskRow(Words.code(d.state()), d.owner(), d.residualRisk(), d.reason(), d.signedBy(), Moment.of(d.signedAt(), now),
                    Moment.of(d.expiresAt(), now), Words.number(d.devices()));
        }
    }

    @GetMapping("/cycles/{id}")
    String show(@PathVariable String id, @RequestParam(defaultValue = "0") int writes, @RequestParam(defaultValue = "0") int events, Model model) {
        CycleView cycle = find(id);
        Instant now = tenant.now();
        Release release = core.planning().release(cycle);
        model.addAttribute("cycle", CycleCard.of(cycle, core.rings().of(id), currentPerson.get(), now));
        model.addAttribute("evidence", cycle.state().ended() && EvidenceResource.allowed(currentPerson.get()));
        model.addAttribute("stop", cycle.haltReason() == null ? null
                : StopNote.of(core.cycles().stopCount(id), core.cycles().installedAfterStop(id, own.rings(), 0, ROWS), now));
        model.addAttribute("notes", cycle.state().ended() ? null : freezes.at(now));
        model.addAttribute("gates", proofNote.of(id, now));
        model.addAttribute("observation", core.rollouts().observation(id));
        model.addAttribute("signals", proofNote.signals(id, core.rings().of(id), now));
        model.addAttribute("changes", proofNote.changes(id, now));
        model.addAttribute("release", CycleDetail.ReleaseCard.of(release));
        model.addAttribute("result", CycleDetail.Figures.of(reports.result(cycle)));
        model.addAttribute("figuresAsOf", cycle.state().ended() ? Moment.of(cycle.closedAt(), now) : Moment.of(core.fleet().asOf(), now));
        model.addAttribute("plan", cycle.snapshotAt() == null ? null : CycleDetail.Plan.of(core.rings().counts(id)));
        model.addAttribute("snapshotAt", Moment.of(cycle.snapshotAt(), now));
        model.addAttribute("planHash", cycle.planHash());
        model.addAttribute("modelSet", cycle.modelSet());
        List<ApprovalView> asked = core.approvals().of(id);
        model.addAttribute("approvals", asked.stream().map(a -> CycleDetail.Asked.of(a, asked, own.rings(), now)).toList());
        model.addAttribute("changeWhy", risks.emergencies().changeWhy(id));
        model.addAttribute("skipped", risks.emergencies().skipped(id).stream().map(s -> new Emergencies.Skipped(s.ring(), Words.code(s.control()), s.usual(), s.instead())).toList());
        model.addAttribute("decisions", risks.decisions().of(id).stream().map(d -> RiskRow.of(d, now)).toList());
        model.addAttribute("ask", risks.asked().of(cycle, core.rings().of(id), currentPerson.get(), now));
        model.addAttribute("ambiguous", core.restarts().ambiguous(id).stream().filter(a -> own.rings().shows(a.ring())).map(a -> AmbiguousRow.of(a, now)).toList());
        model.addAttribute("mayDecide", RestartDecisions.allowed(currentPerson.get()));
        addWrites(id, page(writes), now, model);
        addEvents(id, page(events), now, model);
        return "cycle";
    }

    /** Newest first: what happens now is what people look for. */
    private void addWrites(String id, Page page, Instant now, Model model) {
        List<GraphWrite> all = new ArrayList<>(core.rollouts().writes(id));
        Collections.reverse(all);
        model.addAttribute("writes", page.cut(all).stream().map(w -> CycleDetail.WriteRow.of(w, now)).toList());
        model.addAttribute("writesPager", Pager.of(page, all.size(), "writes"));
    }

    private void addEvents(String id, Page page, Instant now, Model model) {
        boolean all = Allowed.SEE_PEOPLE.to(currentPerson.get());
        int total = all ? core.trail().count(id) : core.trail().countWork(id);
        int end = Math.max(0, total - page.offset());
        int start = Math.max(0, end - page.size());
        List<Trail.Event> found = new ArrayList<>(all ? core.trail().events(id, start, end - start) : core.trail().work(id, start, end - start));
        Collections.reverse(found);
        model.addAttribute("events", found.stream().map(e -> CycleDetail.EventRow.of(e, own.rings(), now)).toList());
        model.addAttribute("seal", TrailLine.of(core.proof()));
        model.addAttribute("eventsPager", Pager.of(page, total, "events"));
    }

    @PostMapping("/cycles/{id}/halt")
    String halt(@PathVariable String id, @RequestParam(required = false) String reason, RedirectAttributes next) {
        find(id);
        next.addAttribute("id", id);
        return Answered.then(next, "/cycles/{id}", () -> {
            halts.halt(id, reason);
            return "Cycle " + id + " is being stopped: no ring opens any more, and every open one is suspended.";
        });
    }

    @PostMapping("/cycles/{id}/writes/{write}/decision")
    String decide(@PathVariable String id, @PathVariable long write, @RequestParam(required = false) Boolean happened,
                  @RequestParam(required = false) String reason, RedirectAttributes next) {
        Answered.told(next, () -> {
            restarts.decide(id, write, happened, reason);
            return Boolean.TRUE.equals(happened) ? "Noted: the devices were asked, and are not asked again."
                    : "Noted: the devices were not asked, and are asked again while their window is open.";
        }, HttpStatus.FORBIDDEN, HttpStatus.NOT_FOUND);
        next.addAttribute("id", id);
        return "redirect:/cycles/{id}";
    }

    private CycleView find(String id) {
        return core.cycles().find(id).orElseThrow(() -> new ApiProblem(HttpStatus.NOT_FOUND,
                "There is no cycle '" + id + "'. The console lists those there are."));
    }

    private static Page page(int number) {
        return new Page(Math.max(0, Math.min(number, LAST_PAGE)), ROWS);
    }
}
