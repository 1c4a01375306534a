package io.hotpatchcycle.process;

import io.hotpatchcycle.approval.DecisionRefused;
import java.util.function.Supplier;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;

/**
 * A refused decision, a model that brings code and one that nobody approved are the client's mistake: REST answers 400 with the sentence, not 500 with
 * a trace. Of all that a
 * command may throw, completing and submitting a task answer only a failed form validation with 400.
 */
final class RefusalInterceptor extends CommandInterceptor {

    private final Supplier<RefusedDecisions> refused;

    /** @param refused told of each refusal once its transaction is gone; gives null where nobody listens */
    RefusalInterceptor(Supplier<RefusedDecisions> refused) {
        this.refused = refused;
    }

    @Override
    public <T> T execute(Command<T> command) {
        try {
            return next.execute(command);
        } catch (DecisionRefused refused) {
            throw new FormFieldValidationException(null, refused.getMessage(), refused);
        } catch (ProcessEngineException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof ModelBringsCode || cause instanceof ApprovedSteps.NeverInUse) {
                    throw (BadUserRequestException) cause;
                }
                if (cause instanceof DecisionRefused refusal) {
                    tell(refusal);
                    throw new FormFieldValidationException(null, refusal.getMessage(), refusal);
                }
            }
            throw e;
        }
    }

    private void tell(DecisionRefused refusal) {
        RefusedDecisions listener = Context.getCommandContext() == null ? refused.get() : null;
        if (listener != null) {
            listener.settle(refusal);
        }
    }
}
