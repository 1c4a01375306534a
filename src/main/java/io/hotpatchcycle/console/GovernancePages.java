package io.hotpatchcycle.console;

import io.hotpatchcycle.governance.Decision;
import io.hotpatchcycle.governance.LegalHolds;
import io.hotpatchcycle.governance.PatchPolicies;
import io.hotpatchcycle.governance.Retention;
import io.hotpatchcycle.governance.RingMemberships;
import io.hotpatchcycle.identity.CurrentPerson;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The patch policy, who may be in which ring, and how long what is kept: for everybody to read, for few to change. */
@Controller
class GovernancePages {

    private final Governing governing;
    private final PatchPolicies policies;
    private final RingMemberships memberships;
    private final LegalHolds holds;
    private final Retention retention;
    private final CurrentPerson currentPerson;
    private final Tenant tenant;

    GovernancePages(Governing governing, PatchPolicies policies, RingMemberships memberships, LegalHolds holds, Retention retention,
                    CurrentPerson currentPerson, Tenant tenant) {
        this.governing = governing;
        this.policies = policies;
        this.memberships = memberships;
        this.holds = holds;
        this.retention = retention;
        this.currentPerson = currentPerson;
        this.tenant = tenant;
    }

    /** A proposal and what became of it. {@code mayDecide}: by who reads. */
    record Row(String id, String title, String text, String sha256, String valid, String state, String tone, String proposedBy, Moment proposedAt,
               String decidedBy, Moment decidedAt, String comment, boolean mayDecide) {
    }

    /** A hold as people read it. */
    record HoldRow(String cycle, String reason, String setBy, Moment setAt, boolean inForce, String liftedBy, Moment liftedAt, String liftedWhy) {
    }

    /** A pack that was kept. */
    record PackRow(String cycle, String file, String size, String sha256, Moment drawnAt, Moment cleanedAt) {
    }

    @GetMapping("/policies")
    String policies(Model model) {
        Instant now = tenant.now();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Integer inForce = policies.inForce(today).map(PatchPolicies.Policy::version).orElse(null);
        List<RingMemberships.Membership> rules = memberships.all();
        model.addAttribute("today", today.toString());
        model.addAttribute("inForce", inForce);
        model.addAttribute("mayPropose", governing.mayPropose());
        model.addAttribute("policies", policies.all().stream().map(p -> row(p.decision(), now, String.valueOf(p.version()), p.title(), p.text(), p.sha256(),
                p.validFrom() + (p.validTo() == null ? " on" : " to " + p.validTo()) + within(p.within()), inForce != null && inForce == p.version(), true)).toList());
        model.addAttribute("memberships", rules.stream().map(m -> row(m.decision(), now, String.valueOf(m.id()), "Ring rules " + m.id(), m.rings(), m.sha256(),
                "", m == rules.get(0), m == rules.get(0))).toList());
        return "policies";
    }

    private static String within(PatchPolicies.Within within) {
        String own = within.days() == null ? "" : "; devices effective within " + Words.count(within.days(), "day") + " of publication"
                + (within.exploitedDays() == null ? "" : ", " + within.exploitedDays() + " where an exploited CVE is fixed");
        return own + within.also().stream().map(d -> "; " + d.name() + ": within " + Words.count(d.days(), "day")).collect(Collectors.joining());
    }

    private Row row(Decision d, Instant now, String id, String title, String text, String sha256, String valid, boolean current, boolean newest) {
        String state = d.open() ? "Waits for another pair of eyes" : d.approved() ? current ? "Approved, in force" : "Approved" : "Rejected";
        return new Row(id, title, text, sha256, valid, state, d.open() ? "warn" : d.approved() ? "good" : "bad", d.proposedBy(), Moment.of(d.proposedAt(), now),
                d.decidedBy(), Moment.of(d.decidedAt(), now), d.comment(),
                d.open() && newest && governing.mayDecide() && !currentPerson.get().id().equals(d.proposedBy()));
    }

    @PostMapping("/policies")
    String propose(Governing.Proposal proposal, RedirectAttributes next) {
        return then(next, "Version proposed. It is in force when somebody else approves it.", "/policies", () -> governing.propose(proposal));
    }

    @PostMapping("/policies/{version}/decision")
    String decide(@PathVariable int version, Governing.Answer answer, RedirectAttributes next) {
        return then(next, "Decided.", "/policies", () -> governing.decidePolicy(version, answer));
    }

    @PostMapping("/ring-memberships/{id}/decision")
    String decideRings(@PathVariable long id, Governing.Answer answer, RedirectAttributes next) {
        return then(next, "Decided.", "/policies", () -> governing.decideMembership(id, answer));
    }

    @GetMapping("/retention")
    String retention(Model model) {
        Instant now = tenant.now();
        Retention.Periods periods = retention.periods();
        model.addAttribute("historyDays", Words.count(periods.history().toDays(), "day"));
        model.addAttribute("trailDays", Words.count(periods.trail().toDays(), "day"));
        model.addAttribute("personalDays", Words.count(periods.personal().toDays(), "day"));
        model.addAttribute("mayHold", governing.mayHold());
        model.addAttribute("holds", holds.all().stream().map(h -> new HoldRow(h.cycle(), h.reason(), h.setBy(), Moment.of(h.setAt(), now), h.inForce(),
                h.liftedBy(), Moment.of(h.liftedAt(), now), h.liftedWhy())).toList());
        model.addAttribute("packs", retention.kept().stream().map(p -> new PackRow(p.cycle(), p.file(), Words.number(p.bytes() / 1024) + " KB", p.sha256(),
                Moment.of(p.drawnAt(), now), Moment.of(p.cleanedAt(), now))).toList());
        return "retention";
    }

    @PostMapping("/retention/holds")
    String hold(@RequestParam(defaultValue = "") String cycle, @RequestParam(required = false) String reason, RedirectAttributes next) {
        return then(next, "Cycle " + cycle + " is held: nothing of it is cleaned.", "/retention", () -> governing.hold(cycle.strip(), reason));
    }

    @PostMapping("/retention/holds/lift")
    String lift(@RequestParam(defaultValue = "") String cycle, @RequestParam(required = false) String reason, RedirectAttributes next) {
        return then(next, "The hold of cycle " + cycle + " is lifted.", "/retention", () -> governing.lift(cycle, reason));
    }

    private static String then(RedirectAttributes next, String done, String page, Runnable step) {
        return Answered.then(next, page, () -> {
            step.run();
            return done;
        });
    }
}
