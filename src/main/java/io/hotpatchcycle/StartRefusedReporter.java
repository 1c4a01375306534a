package io.hotpatchcycle;

import java.util.Optional;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says a {@link StartRefusedException} in its one sentence instead of a stack trace. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class StartRefusedReporter implements SpringBootExceptionReporter {

    @Override
    public boolean reportException(Throwable failure) {
        Optional<StartRefusedException> refusal = StartRefusedException.in(failure);
        refusal.ifPresent(refused -> System.err.println(refused.getMessage()));
        return refusal.isPresent();
    }
}
