package io.hotpatchcycle.process;

import io.hotpatchcycle.approval.DecisionRefused;
import io.hotpatchcycle.approval.ExemptionRequest;
import io.hotpatchcycle.approval.ExemptionScope;
import io.hotpatchcycle.process.model.ExceptionRequestModel;
import java.util.Arrays;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.VariableScope;

/** Starts requests for exemptions, and reads what their start form wrote. */
public final class ExceptionStarts {

    private static final String SCOPE = ExceptionRequestModel.Variables.EXEMPTION_SCOPE;
    private static final String TARGET = ExceptionRequestModel.Variables.EXEMPTION_TARGET;
    private static final String REASON = ExceptionRequestModel.Variables.EXEMPTION_REASON;
    private static final String CONTROL = ExceptionRequestModel.Variables.COMPENSATING_CONTROL;
    private static final String EXPIRES_ON = ExceptionRequestModel.Variables.EXPIRES_ON;

    private final Requests requests;

    ExceptionStarts(ModelSets modelSets, RuntimeService runtime, IdentityService identity) {
        this.requests = new Requests(modelSets, runtime, identity, "exemptionAuthor");
    }

    /**
     * Asks for an exemption as this person, on the active model set.
     *
     * @param given by the names of the start form
     * @return its number
     * @throws DecisionRefused when something is missing or makes no sense; nothing was started
     */
    public long start(Map<String, Object> given, String person) {
        return requests.start(ExceptionRequestModel.PROCESS, given, person, Variables.EXEMPTION_ID);
    }

    /** Who asks: the person signed in, or the one {@link #start} was told while nobody is; null when neither. */
    public String author(VariableScope scope) {
        return requests.author(scope);
    }

    /** What the start form wrote. */
    public static ExemptionRequest request(VariableScope scope) {
        return new ExemptionRequest(scope(Requests.text(scope, SCOPE)), Requests.text(scope, TARGET), Requests.text(scope, REASON), Requests.text(scope, CONTROL),
                GivenTime.read(EXPIRES_ON, scope.getVariable(EXPIRES_ON), "when it ends"), null);
    }

    private static ExemptionScope scope(String name) {
        return Arrays.stream(ExemptionScope.values()).filter(s -> s.name().equals(name)).findFirst().orElseThrow(() -> new DecisionRefused(
                "'" + SCOPE + "' must be one of " + Arrays.toString(ExemptionScope.values()) + ", not '" + name + "'."));
    }
}
