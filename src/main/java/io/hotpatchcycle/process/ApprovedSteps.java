package io.hotpatchcycle.process;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.delegate.BaseDelegateExecution;
import org.camunda.bpm.engine.impl.bpmn.delegate.ExecutionListenerInvocation;
import org.camunda.bpm.engine.impl.bpmn.delegate.JavaDelegateInvocation;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.delegate.DefaultDelegateInterceptor;
import org.camunda.bpm.engine.impl.delegate.DelegateInvocation;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.task.delegate.TaskListenerInvocation;

/**
 * The steps of this program work for models that were taken into use, so that two people saw them, and for no other: whoever may deploy and start
 * could otherwise put steps into an order of his own, or ask people on a form of his own.
 */
final class ApprovedSteps extends DefaultDelegateInterceptor {

    private final Supplier<Optional<ModelSetRows>> sets;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** @param sets asked late: the engine is built before them */
    ApprovedSteps(Supplier<Optional<ModelSetRows>> sets) {
        this.sets = sets;
    }

    @Override
    public void handleInvocation(DelegateInvocation invocation) throws Exception {
        if (isOfAModel(invocation)) {
            ProcessDefinitionEntity model = model(invocation.getContextExecution());
            if (!known(model.getDeploymentId())) {
                throw new NeverInUse("Process '" + model.getKey() + "' belongs to deployment " + model.getDeploymentId() + ", which was never in use as a "
                        + "model set, so nobody approved it: its steps do nothing. Have the set taken into use first, or start the process of the set in use. Nothing has changed.");
            }
        }
        super.handleInvocation(invocation);
    }

    /** A step or a listener that a model names. Listeners that the program adds to every task come with their execution. */
    private static boolean isOfAModel(DelegateInvocation invocation) {
        return invocation instanceof JavaDelegateInvocation || invocation instanceof ExecutionListenerInvocation
                || invocation instanceof TaskListenerInvocation && invocation.getContextExecution() == null;
    }

    private static ProcessDefinitionEntity model(BaseDelegateExecution execution) {
        ExecutionEntity at = execution == null ? Context.getBpmnExecutionContext().getExecution() : (ExecutionEntity) execution;
        return at.getProcessDefinition();
    }

    /** A set that was in use stays one that was. */
    private boolean known(String deployment) {
        if (!known.contains(deployment) && sets.get().map(rows -> rows.everInUse(deployment)).orElse(false)) {
            known.add(deployment);
        }
        return known.contains(deployment);
    }

    /** REST answers 400 with the sentence. */
    static final class NeverInUse extends BadUserRequestException {

        private static final long serialVersionUID = 1L;

        NeverInUse(String message) {
            super(message);
        }
    }
}
