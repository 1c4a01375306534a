package io.hotpatchcycle.notice;

import java.time.Instant;

/**
 * A notice on its way to one recipient by one channel.
 *
 * @param recipient an address, a group, or the name of a webhook; never a URL, which may be a secret
 * @param number    1; each resend by a person is one more
 * @param nextAt    wall time, like {@code settledAt}
 * @param problem   why it is not sent yet, or never was
 * @param resentBy  who had it sent again; null when nobody did
 */
public record Message(long id, Notice notice, ChannelKind channel, String recipient, int number, MessageState state, int attempts, Instant nextAt,
                      Instant settledAt, String problem, String resentBy) {

    /** The same for every attempt at the same message, and for no other. */
    public String key() {
        return notice.eventId() + "/" + channel + "/" + recipient;
    }
}
