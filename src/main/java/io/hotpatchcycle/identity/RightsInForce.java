package io.hotpatchcycle.identity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.util.ResourceTypeUtil;

/** Who holds which role and what the roles may do in the engine, as it is stored at this moment. */
public final class RightsInForce {

    private final ProcessEngine engine;

    RightsInForce(ProcessEngine engine) {
        this.engine = engine;
    }

    /**
     * A role and who holds it.
     *
     * @param members names with ids, in order
     */
    public record Role(String group, String name, List<String> members) {
    }

    /**
     * What roles may do with one kind of thing.
     *
     * @param resource e.g. {@code PROCESS_INSTANCE}; with an id where it is not about all of them
     * @param byGroup  group to permissions, e.g. {@code READ, RETRY_JOB}
     */
    public record Grant(String resource, Map<String, String> byGroup) {
    }

    /** Every role, ours first in their order. */
    public List<Role> roles() {
        return Memberships.asTheProgram(engine.getIdentityService(), () -> engine.getIdentityService().createGroupQuery().list().stream()
                .sorted(Comparator.comparingInt((Group g) -> Groups.ALL.contains(g.getId()) ? Groups.ALL.indexOf(g.getId()) : Groups.ALL.size())
                        .thenComparing(Group::getId))
                .map(g -> new Role(g.getId(), Groups.name(g.getId()), members(g.getId()))).toList());
    }

    private List<String> members(String group) {
        return engine.getIdentityService().createUserQuery().memberOfGroup(group).orderByUserId().asc().list().stream().map(RightsInForce::shown).toList();
    }

    private static String shown(User user) {
        String name = ((user.getFirstName() == null ? "" : user.getFirstName()) + " " + (user.getLastName() == null ? "" : user.getLastName())).strip();
        return name.isEmpty() ? user.getId() : name + " (" + user.getId() + ")";
    }

    /** Grants to groups, of everything but single tasks and filters. */
    public List<Grant> grants() {
        return Memberships.asTheProgram(engine.getIdentityService(), () -> {
            Map<String, Map<String, String>> byResource = new TreeMap<>();
            for (Authorization authorization : engine.getAuthorizationService().createAuthorizationQuery().authorizationType(Authorization.AUTH_TYPE_GRANT).list()) {
                if (authorization.getGroupId() != null && authorization.getResourceType() != Resources.FILTER.resourceType()
                        && (authorization.getResourceType() != Resources.TASK.resourceType() || Authorization.ANY.equals(authorization.getResourceId()))) {
                    byResource.computeIfAbsent(resource(authorization), key -> new TreeMap<>()).put(authorization.getGroupId(), permissions(authorization));
                }
            }
            List<Grant> grants = new ArrayList<>();
            byResource.forEach((resource, byGroup) -> grants.add(new Grant(resource, byGroup)));
            return grants;
        });
    }

    private static String resource(Authorization authorization) {
        String type = Arrays.stream(Resources.values()).filter(r -> r.resourceType() == authorization.getResourceType()).map(Resources::name).findFirst()
                .orElse(String.valueOf(authorization.getResourceType()));
        return Authorization.ANY.equals(authorization.getResourceId()) ? type : type + " " + authorization.getResourceId();
    }

    private static String permissions(Authorization authorization) {
        Resources type = Arrays.stream(Resources.values()).filter(r -> r.resourceType() == authorization.getResourceType()).findFirst().orElse(Resources.TASK);
        Permission[] held = authorization.getPermissions((Permission[]) (Object) ResourceTypeUtil.getPermissionEnums().get(type.resourceType()).getEnumConstants());
        if (Arrays.asList(held).stream().anyMatch(p -> p.getName().equals(Permissions.ALL.getName()))) {
            return "everything";
        }
        return Arrays.stream(held).map(Permission::getName).filter(name -> !name.equals("NONE")).sorted().collect(Collectors.joining(", "));
    }
}
