package io.hotpatchcycle.notice;

import io.hotpatchcycle.approval.ApprovalView;
import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.notice.Channel.Outcome;
import io.hotpatchcycle.rollout.ShortTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits, on any number of nodes. A message is leased before it is sent and settled afterwards; who dies in
 * between leaves one that nobody can tell was sent, and it is not sent again by itself.
 */
final class Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    /** Longer than any attempt can take. */
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);
    private static final int NOTICES_AT_ONCE = 50;
    private static final int LONGEST_PROBLEM = 500;

    private final NoticeRows notices;
    private final MessageRows messages;
    private final Addressing addressing;
    private final Teller teller;
    private final Map<ChannelKind, Channel> channels = new EnumMap<>(ChannelKind.class);
    private final List<Duration> waits;
    private final Approvals approvals;
    private final ShortTransactions transactions;
    private final Trail trail;
    private final Clock wallClock;

    /** @param waits before the second attempt, the third and so on; after the last one it is given up */
    Delivery(NoticeRows notices, MessageRows messages, Addressing addressing, Teller teller, List<Channel> channels, List<Duration> waits,
             Approvals approvals, ShortTransactions transactions, Trail trail, Clock wallClock) {
        this.notices = notices;
        this.messages = messages;
        this.addressing = addressing;
        this.teller = teller;
        channels.forEach(channel -> this.channels.put(channel.kind(), channel));
        this.waits = List.copyOf(waits);
        this.approvals = approvals;
        this.transactions = transactions;
        this.trail = trail;
        this.wallClock = wallClock;
    }

    /** Draws up the messages of notices that have none yet. */
    void address() {
        transactions.run(() -> {
            for (Notice notice : notices.takeUnaddressed(NOTICES_AT_ONCE)) {
                Instant now = wallClock.instant();
                for (Addressing.Address a : addressing.of(notice)) {
                    messages.insert(notice.eventId(), a.channel(), a.recipient(), a.state(), a.problem(), now);
                    if (a.state() == MessageState.UNDELIVERABLE) {
                        report("notice.undeliverable", notice, a.channel(), a.recipient(), a.problem());
                    }
                }
                notices.setAddressed(notice.eventId(), now);
            }
            return null;
        });
    }

    /** What a dead sender left: sent again only where the other side drops what it gets twice. */
    void takeUp() {
        transactions.run(() -> {
            messages.takeAbandoned(wallClock.instant()).forEach(id -> messages.find(id).ifPresent(m -> settle(m, m.channel().dropsRepeats()
                    ? Outcome.later("The program ended while this was being sent.")
                    : Outcome.ambiguous("The program ended while this was being sent."))));
            return null;
        });
    }

    /**
     * Sends the next message that is due.
     *
     * @return false when none was
     */
    boolean sendNext() {
        Instant now = wallClock.instant();
        Optional<Message> next = transactions.run(() -> messages.lease(now, now.plus(LEASE)));
        next.ifPresent(message -> {
            Outcome outcome = attempt(message);
            transactions.run(() -> {
                if (outcome == null) {
                    messages.settle(message, MessageState.DROPPED, "Decided before it was sent.", message.nextAt(), wallClock.instant());
                } else {
                    settle(message, outcome);
                }
                return null;
            });
        });
        return next.isPresent();
    }

    /** Null when there is nothing left to tell. */
    private Outcome attempt(Message message) {
        Channel channel = channels.get(message.channel());
        if (channel == null) {
            return Outcome.refused("No channel of this kind is configured any more.");
        }
        try {
            Notice notice = message.notice();
            ApprovalView asked = notice.kind().isTask() ? approvals.find(notice.taskId()).orElse(null) : null;
            if (asked != null && asked.decision() != null && message.channel() != ChannelKind.WEBHOOK) {
                return null;
            }
            return channel.send(message, teller.tell(notice, asked));
        } catch (RuntimeException e) {
            // a fault of ours: whether the message left before it is not known
            LOG.warn("Message {} to {} failed", message.id(), message.recipient(), e);
            return Outcome.ambiguous("A fault of the program: " + e.getClass().getSimpleName() + ". The log says more.");
        }
    }

    private void settle(Message m, Outcome outcome) {
        Instant now = wallClock.instant();
        String problem = shortened(outcome.problem());
        switch (outcome.result()) {
            case SENT -> messages.settle(m, MessageState.SENT, "", m.nextAt(), now);
            case LATER -> {
                if (m.attempts() <= waits.size()) {
                    messages.settle(m, MessageState.WAITING, problem, now.plus(pause(m.attempts(), outcome.after())), now);
                } else {
                    giveUp(m, "Given up after " + m.attempts() + " attempts. " + problem, now);
                }
            }
            case REFUSED -> giveUp(m, problem, now);
            case AMBIGUOUS -> {
                if (messages.settle(m, MessageState.AMBIGUOUS, problem, m.nextAt(), now)) {
                    report("notice.ambiguous", m.notice(), m.channel(), m.recipient(), problem);
                }
            }
        }
    }

    private Duration pause(int attempts, Duration wanted) {
        Duration ours = waits.get(attempts - 1);
        return wanted == null || wanted.compareTo(ours) < 0 ? ours : wanted.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wanted;
    }

    private void giveUp(Message m, String problem, Instant now) {
        if (messages.settle(m, MessageState.UNDELIVERABLE, problem, m.nextAt(), now)) {
            report("notice.undeliverable", m.notice(), m.channel(), m.recipient(), problem);
        }
    }

    /** Without the cycle in the row: what an ended cycle's trail says must not change any more. */
    private void report(String type, Notice notice, ChannelKind channel, String recipient, String problem) {
        trail.system(type, null, null, Map.of("notice", notice.eventId(), "kind", notice.kind().name(), "cycle", notice.cycleId() == null ? "" : notice.cycleId(),
                "channel", channel.name(), "recipient", recipient, "problem", problem));
        LOG.warn("{} of {} to {} by {}: {}", "notice.ambiguous".equals(type) ? "Nobody knows whether the notice" : "Undeliverable: notice",
                notice.kind() + " " + notice.eventId(), recipient, channel, problem);
    }

    private static String shortened(String problem) {
        String line = Teller.line(problem);
        return line.length() <= LONGEST_PROBLEM ? line : line.substring(0, LONGEST_PROBLEM);
    }
}
