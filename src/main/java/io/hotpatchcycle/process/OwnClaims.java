package io.hotpatchcycle.process;

import java.util.List;
import java.util.function.Consumer;
import org.camunda.bpm.engine.history.UserOperationLogEntry;
import org.camunda.bpm.engine.impl.TaskServiceImpl;
import org.camunda.bpm.engine.impl.cfg.CommandChecker;
import org.camunda.bpm.engine.impl.cmd.AssignTaskCmd;
import org.camunda.bpm.engine.impl.cmd.ClaimTaskCmd;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;

/**
 * Whose a task is, is said by who works on it. Every candidate claims it for himself, gives it back, and takes it over from another: who claimed first may be
 * kept from deciding by a rule. To set anybody else takes the right to assign tasks, by way of a claim too. The engine's log, and with it the trail, has
 * who did it, whose the task was and whose it is; nobody decides by being assigned.
 */
final class OwnClaims extends TaskServiceImpl {

    @Override
    public void claim(String taskId, String userId) {
        if (byPerson()) {
            commandExecutor.execute(new Claim(taskId, userId));
        } else {
            super.claim(taskId, userId);
        }
    }

    @Override
    public void setAssignee(String taskId, String userId) {
        if (byPerson()) {
            commandExecutor.execute(new Assign(taskId, userId));
        } else {
            super.setAssignee(taskId, userId);
        }
    }

    /** What the program does by itself is not checked. */
    private boolean byPerson() {
        return commandExecutor.execute(context -> person(context) != null);
    }

    private static String person(CommandContext context) {
        Authentication signedIn = context.getAuthentication();
        return signedIn == null ? null : signedIn.getUserId();
    }

    /** Whether this person is among those who were asked. */
    private static boolean candidate(TaskEntity task, CommandContext context) {
        List<String> groups = context.getAuthentication().getGroupIds();
        return task.getCandidates().stream().anyMatch(link -> person(context).equals(link.getUserId())
                || link.getGroupId() != null && groups != null && groups.contains(link.getGroupId()));
    }

    private static void each(CommandContext context, Consumer<CommandChecker> check) {
        context.getProcessEngineConfiguration().getCommandCheckers().forEach(check);
    }

    /** For oneself as a candidate, from whomever; for somebody else with the right to assign, where nobody has it. */
    private static final class Claim extends ClaimTaskCmd {

        private static final long serialVersionUID = 1L;

        Claim(String taskId, String userId) {
            super(taskId, userId);
        }

        @Override
        public Void execute(CommandContext context) {
            TaskEntity task = taskId == null ? null : context.getTaskManager().findTaskById(taskId);
            if (task == null || task.getAssignee() == null || !person(context).equals(userId) || !candidate(task, context)) {
                return super.execute(context);
            }
            checkClaimTask(task, context);
            task.setAssignee(userId);
            task.triggerUpdateEvent();
            task.logUserOperation(UserOperationLogEntry.OPERATION_TYPE_CLAIM);
            return null;
        }

        @Override
        protected void checkClaimTask(TaskEntity task, CommandContext context) {
            super.checkClaimTask(task, context);
            if (!person(context).equals(userId)) {
                each(context, checker -> checker.checkTaskAssign(task));
            }
        }
    }

    /** Nobody, or oneself, as a candidate; anybody with the right to assign. */
    private static final class Assign extends AssignTaskCmd {

        private static final long serialVersionUID = 1L;

        Assign(String taskId, String userId) {
            super(taskId, userId);
        }

        @Override
        protected void checkTaskAgainstContext(TaskEntity task, CommandContext context) {
            String person = person(context);
            if (userId == null && person.equals(task.getAssignee()) || (userId == null || person.equals(userId)) && candidate(task, context)) {
                each(context, checker -> checker.checkTaskWork(task));
            } else {
                super.checkTaskAgainstContext(task, context);
            }
        }
    }
}
