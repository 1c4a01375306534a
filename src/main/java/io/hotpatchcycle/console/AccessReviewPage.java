package io.hotpatchcycle.console;

import io.hotpatchcycle.governance.AccessReviews;
import io.hotpatchcycle.identity.Person;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who holds which role, who confirmed that and when it is due again; and the confirmation itself. */
@Controller
@Tag(name = "Audit", description = "Who did what, when, on which facts")
class AccessReviewPage {

    private final AccessReviews reviews;
    private final OneStep step;
    private final Tenant tenant;

    AccessReviewPage(AccessReviews reviews, OneStep step, Tenant tenant) {
        this.reviews = reviews;
        this.step = step;
        this.tenant = tenant;
    }

    /** A role somebody holds, as people read it. {@code own}: of who reads, so somebody else confirms it. */
    record Row(String person, String role, Moment from, String givenBy, String confirmedBy, Moment confirmedAt, Moment due, boolean overdue, boolean own) {

        static Row of(AccessReviews.Line l, Person reader, Instant now) {
            return new Row(l.held().person(), l.held().role(), Moment.of(l.held().from(), now), l.held().givenBy(), l.confirmedBy(), Moment.of(l.confirmedAt(), now),
                    Moment.of(l.dueAt(), now), l.overdue(now), l.held().person().equals(reader.id()));
        }
    }

    /** A confirmation, as people read it. */
    record Done(String by, Moment at, String lines, String comment, String sha256, Moment nextDue) {

        static Done of(AccessReviews.Review r, Instant now) {
            return new Done(r.confirmedBy(), Moment.of(r.confirmedAt(), now), Words.count(r.lines(), "role"), r.comment(), r.sha256(), Moment.of(r.nextDue(), now));
        }
    }

    static boolean open(Person person) {
        return Allowed.SIT_AT_DESK.to(person) || Allowed.CONFIRM_ACCESS.to(person);
    }

    @GetMapping("/access-review")
    String show(Model model) {
        Person reader = reader();
        Instant now = tenant.now();
        List<Row> rows = reviews.lines().stream().map(l -> Row.of(l, reader, now)).toList();
        long overdue = rows.stream().filter(Row::overdue).count();
        model.addAttribute("rows", rows);
        model.addAttribute("overdue", overdue == 0 ? null : Words.count(overdue, "role"));
        model.addAttribute("nextDue", Moment.of(reviews.nextDue().orElse(null), now));
        model.addAttribute("hash", reviews.hash(reader.id()));
        model.addAttribute("mayConfirm", Allowed.CONFIRM_ACCESS.to(reader) && rows.stream().anyMatch(r -> !r.own()));
        model.addAttribute("reviews", reviews.all().stream().map(r -> Done.of(r, now)).toList());
        return "access-review";
    }

    @PostMapping("/access-review")
    String confirm(@RequestParam(required = false) String sha256, @RequestParam(required = false) String comment, RedirectAttributes next) {
        return Answered.then(next, "/access-review", () -> "Confirmed: " + Words.count(confirm(new Confirmation(sha256, comment)).lines(), "role")
                + ". Your own are confirmed by somebody else.");
    }

    /** How rights stand. {@code sha256}: what who reads would confirm now. */
    record Standing(Instant nextDue, String sha256, List<AccessReviews.Line> held, List<AccessReviews.Review> reviews) {
    }

    @GetMapping("/api/v1/access-reviews")
    @Operation(summary = "Who holds which role, who confirmed that, and when it is due again", description = "For auditors, change-managers and camunda-admin.")
    @ResponseBody
    Standing standing() {
        Person reader = reader();
        return new Standing(reviews.nextDue().orElse(null), reviews.hash(reader.id()), reviews.lines(), reviews.all());
    }

    /** What is confirmed: {@code sha256} of what was shown. */
    record Confirmation(String sha256, String comment) {
    }

    @PostMapping("/api/v1/access-reviews")
    @Operation(summary = "Confirms the roles of everybody but oneself, as they were shown", description = "For change-managers and camunda-admin. 409 when "
            + "somebody holds another role since.")
    @ResponseStatus(HttpStatus.CREATED)
    @ResponseBody
    AccessReviews.Review confirm(@RequestBody Confirmation confirmation) {
        return step.as("Confirming who holds which role", Allowed.CONFIRM_ACCESS,
                person -> reviews.confirm(confirmation.sha256(), confirmation.comment(), person.id()));
    }

    private Person reader() {
        Person person = step.currentPerson().get();
        if (!open(person)) {
            throw new ApiProblem(HttpStatus.FORBIDDEN, "Who holds which role is for " + Allowed.SIT_AT_DESK.names() + " and who confirms it: " + Allowed.CONFIRM_ACCESS.names()
                    + ". Ask one of them.");
        }
        return person;
    }
}
