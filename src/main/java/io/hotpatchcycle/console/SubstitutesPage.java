package io.hotpatchcycle.console;

import io.hotpatchcycle.approval.SubstituteView;
import io.hotpatchcycle.approval.Substitutes;
import io.hotpatchcycle.identity.CurrentPerson;
import io.hotpatchcycle.identity.Person;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who decides in whose place, and the form that names a substitute. */
@Controller
class SubstitutesPage {

    private static final int ROWS = 20;

    private final Substitutes substitutes;
    private final Substitutions substitutions;
    private final CurrentPerson currentPerson;
    private final Tenant tenant;

    SubstitutesPage(Substitutes substitutes, Substitutions substitutions, CurrentPerson currentPerson, Tenant tenant) {
        this.substitutes = substitutes;
        this.substitutions = substitutions;
        this.currentPerson = currentPerson;
        this.tenant = tenant;
    }

    /** A substitution as people read it. */
    record Row(long id, String person, String substitute, Moment from, Moment until, String state, String tone, String reason, String namedBy,
               String endedBy, boolean mayEnd) {

        static Row of(SubstituteView s, Person reader, Instant now) {
            boolean over = s.isOver(now);
            String state = s.holdsAt(now) ? "In force" : s.endedAt() != null ? "Ended early" : over ? "Over" : "Ahead";
            return new Row(s.id(), s.person(), s.substitute(), Moment.of(s.from(), now), Moment.of(s.endedAt() == null ? s.until() : s.endedAt(), now), state,
                    s.holdsAt(now) ? "good" : over ? "quiet" : "warn", s.reason(), s.namedBy(), s.endedBy(), !over && Substitutions.mayEnd(s, reader));
        }
    }

    @GetMapping("/substitutes")
    String show(HttpServletRequest request, Model model) {
        Instant now = tenant.now();
        Person reader = currentPerson.get();
        Page page = new Page(Page.of(request).number(), ROWS);
        List<SubstituteView> all = substitutes.all();
        model.addAttribute("substitutes", page.cut(all).stream().map(s -> Row.of(s, reader, now)).toList());
        model.addAttribute("pager", Pager.of(page, all.size(), "page"));
        model.addAttribute("forAnybody", Allowed.NAME_ANY_SUBSTITUTE.to(reader));
        model.addAttribute("today", now.toString().substring(0, "2026-08-12".length()));
        return "substitutes";
    }

    @PostMapping("/substitutes")
    String name(Substitutions.Naming naming, RedirectAttributes next) {
        boolean done = Answered.told(next, () -> {
            SubstituteView named = substitutions.name(naming);
            return named.substitute() + " decides in place of " + named.person() + " until " + Moment.of(named.until(), tenant.now()).text() + ".";
        });
        if (!done) {
            next.addFlashAttribute("naming", naming);
        }
        return "redirect:/substitutes";
    }

    @PostMapping("/substitutes/{id}/end")
    String end(@PathVariable long id, RedirectAttributes next) {
        Answered.told(next, () -> {
            substitutions.end(id);
            return "The substitution has ended.";
        });
        return "redirect:/substitutes";
    }
}
