package io.hotpatchcycle.notice;

import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.approval.Substitutes;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.rollout.ShortTransactions;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Messages to people and programs: what becomes of them, and how one is sent again. Face of this package. */
public final class Notices {

    private static final int AT_ONCE = 200;

    private final NoticeRows notices;
    private final MessageRows messages;
    private final Delivery delivery;
    private final ShortTransactions transactions;
    private final Trail trail;
    private final Clock wallClock;

    public Notices(Storage storage, People people, Settings settings, Trail trail, Clock wallClock) {
        this.notices = storage.notices();
        this.messages = storage.messages();
        this.transactions = storage.transactions();
        this.trail = trail;
        this.wallClock = wallClock;
        this.delivery = new Delivery(notices, messages, new Addressing(settings.channels(), people.directory(), people.substitutes()),
                new Teller(people.directory(), settings.address()), settings.carriers(), settings.waits(), people.approvals(), transactions, trail,
                wallClock);
    }

    /** The rows this package keeps. */
    public record Storage(NoticeRows notices, MessageRows messages, ShortTransactions transactions) {
    }

    /** Who is told, and what was asked of him. */
    public record People(Directory directory, Substitutes substitutes, Approvals approvals) {
    }

    /**
     * How it is told.
     *
     * @param mail    null without a mail server
     * @param address where people reach this program
     * @param waits   before the second attempt, the third and so on
     */
    public record Settings(Channels channels, MailChannel mail, Templates templates, URI address, List<Duration> waits) {

        List<Channel> carriers() {
            Posting posting = new Posting();
            List<Channel> always = List.of(new TeamsChannel(channels, templates, posting), new WebhookChannel(channels, posting, Clock.systemUTC()));
            return mail == null ? always : List.of(mail, always.get(0), always.get(1));
        }
    }

    /**
     * Draws up and sends what is due now; several nodes may do so at once.
     *
     * @return how many messages were tried
     */
    public int send() {
        delivery.address();
        delivery.takeUp();
        int tried = 0;
        while (tried < AT_ONCE && delivery.sendNext()) {
            tried++;
        }
        return tried;
    }

    /** Messages, newest first. @param state null for all */
    public List<Message> list(MessageState state, int offset, int limit) {
        return messages.list(state, offset, limit);
    }

    /** How many {@link #list} can list. */
    public int count(MessageState state) {
        return messages.count(state);
    }

    /** The message of this number. */
    public Optional<Message> find(long id) {
        return messages.find(id);
    }

    /**
     * Has a message sent again: to the same recipient, or, where nothing could carry it, to whoever can be reached now.
     *
     * @throws NoSuchElementException without such a message
     * @throws IllegalStateException  when it was sent, or waits, or somebody had it sent again before
     */
    public void resend(long id, String person) {
        Message message = messages.find(id).orElseThrow(() -> new NoSuchElementException("There is no message " + id + "."));
        transactions.run(() -> {
            if (!messages.markResent(id, person)) {
                throw new IllegalStateException("Message " + id + " is not one to send again: it is " + message.state()
                        + (message.resentBy() == null ? "" : ", and " + message.resentBy() + " had it sent again") + ". Nothing was sent.");
            }
            if (message.attempts() == 0) {
                notices.addressAgain(message.notice().eventId());
            } else {
                messages.insertResend(message, wallClock.instant());
            }
            trail.person(person, "notice.resent", null, null, Map.of("message", id, "notice", message.notice().eventId(), "channel",
                    message.channel().name(), "recipient", message.recipient(), "was", message.state().name()));
            return null;
        });
    }
}
