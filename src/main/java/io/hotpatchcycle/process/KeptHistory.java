package io.hotpatchcycle.process;

import java.util.Map;
import java.util.function.Supplier;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.impl.batch.history.DeleteHistoricBatchCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteAttachmentCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteDeploymentCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteHistoricCaseInstanceCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteHistoricCaseInstancesBulkCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteHistoricProcessInstancesCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteHistoricTaskInstanceCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteHistoricVariableInstanceCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteHistoricVariableInstancesByProcessInstanceIdCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteProcessDefinitionsByIdsCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteProcessDefinitionsByKeyCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteProcessInstanceCommentCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteProcessInstanceCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteProcessInstancesCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteTaskCommentCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteUserOperationLogEntryCmd;
import org.camunda.bpm.engine.impl.cmd.UpdateCommentCmd;
import org.camunda.bpm.engine.impl.cmd.UpdateDecisionDefinitionHistoryTimeToLiveCmd;
import org.camunda.bpm.engine.impl.cmd.UpdateProcessDefinitionHistoryTimeToLiveCmd;
import org.camunda.bpm.engine.impl.cmd.batch.DeleteHistoricProcessInstancesBatchCmd;
import org.camunda.bpm.engine.impl.cmd.batch.DeleteProcessInstanceBatchCmd;
import org.camunda.bpm.engine.impl.cmd.batch.removaltime.SetRemovalTimeToHistoricBatchesCmd;
import org.camunda.bpm.engine.impl.cmd.batch.removaltime.SetRemovalTimeToHistoricDecisionInstancesCmd;
import org.camunda.bpm.engine.impl.cmd.batch.removaltime.SetRemovalTimeToHistoricProcessInstancesCmd;
import org.camunda.bpm.engine.impl.dmn.cmd.DeleteHistoricDecisionInstanceByDefinitionIdCmd;
import org.camunda.bpm.engine.impl.dmn.cmd.DeleteHistoricDecisionInstanceByInstanceIdCmd;
import org.camunda.bpm.engine.impl.dmn.cmd.DeleteHistoricDecisionInstancesBatchCmd;
import org.camunda.bpm.engine.impl.dmn.cmd.DeleteHistoricDecisionInstancesBulkCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;

/**
 * Nobody deletes by hand what an auditor will ask for, whatever his rights and whatever the way in: neither history nor the models it ran by,
 * nor what still runs, nor is any of it given an earlier end. The program's own cleaning, by time to live and legal holds, goes on.
 */
final class KeptHistory extends CommandInterceptor {

    private static final String MODELS = "A deployed model set is kept, and so is every version in it: cycles run by it, and a year later their course is shown on it. "
            + "Deploy and activate another set instead.";
    private static final String HISTORY = "History is not deleted by hand: a year later it must show who decided what. It goes by its time to live, "
            + "where no legal hold keeps it.";
    private static final String RUNNING = "What runs is not deleted: approvals in Intune would stay open with nobody to watch them. Stop a cycle on its page and abandon it, "
            + "or decide what waits in Tasklist.";
    private static final String AGE = "How long history is kept is not changed by hand: the models say it, and hotpatch.retention.";
    private static final String WORDS = "What somebody wrote stays as it was written. Add another comment.";

    private static final Map<Class<?>, String> REFUSED = Map.ofEntries(
            Map.entry(DeleteDeploymentCmd.class, MODELS), Map.entry(DeleteProcessDefinitionsByIdsCmd.class, MODELS),
            Map.entry(DeleteProcessDefinitionsByKeyCmd.class, MODELS),
            Map.entry(DeleteProcessInstanceCmd.class, RUNNING), Map.entry(DeleteProcessInstancesCmd.class, RUNNING),
            Map.entry(DeleteProcessInstanceBatchCmd.class, RUNNING),
            Map.entry(DeleteHistoricProcessInstancesCmd.class, HISTORY), Map.entry(DeleteHistoricProcessInstancesBatchCmd.class, HISTORY),
            Map.entry(DeleteHistoricTaskInstanceCmd.class, HISTORY), Map.entry(DeleteHistoricVariableInstanceCmd.class, HISTORY),
            Map.entry(DeleteHistoricVariableInstancesByProcessInstanceIdCmd.class, HISTORY),
            Map.entry(DeleteHistoricDecisionInstanceByDefinitionIdCmd.class, HISTORY), Map.entry(DeleteHistoricDecisionInstanceByInstanceIdCmd.class, HISTORY),
            Map.entry(DeleteHistoricDecisionInstancesBatchCmd.class, HISTORY), Map.entry(DeleteHistoricDecisionInstancesBulkCmd.class, HISTORY),
            Map.entry(DeleteHistoricCaseInstanceCmd.class, HISTORY), Map.entry(DeleteHistoricCaseInstancesBulkCmd.class, HISTORY),
            Map.entry(DeleteHistoricBatchCmd.class, HISTORY), Map.entry(DeleteUserOperationLogEntryCmd.class, HISTORY),
            Map.entry(UpdateProcessDefinitionHistoryTimeToLiveCmd.class, AGE), Map.entry(UpdateDecisionDefinitionHistoryTimeToLiveCmd.class, AGE),
            Map.entry(SetRemovalTimeToHistoricProcessInstancesCmd.class, AGE), Map.entry(SetRemovalTimeToHistoricDecisionInstancesCmd.class, AGE),
            Map.entry(SetRemovalTimeToHistoricBatchesCmd.class, AGE),
            Map.entry(DeleteTaskCommentCmd.class, WORDS), Map.entry(DeleteProcessInstanceCommentCmd.class, WORDS), Map.entry(UpdateCommentCmd.class, WORDS),
            Map.entry(DeleteAttachmentCmd.class, WORDS));

    private final Supplier<IdentityService> identity;

    KeptHistory(Supplier<IdentityService> identity) {
        this.identity = identity;
    }

    @Override
    public <T> T execute(Command<T> command) {
        String why = REFUSED.get(command.getClass());
        if (why != null && identity.get().getCurrentAuthentication() != null) {
            throw new AuthorizationException(why + " Nothing has changed.");
        }
        return next.execute(command);
    }
}
