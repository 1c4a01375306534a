package io.hotpatchcycle.identity;

import static org.camunda.bpm.engine.authorization.Authorization.ANY;
import static org.camunda.bpm.engine.authorization.Authorization.AUTH_TYPE_GRANT;

import java.util.List;
import java.util.Set;

import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.ProcessInstancePermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.authorization.UserOperationLogCategoryPermissions;

/**
 * What each group may do in the engine, given once when the group is created; afterwards an administrator's word counts.
 *
 * <p>Rights on a single task are not here: the engine gives them to the candidates of that task.
 */
final class Rights {

    private static final List<Resources> READABLE = List.of(Resources.PROCESS_INSTANCE, Resources.DEPLOYMENT,
            Resources.DECISION_REQUIREMENTS_DEFINITION, Resources.BATCH, Resources.TASK);

    private static final String ASK_EXCEPTION = "exception-request";
    private static final String ASK_ROLL_BACK = "roll-back";
    /** Who asks for a roll-back on the console, and no other; the start itself refuses everybody else as well. */
    private static final Set<String> TAKE_BACK = Set.of(Groups.RELEASE_MANAGERS, Groups.CHANGE_MANAGERS, Groups.CAB);

    private final AuthorizationService authorizations;

    Rights(AuthorizationService authorizations) {
        this.authorizations = authorizations;
    }

    void giveTo(String group) {
        if (group.equals(Groups.ADMINS)) {
            everything(group);
            return;
        }
        if (!group.equals(Groups.BREAK_GLASS)) {
            grant(group, Resources.APPLICATION, "tasklist", Permissions.ACCESS);
        }
        if (!Set.of(Groups.AUDITORS, Groups.BREAK_GLASS).contains(group)) {
            // Tasklist starts it by its form; who asked never grants it
            for (String process : TAKE_BACK.contains(group) ? List.of(ASK_EXCEPTION, ASK_ROLL_BACK) : List.of(ASK_EXCEPTION)) {
                grant(group, Resources.PROCESS_DEFINITION, process, ProcessDefinitionPermissions.READ, ProcessDefinitionPermissions.CREATE_INSTANCE);
            }
            if (!Set.of(Groups.RELEASE_MANAGERS, Groups.OPERATORS, Groups.MODEL_ADMINS).contains(group)) {
                grant(group, Resources.PROCESS_INSTANCE, ANY, ProcessInstancePermissions.CREATE);
            }
        }
        switch (group) {
            case Groups.AUDITORS -> {
                readEverything(group);
                readPeople(group);
            }
            // moving tokens and changing variables is nobody's daily work
            case Groups.RELEASE_MANAGERS, Groups.OPERATORS -> {
                readEverything(group);
                grant(group, Resources.PROCESS_INSTANCE, ANY, ProcessInstancePermissions.CREATE, ProcessInstancePermissions.READ, ProcessInstancePermissions.RETRY_JOB);
            }
            case Groups.MODEL_ADMINS -> {
                readEverything(group);
                grant(group, Resources.DEPLOYMENT, ANY, Permissions.READ, Permissions.CREATE);
                grant(group, Resources.PROCESS_INSTANCE, ANY, ProcessInstancePermissions.CREATE, ProcessInstancePermissions.READ);
            }
            case Groups.BREAK_GLASS -> {
                // a way in, not a right
            }
            // Tasklist shows the diagram and the cycle a task belongs to
            default -> grant(group, Resources.PROCESS_DEFINITION, ANY, ProcessDefinitionPermissions.READ,
                    ProcessDefinitionPermissions.READ_INSTANCE);
        }
    }

    /** Whether nobody gave the group a right; those of single tasks and filters, and to see itself, do not count. */
    boolean noneOf(String group) {
        return authorizations.createAuthorizationQuery().groupIdIn(group).list().stream()
                .allMatch(a -> Set.of(Resources.TASK.resourceType(), Resources.FILTER.resourceType(), Resources.GROUP.resourceType()).contains(a.getResourceType()));
    }

    void letRead(String group, Resource resource, String id) {
        grant(group, resource, id, Permissions.READ);
    }

    private void everything(String group) {
        for (Resources resource : Resources.values()) {
            grant(group, resource, ANY, Permissions.ALL);
        }
    }

    private void readEverything(String group) {
        grant(group, Resources.APPLICATION, "cockpit", Permissions.ACCESS);
        grant(group, Resources.PROCESS_DEFINITION, ANY, ProcessDefinitionPermissions.READ,
                ProcessDefinitionPermissions.READ_INSTANCE, ProcessDefinitionPermissions.READ_HISTORY,
                ProcessDefinitionPermissions.READ_TASK, ProcessDefinitionPermissions.READ_INSTANCE_VARIABLE,
                ProcessDefinitionPermissions.READ_TASK_VARIABLE, ProcessDefinitionPermissions.READ_HISTORY_VARIABLE);
        grant(group, Resources.DECISION_DEFINITION, ANY, Permissions.READ, Permissions.READ_HISTORY);
        grant(group, Resources.OPERATION_LOG_CATEGORY, ANY, UserOperationLogCategoryPermissions.READ);
        READABLE.stream().filter(resource -> !grantedApart(group).contains(resource)).forEach(resource -> grant(group, resource, ANY, Permissions.READ));
    }

    /** The engine takes one grant for each group and resource. */
    private static Set<Resources> grantedApart(String group) {
        return switch (group) {
            case Groups.RELEASE_MANAGERS, Groups.OPERATORS -> Set.of(Resources.PROCESS_INSTANCE);
            case Groups.MODEL_ADMINS -> Set.of(Resources.DEPLOYMENT, Resources.PROCESS_INSTANCE);
            default -> Set.of();
        };
    }

    private void readPeople(String group) {
        for (Resources resource : List.of(Resources.USER, Resources.GROUP, Resources.AUTHORIZATION)) {
            grant(group, resource, ANY, Permissions.READ);
        }
    }

    private void grant(String group, Resource resource, String id, Permission... permissions) {
        Authorization authorization = authorizations.createNewAuthorization(AUTH_TYPE_GRANT);
        authorization.setGroupId(group);
        authorization.setResource(resource);
        authorization.setResourceId(id);
        authorization.setPermissions(permissions);
        authorizations.saveAuthorization(authorization);
    }
}
