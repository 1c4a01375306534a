package io.hotpatchcycle.console;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.identity.CurrentPerson;
import io.hotpatchcycle.notice.ChannelKind;
import io.hotpatchcycle.notice.Message;
import io.hotpatchcycle.notice.MessageState;
import io.hotpatchcycle.notice.NoticeKind;
import io.hotpatchcycle.notice.Notices;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who was told what, what could not be told, and the button that has it sent again. */
@Controller
class MessagesPage {

    private static final int ROWS = 25;

    private final Messages messages;
    private final CurrentPerson currentPerson;
    private final Tenant tenant;
    private final Clock wallClock;

    MessagesPage(Messages messages, CurrentPerson currentPerson, Tenant tenant, @Qualifier(Clocks.WALL) Clock wallClock) {
        this.wallClock = wallClock;
        this.messages = messages;
        this.currentPerson = currentPerson;
        this.tenant = tenant;
    }

    /** A state to choose, with how many there are. */
    record Choice(String code, String name, String count, boolean chosen, String tone) {
    }

    /** A message as people read it. */
    record Row(long id, String what, String cycle, String ring, Moment at, String channel, String recipient, String state, String tone, int attempts,
               String next, String problem, String resentBy, boolean mayBeResent) {

        static Row of(Message m, boolean mayResend, Instant now, Instant wall) {
            return new Row(m.id(), whatOf(m.notice().kind()), m.notice().cycleId(), m.notice().ring(), Moment.of(m.notice().at(), now), channelOf(m.channel()),
                    m.recipient(), nameOf(m.state()), toneOf(m.state()), m.attempts(), nextOf(m, wall), m.problem(), m.resentBy(),
                    mayResend && m.resentBy() == null && m.state().mayBeResent());
        }
    }

    @GetMapping("/messages")
    String show(@RequestParam(required = false) String state, HttpServletRequest request, Model model) {
        Notices notices = messages.seen();
        Instant now = tenant.now();
        MessageState only = Messages.state(state);
        Page page = new Page(Page.of(request).number(), ROWS);
        boolean mayResend = Messages.mayBeResentBy(currentPerson.get());
        List<Choice> choices = new ArrayList<>(List.of(new Choice("", "All", Words.number(notices.count(null)), only == null, "")));
        Arrays.stream(MessageState.values()).forEach(s -> choices.add(choice(s, notices.count(s), s == only)));
        model.addAttribute("choices", choices);
        model.addAttribute("chosen", only == null ? "" : only.name());
        model.addAttribute("messages", notices.list(only, page.offset(), page.size()).stream().map(m -> Row.of(m, mayResend, now, wallClock.instant())).toList());
        model.addAttribute("pager", Pager.of(page, notices.count(only), "page"));
        return "messages";
    }

    /** Only what is there is alarming. */
    private static Choice choice(MessageState state, int count, boolean chosen) {
        return new Choice(state.name(), nameOf(state), Words.number(count), chosen, count == 0 ? "" : toneOf(state));
    }

    /** When it is tried again, in real time. */
    private static String nextOf(Message m, Instant wall) {
        if (m.state() != MessageState.WAITING || m.attempts() == 0) {
            return null;
        }
        Moment next = Moment.of(m.nextAt(), wall);
        return next.past() || "now".equals(next.distance()) ? "in a moment" : next.distance();
    }

    @PostMapping("/messages/{id}/resend")
    String resend(@PathVariable long id, @RequestParam(defaultValue = "") String state, RedirectAttributes next) {
        next.addAttribute("state", state);
        return Answered.then(next, "/messages", () -> {
            messages.resend(id);
            return "Message " + id + " is sent again.";
        });
    }

    private static String whatOf(NoticeKind kind) {
        return switch (kind) {
            case TASK_ASKED -> "Decision asked";
            case TASK_REMINDED -> "Reminder";
            case TASK_ESCALATED -> "Deadline passed";
            case TASK_CHANGED -> "Decision changed";
            case CYCLE_STATE -> "State of the cycle";
            case RING_STATE -> "State of a ring";
            case STOP_BEGUN -> "Stop";
            case STOP_ENDED -> "End of a stop";
            case INCIDENT_OPENED -> "Incident";
            case RESTART_AMBIGUOUS -> "Restart nobody can tell";
            case SUBSTITUTE_NAMED -> "Substitute named";
            case BREAK_GLASS_USED -> "Break-glass used";
            case ACCESS_REVIEW_DUE -> "Access review due";
            case TRAIL_HEAD -> "Head of the trail";
            case TRAIL_TROUBLE -> "Audit trail in trouble";
            case CLOCK_WRONG -> "Clock wrong";
            case CLOCK_RIGHT -> "Clock right again";
        };
    }

    private static String channelOf(ChannelKind channel) {
        return switch (channel) {
            case MAIL -> "Mail";
            case TEAMS -> "Teams";
            case WEBHOOK -> "Webhook";
            case NONE -> "none";
        };
    }

    private static String nameOf(MessageState state) {
        return state == MessageState.NO_CHANNEL ? "No channel configured" : Words.code(state);
    }

    private static String toneOf(MessageState state) {
        return switch (state) {
            case SENT -> "good";
            case WAITING, SENDING -> "warn";
            case AMBIGUOUS, UNDELIVERABLE -> "bad";
            case NO_CHANNEL, DROPPED -> "quiet";
        };
    }
}
