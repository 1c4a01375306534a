package io.hotpatchcycle.process;

import io.hotpatchcycle.approval.DecisionRefused;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;

/**
 * A refused decision is the client's mistake: REST answers 400 with the sentence, not 500 with a trace. Of all that a
 * command may throw, completing and submitting a task answer only a failed form validation with 400.
 */
final class RefusalInterceptor extends CommandInterceptor {

    @Override
    public <T> T execute(Command<T> command) {
        try {
            return next.execute(command);
        } catch (DecisionRefused refused) {
            throw new FormFieldValidationException(null, refused.getMessage(), refused);
        } catch (ProcessEngineException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof DecisionRefused refused) {
                    throw new FormFieldValidationException(null, refused.getMessage(), refused);
                }
            }
            throw e;
        }
    }
}
