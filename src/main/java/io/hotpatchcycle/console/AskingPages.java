package io.hotpatchcycle.console;

import io.hotpatchcycle.approval.ExemptionScope;
import io.hotpatchcycle.approval.ExemptionView;
import io.hotpatchcycle.approval.Exemptions;
import io.hotpatchcycle.fleet.VisibleRings;
import io.hotpatchcycle.identity.CurrentPerson;
import io.hotpatchcycle.rollout.RollBackView;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The buttons that ask for an emergency, a roll-back or an exception, and the list of exceptions. Nothing is decided here. */
@Controller
class AskingPages {

    private static final int ROWS = 20;
    private static final int USUAL_DAYS = 30;
    private static final int DATE = "2026-08-12".length();

    private final Asking asking;
    private final Exemptions exemptions;
    private final CurrentPerson currentPerson;
    private final OwnDevices own;
    private final Tenant tenant;

    AskingPages(Asking asking, Exemptions exemptions, CurrentPerson currentPerson, OwnDevices own, Tenant tenant) {
        this.own = own;
        this.asking = asking;
        this.exemptions = exemptions;
        this.currentPerson = currentPerson;
        this.tenant = tenant;
    }

    /** An exception as people read it. */
    record Row(long id, String what, String target, String reason, String control, Moment until, String state, String tone, String by, Moment at,
               String decidedBy, String devices) {

        static Row of(ExemptionView e, Instant now) {
            boolean over = "GRANTED".equals(e.state()) && !e.expiresAt().isAfter(now);
            String state = over ? "Over" : "REQUESTED".equals(e.state()) ? "Waits for somebody else's decision" : "GRANTED".equals(e.state())
                    ? e.groupGoneAt() == null ? "In force" : "In force; its group is gone" : Words.code(e.state());
            return new Row(e.id(), Words.code(e.scope()), e.called(), e.reason(), e.compensatingControl(), Moment.of(e.expiresAt(), now), state,
                    over ? "quiet" : "GRANTED".equals(e.state()) ? "good" : "REQUESTED".equals(e.state()) ? "warn" : "quiet", e.requestedBy(),
                    Moment.of(e.requestedAt(), now), e.decidedBy(), e.scope() == ExemptionScope.FREEZE ? "" : Words.count(e.devices(), "device"));
        }
    }

    @GetMapping("/exceptions")
    String exceptions(HttpServletRequest request, Model model) {
        Instant now = tenant.now();
        Page page = new Page(Page.of(request).number(), ROWS);
        VisibleRings visible = own.rings();
        String person = currentPerson.get().id();
        model.addAttribute("exceptions", exemptions.list(visible, person, page.offset(), page.size()).stream().map(e -> Row.of(e, now)).toList());
        model.addAttribute("pager", Pager.of(page, exemptions.count(visible, person), "page"));
        model.addAttribute("mayAsk", Asking.mayExempt(currentPerson.get()));
        model.addAttribute("tomorrow", day(now, 1));
        model.addAttribute("usual", day(now, USUAL_DAYS));
        return "exceptions";
    }

    @PostMapping("/exceptions")
    String ask(@RequestParam(required = false) String scope, @RequestParam(required = false) String target, @RequestParam(required = false) String reason,
               @RequestParam(required = false) String compensatingControl, @RequestParam(defaultValue = "") String lastDay, RedirectAttributes next) {
        Asking.ExceptionRequest asked = new Asking.ExceptionRequest(scope, target, reason, compensatingControl,
                lastDay.length() == DATE ? lastDay + "T23:59:59Z" : lastDay);
        if (!told(next, () -> "Exception " + asking.exception(asked).id() + " is asked for. Nothing is exempt before somebody else has granted it.")) {
            next.addFlashAttribute("asked", asked);
            next.addFlashAttribute("lastDay", lastDay);
        }
        return "redirect:/exceptions";
    }

    @PostMapping("/cycles/{id}/emergency")
    String emergency(@PathVariable String id, @RequestParam(required = false) String reason,
                     @RequestParam(required = false) Integer expediteDays, RedirectAttributes next) {
        told(next, () -> {
            asking.emergency(id, reason, expediteDays);
            return "An emergency is asked for in cycle " + id + ". Nothing is sped up before somebody else has approved it on the task.";
        });
        next.addAttribute("id", id);
        return "redirect:/cycles/{id}";
    }

    @PostMapping("/cycles/{id}/roll-back")
    String rollBack(@PathVariable String id, @RequestParam(required = false) String ring, @RequestParam(required = false) String reason,
                    RedirectAttributes next) {
        told(next, () -> {
            RollBackView asked = asking.rollBack(id, ring, reason);
            return "Asked to take ring " + asked.ring() + " back: " + Words.count(asked.effective(), "device") + " with the release. Nothing happens before "
                    + "somebody else has decided on the task.";
        });
        next.addAttribute("id", id);
        return "redirect:/cycles/{id}";
    }

    private static boolean told(RedirectAttributes next, Supplier<String> step) {
        return Answered.told(next, step, HttpStatus.FORBIDDEN, HttpStatus.NOT_FOUND);
    }

    private static String day(Instant now, int days) {
        return now.plus(days, ChronoUnit.DAYS).toString().substring(0, DATE);
    }
}
