package io.hotpatchcycle.notice;

/** Where a message stands. */
public enum MessageState {
    /** Will be sent, for the first time or again. */
    WAITING,
    /** Is being sent. */
    SENDING,
    /** Was accepted by the other side. */
    SENT,
    /** May have been sent or not; it is not sent again by itself. */
    AMBIGUOUS,
    /** Was given up. */
    UNDELIVERABLE,
    /** Nothing is configured that could carry it. */
    NO_CHANNEL,
    /** Was not sent, because the decision was taken before. */
    DROPPED;

    /** Whether a person may have it sent again. */
    public boolean mayBeResent() {
        return this == AMBIGUOUS || this == UNDELIVERABLE || this == NO_CHANNEL;
    }
}
