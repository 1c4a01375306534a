package io.hotpatchcycle;

import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says a {@link StartRefusedException} in its one sentence instead of a stack trace. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class StartRefusedReporter implements SpringBootExceptionReporter {

    @Override
    public boolean reportException(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartRefusedException) {
                System.err.println(cause.getMessage());
                return true;
            }
        }
        return false;
    }
}
