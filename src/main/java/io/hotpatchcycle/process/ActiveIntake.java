package io.hotpatchcycle.process;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.bpmn.deployer.BpmnDeployer;
import org.camunda.bpm.engine.impl.cmd.DeployCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.jobexecutor.TimerStartEventJobHandler;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.runtime.CorrelationHandlerResult;
import org.camunda.bpm.engine.impl.runtime.CorrelationSet;
import org.camunda.bpm.engine.impl.runtime.DefaultCorrelationHandler;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.Job;

/**
 * Timers and messages that start processes belong to the model set in force. The engine lets them follow what was deployed last, so that one
 * file deployed from Modeler would change how the catalog is read, end it, or start something of its own, before anybody activated it.
 */
final class ActiveIntake {

    private ActiveIntake() {
    }

    /** Starts the process as the set in force has it, and none that it does not have. */
    static final class Starter extends TimerStartEventJobHandler {

        private final Supplier<Optional<String>> active;

        /** @param active deployment id of the set in force; empty before the first */
        Starter(Supplier<Optional<String>> active) {
            this.active = active;
        }

        @Override
        protected void startProcessInstance(CommandContext context, String tenantId, ProcessDefinition latest) {
            ProcessDefinition inForce = active.get().map(deployment -> context.getProcessDefinitionManager()
                    .findProcessDefinitionByDeploymentAndKey(deployment, latest.getKey())).orElse(null);
            if (inForce != null && !inForce.isSuspended()) {
                context.getProcessEngineConfiguration().getRuntimeService().createProcessInstanceById(inForce.getId()).execute();
            }
        }
    }

    /** A message that starts a process starts it as the set in force has it, whatever waits for the message since a later deployment. */
    static final class Messages extends DefaultCorrelationHandler {

        private final Supplier<Optional<String>> active;

        Messages(Supplier<Optional<String>> active) {
            this.active = active;
        }

        @Override
        public List<CorrelationHandlerResult> correlateStartMessages(CommandContext context, String message, CorrelationSet asked) {
            if (message == null) {
                return List.of();
            }
            return active.get().stream().flatMap(deployment -> context.getProcessDefinitionManager().findProcessDefinitionsByDeploymentId(deployment).stream())
                    .filter(definition -> asked.getProcessDefinitionId() == null || asked.getProcessDefinitionId().equals(definition.getId()))
                    .map(definition -> correlateStartMessageByProcessDefinitionId(context, message, definition.getId()))
                    .filter(Objects::nonNull).toList();
        }
    }

    /** After each deployment, puts the timers back to those of the set in force. */
    static final class AfterDeployment extends CommandInterceptor {

        private final Runnable follow;

        AfterDeployment(Runnable follow) {
            this.follow = follow;
        }

        @Override
        public <T> T execute(Command<T> command) {
            T result = next.execute(command);
            if (command instanceof DeployCmd) {
                follow.run();
            }
            return result;
        }
    }

    /** Lets the timers that start processes be those of this deployment and no others; changes nothing where they are. */
    record Follow(String deploymentId) implements Command<Void> {

        @Override
        public Void execute(CommandContext context) {
            Set<String> inForce = context.getProcessDefinitionManager().findProcessDefinitionsByDeploymentId(deploymentId).stream()
                    .map(ProcessDefinition::getId).collect(Collectors.toSet());
            Set<String> running = new HashSet<>();
            for (Job timer : context.getJobManager().findJobsByHandlerType(TimerStartEventJobHandler.TYPE)) {
                if (inForce.contains(timer.getProcessDefinitionId())) {
                    running.add(timer.getProcessDefinitionId());
                } else {
                    ((JobEntity) timer).delete();
                }
            }
            inForce.stream().filter(id -> !running.contains(id)).forEach(id -> new BpmnDeployer().addTimerDeclarations(
                    context.getProcessEngineConfiguration().getDeploymentCache().findDeployedProcessDefinitionById(id)));
            return null;
        }
    }
}
