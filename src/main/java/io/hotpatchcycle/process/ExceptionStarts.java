package io.hotpatchcycle.process;

import io.hotpatchcycle.approval.DecisionRefused;
import io.hotpatchcycle.approval.ExemptionRequest;
import io.hotpatchcycle.approval.ExemptionScope;
import io.hotpatchcycle.process.model.ExceptionRequestModel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.identity.Authentication;

/** Starts requests for exemptions, and reads what their start form wrote. */
public final class ExceptionStarts {

    private static final String SCOPE = ExceptionRequestModel.Variables.EXEMPTION_SCOPE;
    private static final String TARGET = ExceptionRequestModel.Variables.EXEMPTION_TARGET;
    private static final String REASON = ExceptionRequestModel.Variables.EXEMPTION_REASON;
    private static final String CONTROL = ExceptionRequestModel.Variables.COMPENSATING_CONTROL;
    private static final String EXPIRES_ON = ExceptionRequestModel.Variables.EXPIRES_ON;

    private static final String AUTHOR = "exemptionAuthor";

    private final ModelSets modelSets;
    private final RuntimeService runtime;
    private final IdentityService identity;

    ExceptionStarts(ModelSets modelSets, RuntimeService runtime, IdentityService identity) {
        this.modelSets = modelSets;
        this.runtime = runtime;
        this.identity = identity;
    }

    /**
     * Asks for an exemption as this person, on the active model set.
     *
     * @param given by the names of the start form
     * @return its number
     * @throws DecisionRefused when something is missing or makes no sense; nothing was started
     */
    public long start(Map<String, Object> given, String person) {
        Authentication before = identity.getCurrentAuthentication();
        // Who may ask was decided before; the engine's own rights must not keep the request, but it needs its author.
        identity.clearAuthentication();
        try {
            Map<String, Object> variables = new HashMap<>(given);
            variables.put(AUTHOR, person);
            String id = runtime.startProcessInstanceById(modelSets.definition(ExceptionRequestModel.PROCESS), variables).getId();
            return ((Number) runtime.getVariable(id, Variables.EXEMPTION_ID.name())).longValue();
        } finally {
            identity.setAuthentication(before);
        }
    }

    /** Who asks: the person signed in, or the one {@link #start} was told while nobody is; null when neither. */
    public String author(VariableScope scope) {
        Authentication who = identity.getCurrentAuthentication();
        return who != null && who.getUserId() != null ? who.getUserId() : (String) scope.getVariable(AUTHOR);
    }

    /** What the start form wrote. */
    public static ExemptionRequest request(VariableScope scope) {
        return new ExemptionRequest(scope(text(scope, SCOPE)), text(scope, TARGET), text(scope, REASON), text(scope, CONTROL),
                GivenTime.read(EXPIRES_ON, scope.getVariable(EXPIRES_ON), "when it ends"), null);
    }

    private static ExemptionScope scope(String name) {
        return Arrays.stream(ExemptionScope.values()).filter(s -> s.name().equals(name)).findFirst().orElseThrow(() -> new DecisionRefused(
                "'" + SCOPE + "' must be one of " + Arrays.toString(ExemptionScope.values()) + ", not '" + name + "'."));
    }

    private static String text(VariableScope scope, String name) {
        Object value = scope.getVariable(name);
        return value == null ? "" : value.toString();
    }
}
