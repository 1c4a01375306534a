package io.hotpatchcycle.access;

import io.hotpatchcycle.notice.NoticeKind;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.batch.Batch;
import org.camunda.bpm.engine.externaltask.LockedExternalTask;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.management.Metrics;
import org.camunda.bpm.engine.repository.DeploymentWithDefinitions;
import org.camunda.bpm.engine.task.Task;
import org.springframework.jdbc.core.JdbcTemplate;

/** One of everything that a call may name, made for the access matrix and gone afterwards: ids by name. */
final class Things implements AutoCloseable {

    private static final String OWN = "matrix";

    private final ProcessEngine engine;
    private final JdbcTemplate jdbc;
    private final Map<String, String> ids = new TreeMap<>();

    Things(ProcessEngine engine, JdbcTemplate jdbc) {
        this.engine = engine;
        this.jdbc = jdbc;
        theCycle();
        ownInstance();
        people();
        ownRows();
    }

    Map<String, String> ids() {
        return ids;
    }

    private void theCycle() {
        Task task = engine.getTaskService().createTaskQuery().taskDefinitionKey("approveChange").singleResult();
        ids.put("task", task.getId());
        ids.put("process-instance", task.getProcessInstanceId());
        ids.put("definition", task.getProcessDefinitionId());
        // one that stays while all are asked: a deadline of the approval
        ids.put("job", engine.getManagementService().createJobQuery().processDefinitionKey("patch-cycle").timers().orderByJobDuedate().desc().listPage(0, 1).get(0).getId());
        ids.put("job-definition", engine.getManagementService().createJobDefinitionQuery().processDefinitionKey("patch-cycle").listPage(0, 1).get(0).getId());
        ids.put("mapping", engine.getRuntimeService().createMigrationPlan(task.getProcessDefinitionId(), task.getProcessDefinitionId()).mapEqualActivities().build().getInstructions()
                .stream().map(i -> "{\"sourceActivityIds\":[\"" + i.getSourceActivityId() + "\"],\"targetActivityIds\":[\"" + i.getTargetActivityId() + "\"],\"updateEventTrigger\":"
                        + i.isUpdateEventTrigger() + "}").collect(Collectors.joining(",", "[", "]")));
        ids.put("cycles", jdbc.queryForObject("select id from hotpatch.cycle order by no desc limit 1", String.class));
        ids.put("tasks", task.getId());
        ids.put("asking", engine.getRepositoryService().createProcessDefinitionQuery().processDefinitionKey("exception-request").latestVersion().singleResult().getId());
        ids.put("devices", jdbc.queryForObject("select id from hotpatch.device order by no limit 1", String.class));
    }

    private void ownInstance() {
        DeploymentWithDefinitions deployment = engine.getRepositoryService().createDeployment().name(OWN).addClasspathResource("access/matrix.bpmn")
                .deployWithResult();
        DeploymentWithDefinitions decision = engine.getRepositoryService().createDeployment().name(OWN).addClasspathResource("access/matrix.dmn").deployWithResult();
        ids.put("own-deployment", deployment.getId());
        ids.put("deployment", decision.getId());
        ids.put("resources", engine.getRepositoryService().getDeploymentResources(decision.getId()).get(0).getId());
        deployment.getDeployedProcessDefinitions().forEach(d -> ids.put(d.getKey(), d.getId()));
        decision.getDeployedDecisionDefinitions().stream().filter(d -> d.getKey().equals("matrix-decision")).forEach(d -> ids.put("decision-definition", d.getId()));
        ids.put("decision-requirements-definition", decision.getDeployedDecisionRequirementsDefinitions().get(0).getId());
        RuntimeService runtime = engine.getRuntimeService();
        String instance = runtime.startProcessInstanceByKey(OWN, OWN).getId();
        ids.put("own-instance", instance);
        runtime.setVariable(instance, "note", "x");
        runtime.setVariable(instance, "bytes", new byte[] {1});
        ids.put("receiving", runtime.createExecutionQuery().processInstanceId(instance).activityId("receive").singleResult().getId());
        ids.put("catching", runtime.createExecutionQuery().processInstanceId(instance).messageEventSubscriptionName("matrixMessage").singleResult().getId());
        Task own = engine.getTaskService().createTaskQuery().processInstanceId(instance).singleResult();
        ids.put("own-task", own.getId());
        engine.getTaskService().setVariableLocal(own.getId(), "note", "x");
        engine.getTaskService().setVariableLocal(own.getId(), "bytes", new byte[] {1});
        Task alone = engine.getTaskService().newTask();
        alone.setName(OWN);
        engine.getTaskService().saveTask(alone);
        engine.getTaskService().addCandidateGroup(alone.getId(), "change-managers");
        ids.put("task-alone", alone.getId());
        LockedExternalTask external = engine.getExternalTaskService().fetchAndLock(1, OWN).topic(OWN, Duration.ofDays(9).toMillis()).execute().get(0);
        ids.put("external-task", external.getId());
        ids.put("incident", runtime.createIncident(OWN, ids.get("receiving"), OWN).getId());
        String timer = engine.getManagementService().createJobQuery().processInstanceId(instance).timers().singleResult().getId();
        ids.put("own-job", timer);
        ids.put("own-job-definition", engine.getManagementService().createJobDefinitionQuery().processDefinitionKey(OWN).singleResult().getId());
        Batch batch = engine.getManagementService().setJobRetriesAsync(java.util.List.of(timer), 3);
        engine.getManagementService().suspendBatchById(batch.getId());
        ids.put("batch", batch.getId());
        ids.put("ended", runtime.startProcessInstanceByKey("matrix-idle").getId());
        engine.getDecisionService().evaluateDecisionTableByKey("matrix-decision").variables(Map.of()).evaluate();
        ids.put("decision-instance", engine.getHistoryService().createHistoricDecisionInstanceQuery().decisionDefinitionKey("matrix-decision").singleResult().getId());
        ids.put("variable-instance", engine.getHistoryService().createHistoricVariableInstanceQuery().processInstanceId(instance).variableName("note").listPage(0, 1).get(0).getId());
        history(instance);
        ids.put("user-operation", engine.getHistoryService().createUserOperationLogQuery().deploymentId(deployment.getId()).listPage(0, 1).get(0).getOperationId());
        ids.put("comment", engine.getTaskService().createComment(own.getId(), instance, "x").getId());
        ids.put("cycle-comment", engine.getTaskService().createComment(ids.get("task"), ids.get("process-instance"), "x").getId());
        ids.put("attachment", engine.getTaskService().createAttachment("text", ids.get("task"), null, OWN, "x", new ByteArrayInputStream(new byte[] {1})).getId());
    }

    private void history(String instance) {
        HistoryService history = engine.getHistoryService();
        ids.put("instances", ids.get("ended"));
        ids.put("activity-instance", history.createHistoricActivityInstanceQuery().processInstanceId(instance).listPage(0, 1).get(0).getId());
        ids.put("detail", history.createHistoricDetailQuery().variableUpdates().processInstanceId(instance).listPage(0, 1).get(0).getId());
        ids.put("bytes", history.createHistoricVariableInstanceQuery().processInstanceId(instance).variableName("bytes").listPage(0, 1).get(0).getId());
        ids.put("bytes-detail", history.createHistoricDetailQuery().variableUpdates().variableInstanceId(ids.get("bytes")).listPage(0, 1).get(0).getId());
        ids.put("external-task-log", history.createHistoricExternalTaskLogQuery().processInstanceId(instance).listPage(0, 1).get(0).getId());
        ids.put("job-log", history.createHistoricJobLogQuery().processInstanceId(instance).listPage(0, 1).get(0).getId());
        ids.put("metrics", Metrics.ACTIVTY_INSTANCE_START);
    }

    private void people() {
        Filter filter = engine.getFilterService().newTaskFilter(OWN);
        filter.setQuery(engine.getTaskService().createTaskQuery().taskId(ids.get("task-alone")));
        engine.getFilterService().saveFilter(filter);
        ids.put("filter", filter.getId());
        for (String group : new String[] {"release-managers", "change-managers", "cab", "business-owners", "auditors", "model-admins", "operators"}) {
            Authorization mayRead = engine.getAuthorizationService().createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
            mayRead.setGroupId(group);
            mayRead.setResource(Resources.FILTER);
            mayRead.setResourceId(filter.getId());
            mayRead.addPermission(Permissions.READ);
            engine.getAuthorizationService().saveAuthorization(mayRead);
        }
        Authorization granted = engine.getAuthorizationService().createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
        granted.setUserId(AccessMatrix.TARGET);
        granted.setResource(Resources.DASHBOARD);
        granted.setResourceId(OWN);
        granted.addPermission(Permissions.READ);
        ids.put("authorization", engine.getAuthorizationService().saveAuthorization(granted).getId());
        ids.put("user", AccessMatrix.TARGET);
        ids.put("group", "cab");
    }

    private void ownRows() {
        ids.put("policies", jdbc.queryForObject("insert into hotpatch.patch_policy (version, title, text, sha256, valid_from, proposed_by, proposed_at) "
                + "values (9000, 'matrix', 't', repeat('0', 64), '2050-01-01', 'matrix', now()) returning version::text", String.class));
        ids.put("ring-memberships", jdbc.queryForObject("insert into hotpatch.ring_membership (rings, sha256, proposed_by, proposed_at) select rings, rpad('matrix', 64, '0'), 'matrix', now() "
                + "from hotpatch.ring_membership order by id desc limit 1 returning id::text", String.class));
        ids.put("writes", jdbc.queryForObject("insert into hotpatch.graph_write (natural_key, kind, cycle_id, ring, target, request, state, intended_at, intended_wall, response) "
                + "values ('matrix', 'RESTART', ?, 'pilot', 'restart', 'device-1', 'AMBIGUOUS', now(), now(), 'cut') "
                + "on conflict (natural_key) do update set state = excluded.state returning id::text", String.class, ids.get("cycles")));
        // Whether the program has told anything yet depends on when the test comes.
        jdbc.update("insert into hotpatch.notice (event_id, kind, event, asked, data, created_at, addressed_at) values (-1, ?, 'approval.asked', 'change-managers', '{}', now(), now()) "
                + "on conflict do nothing", NoticeKind.values()[0].name());
        ids.put("messages", jdbc.queryForObject("insert into hotpatch.message (notice, channel, recipient, number, state, next_at) "
                + "values (-1, 'NONE', 'matrix', 1, 'NO_CHANNEL', now()) on conflict (notice, channel, recipient, number) do update set state = excluded.state returning id::text",
                String.class));
        ids.put("substitutes", jdbc.queryForObject("insert into hotpatch.substitute (person, substitute, from_at, until_at, reason, named_by, named_at) "
                + "values ('business.owner', 'matrix.target', now() + interval '90 days', now() + interval '99 days', 'matrix', 'business.owner', now()) returning id::text", String.class));
        ids.put("releases", jdbc.queryForObject("insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence, first_seen_at, fingerprint) "
                + "values ('matrix-release', 'matrix', 'matrix', 'matrix', now() - interval '9 years', 'security', 'monthly', now(), 'f') returning id", String.class));
        ids.put("samples", ids.get("releases"));
        ids.put("desk", "cycles");
        ids.put("exceptions", jdbc.queryForObject("insert into hotpatch.exemption (scope, target, reason, compensating_control, requested_by, requested_at, expires_at, state) "
                + "values ('RING', 'pilot', 'matrix', 'c', 'matrix', now(), now() + interval '1 day', 'REQUESTED') returning id::text", String.class));
        ids.put("findings", jdbc.queryForObject("insert into hotpatch.finding_import (name, imported_at, imported_by) values ('matrix', now(), 'matrix') returning id::text", String.class));
        String set = jdbc.queryForObject("select deployment_id from hotpatch.model_set where active", String.class);
        ids.put("model-sets", set);
        ids.put("proposals", jdbc.queryForObject("insert into hotpatch.model_set_proposal (deployment_id, reason, author, deployed_by, compared_with, changes, findings, sha256, proposed_by, "
                + "proposed_at) values (?, 'matrix', 'matrix', '', ?, '[]', '[]', repeat('0', 64), 'matrix', now()) returning id::text", String.class, set, set));
    }

    @Override
    public void close() {
        // the trail tells of each write of the ledger, so what was told stays
        for (String statement : new String[] {"delete from hotpatch.patch_policy where title = 'matrix'", "delete from hotpatch.ring_membership where sha256 like 'matrix%'",
            "update hotpatch.graph_write set state = 'FAILED', settled_at = now() where natural_key = 'matrix'", "delete from hotpatch.substitute where reason = 'matrix'",
            "delete from hotpatch.model_set_proposal where proposed_by = 'matrix'", "delete from hotpatch.release where id = 'matrix-release'",
            "delete from hotpatch.exemption where reason = 'matrix'", "delete from hotpatch.finding_import where name = 'matrix'"}) {
            jdbc.update(statement);
        }
        engine.getTaskService().deleteAttachment(ids.get("attachment"));
        engine.getTaskService().deleteTaskComment(ids.get("task"), ids.get("cycle-comment"));
        engine.getTaskService().deleteTask(ids.get("task-alone"), true);
        engine.getAuthorizationService().deleteAuthorization(ids.get("authorization"));
        engine.getFilterService().deleteFilter(ids.get("filter"));
        engine.getManagementService().deleteBatch(ids.get("batch"), true);
        engine.getRepositoryService().deleteDeployment(ids.get("own-deployment"), true, true, true);
        engine.getRepositoryService().deleteDeployment(ids.get("deployment"), true, true, true);
    }
}
