package io.hotpatchcycle.process;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.camunda.bpm.engine.impl.bpmn.deployer.BpmnDeployer;
import org.camunda.bpm.engine.impl.cmd.DeployCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.jobexecutor.TimerStartEventJobHandler;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.repository.ProcessDefinition;

/**
 * Timers that start processes belong to the model set in force. The engine lets them follow what was deployed last, so that one file
 * deployed from Modeler would change how the catalog is read, or end it, before anybody activated it.
 */
final class ActiveIntake {

    private ActiveIntake() {
    }

    /** Starts the process as the set in force has it. */
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
            if (inForce == null || inForce.getId().equals(latest.getId())) {
                super.startProcessInstance(context, tenantId, latest);
            } else if (!inForce.isSuspended()) {
                context.getProcessEngineConfiguration().getRuntimeService().createProcessInstanceById(inForce.getId()).execute();
            }
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

    /** Lets the timers that start a process be those of this deployment; changes nothing where they are. */
    record Follow(String deploymentId, String processKey) implements Command<Void> {

        @Override
        public Void execute(CommandContext context) {
            ProcessDefinitionEntity definition = context.getProcessEngineConfiguration().getDeploymentCache()
                    .findDeployedProcessDefinitionByDeploymentAndKey(deploymentId, processKey);
            List<JobEntity> timers = context.getJobManager().findJobsByConfiguration(TimerStartEventJobHandler.TYPE, processKey, null);
            if (timers.isEmpty() || timers.stream().anyMatch(timer -> !definition.getId().equals(timer.getProcessDefinitionId()))) {
                timers.forEach(JobEntity::delete);
                new BpmnDeployer().addTimerDeclarations(definition);
            }
            return null;
        }
    }
}
