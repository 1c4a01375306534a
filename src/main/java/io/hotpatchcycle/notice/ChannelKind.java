package io.hotpatchcycle.notice;

/** How a message travels. */
public enum ChannelKind {
    /** To an address. */
    MAIL,
    /** As a card to the workflow of a group in Teams. */
    TEAMS,
    /** Signed, to a program. */
    WEBHOOK,
    /** Not at all: nothing is configured. */
    NONE;

    /** Whether the other side drops what it gets twice, so that an attempt without an answer may be repeated. */
    boolean dropsRepeats() {
        return this == WEBHOOK;
    }
}
