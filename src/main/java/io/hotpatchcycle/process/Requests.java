package io.hotpatchcycle.process;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.identity.Authentication;

/** Requests that a start form or REST makes: an instance of the active model set, and the person who asks. */
final class Requests {

    private final ModelSets modelSets;
    private final RuntimeService runtime;
    private final IdentityService identity;
    private final String author;

    /** @param author variable that names who asks */
    Requests(ModelSets modelSets, RuntimeService runtime, IdentityService identity, String author) {
        this.modelSets = modelSets;
        this.runtime = runtime;
        this.identity = identity;
        this.author = author;
    }

    /**
     * Starts the process as this person, who may have no right to start it in the engine.
     *
     * @param given  by the names of the start form
     * @param number variable that holds the request's number once it was recorded
     * @return that number
     */
    long start(String process, Map<String, Object> given, String person, Variable<Double> number) {
        return AsTheProgram.get(identity, () -> {
            Map<String, Object> variables = new HashMap<>(given);
            variables.put(author, person);
            String id = runtime.startProcessInstanceById(modelSets.definition(process), variables).getId();
            return ((Number) runtime.getVariable(id, number.name())).longValue();
        });
    }

    /** Who asks: the person signed in, or while nobody is the one {@link #start} was told; null when neither. */
    String author(VariableScope scope) {
        Authentication who = identity.getCurrentAuthentication();
        return who != null && who.getUserId() != null ? who.getUserId() : (String) scope.getVariable(author);
    }

    /** The groups of the person signed in, as of this call; null when nobody is, so that the program asks for somebody whose right it has checked. */
    List<String> groups() {
        Authentication who = identity.getCurrentAuthentication();
        return who == null || who.getUserId() == null ? null : who.getGroupIds() == null ? List.of() : who.getGroupIds();
    }

    /** What the form wrote into a field; empty when nothing. */
    static String text(VariableScope scope, String name) {
        Object value = scope.getVariable(name);
        return value == null ? "" : value.toString();
    }
}
