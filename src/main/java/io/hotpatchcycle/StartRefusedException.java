package io.hotpatchcycle;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The program cannot start as configured, and one sentence says why and what to do next.
 *
 * <p>The message is printed as it stands and without a stack trace, so it must be complete and plain.
 */
public class StartRefusedException extends RuntimeException {

    /** The refusal that a failed start ended in; empty when it failed otherwise. */
    public static Optional<StartRefusedException> in(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).filter(StartRefusedException.class::isInstance)
                .map(StartRefusedException.class::cast).findFirst();
    }

    /** @param sentence what happened and what to do next */
    public StartRefusedException(String sentence) {
        super(sentence);
    }

    /** @param sentence what happened and what to do next; the cause is kept for debug logs only */
    public StartRefusedException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
