package io.hotpatchcycle.graph;

/** There is no complete HTTP answer: no connection, time-out, cut, or no token. */
final class NoAnswer extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean neverSent;

    NoAnswer(String message, boolean neverSent, Throwable cause) {
        super(message, cause);
        this.neverSent = neverSent;
    }

    /** Whether it is certain that Graph never saw the request. */
    boolean neverSent() {
        return neverSent;
    }
}
