package io.hotpatchcycle.console;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.hotpatchcycle.notice.ChannelKind;
import io.hotpatchcycle.notice.Message;
import io.hotpatchcycle.notice.MessageState;
import io.hotpatchcycle.notice.NoticeKind;
import io.hotpatchcycle.notice.Notices;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Messages over REST. */
@RestController
@RequestMapping("/api/v1/messages")
@Tag(name = "Messages", description = "Who was told what, and what could not be told")
class MessagesResource {

    private final Messages messages;

    MessagesResource(Messages messages) {
        this.messages = messages;
    }

    /** A message; {@code event} is the id in the trail, {@code at} its business time, the other times are of the machine. */
    @JsonPropertyOrder({"id", "event", "kind", "cycle", "ring", "task", "at", "channel", "recipient", "state", "attempts", "nextAt", "settledAt",
        "problem", "resentBy"})
    record MessageReport(long id, long event, NoticeKind kind, String cycle, String ring, String task, Instant at, ChannelKind channel, String recipient,
                         MessageState state, int attempts, Instant nextAt, Instant settledAt, String problem, String resentBy) {

        static MessageReport of(Message m) {
            return new MessageReport(m.id(), m.notice().eventId(), m.notice().kind(), m.notice().cycleId(), m.notice().ring(), m.notice().taskId(),
                    m.notice().at(), m.channel(), m.recipient(), m.state(), m.attempts(), m.state() == MessageState.WAITING ? m.nextAt() : null,
                    m.settledAt(), m.problem(), m.resentBy());
        }
    }

    @GetMapping
    @Operation(summary = "Messages, newest first", description = "For release-managers, operators, auditors and camunda-admin.")
    @Paged
    ResponseEntity<List<MessageReport>> list(@RequestParam(required = false) String state, @Parameter(hidden = true) HttpServletRequest request) {
        Notices notices = messages.seen();
        MessageState only = Messages.state(state);
        Page page = Page.of(request);
        return page.answer(request, notices.list(only, page.offset(), page.size()).stream().map(MessageReport::of).toList(), notices.count(only));
    }

    @PostMapping("/{id}/resend")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Send a message again that is ambiguous, undeliverable or without a channel",
            description = "For release-managers, operators and camunda-admin. Once per message; 409 for others. The recipient may get an ambiguous one twice.")
    void resend(@PathVariable long id) {
        messages.resend(id);
    }
}
