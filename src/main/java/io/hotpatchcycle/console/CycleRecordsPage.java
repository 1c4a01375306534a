package io.hotpatchcycle.console;

import io.hotpatchcycle.approval.ManualTests;
import io.hotpatchcycle.audit.Told;
import io.hotpatchcycle.evidence.OpenPoints;
import io.hotpatchcycle.governance.CorrectiveActions;
import io.hotpatchcycle.ring.RingView;
import io.hotpatchcycle.ring.Rings;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Tests by hand of a cycle, what went wrong in it, and what was done about it. */
@Controller
class CycleRecordsPage {

    private final CycleRecords records;
    private final Rings rings;
    private final Tenant tenant;

    CycleRecordsPage(CycleRecords records, Rings rings, Tenant tenant) {
        this.records = records;
        this.rings = rings;
        this.tenant = tenant;
    }

    /** A test as people read it. */
    record TestRow(String ring, String what, boolean passed, String note, String by, Moment at) {

        static TestRow of(ManualTests.Test t, Instant now) {
            return new TestRow(t.ring(), t.what(), t.passed(), t.note(), t.by(), Moment.of(t.at(), now));
        }
    }

    /** A point with what was signed about it; null where nothing was. */
    record PointRow(String about, String what, String by, Moment at, String detail, String cause, String action, String signedBy, Moment signedAt) {

        static PointRow of(OpenPoints.Point p, List<CorrectiveActions.Action> actions, Instant now) {
            CorrectiveActions.Action last = actions.stream().filter(a -> a.about().equals(p.about())).reduce((first, second) -> second).orElse(null);
            return new PointRow(p.about(), p.what(), p.by(), Moment.of(p.at(), now), Told.cut(p.detail()), last == null ? null : last.cause(), last == null ? null : last.action(),
                    last == null ? null : last.by(), last == null ? null : Moment.of(last.at(), now));
        }
    }

    @GetMapping("/cycles/{id}/records")
    String show(@PathVariable String id, Model model) {
        Instant now = tenant.now();
        model.addAttribute("cycleId", records.cycle(id).id());
        model.addAttribute("tests", records.tests(id).stream().map(t -> TestRow.of(t, now)).toList());
        model.addAttribute("rings", rings.of(id).stream().filter(r -> !r.finished()).map(RingView::name).toList());
        model.addAttribute("mayTest", records.mayTest() && !records.cycle(id).state().ended());
        List<CorrectiveActions.Action> actions = records.actions(id);
        model.addAttribute("points", records.showsPoints() ? records.points(id).stream().map(p -> PointRow.of(p, actions, now)).toList() : null);
        model.addAttribute("mayCorrect", records.mayCorrect());
        return "cycle-records";
    }

    @PostMapping("/cycles/{id}/tests")
    String test(@PathVariable String id, CycleRecords.SignedTest test, RedirectAttributes next) {
        next.addAttribute("id", records.cycle(id).id());
        return Answered.then(next, "/cycles/{id}/records", () -> records.sign(id, test).passed() ? "Signed." : "Signed. The cycle is being stopped.");
    }

    @PostMapping("/cycles/{id}/corrective-actions")
    String action(@PathVariable String id, CycleRecords.SignedAction action, RedirectAttributes next) {
        next.addAttribute("id", records.cycle(id).id());
        return Answered.then(next, "/cycles/{id}/records", () -> {
            records.sign(id, action);
            return "Signed.";
        });
    }
}
