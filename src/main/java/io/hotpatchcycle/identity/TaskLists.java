package io.hotpatchcycle.identity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.task.TaskQuery;

/** The filters at the left of Tasklist: what is urgent comes first, and nobody starts with an empty page. */
final class TaskLists {

    static final String GROUP_TASKS = "My group's tasks";
    static final String OWN_TASKS = "Claimed by me";
    static final String ALL_TASKS = "All tasks";

    private final FilterService filters;
    private final TaskService tasks;
    private final Rights rights;

    TaskLists(FilterService filters, TaskService tasks, Rights rights) {
        this.filters = filters;
        this.tasks = tasks;
        this.rights = rights;
    }

    /**
     * Creates the filters that are missing; one that somebody changed stays as it is.
     *
     * @param more groups that have just got their rights
     */
    void create(Set<String> more) {
        create(GROUP_TASKS, "Waiting for one of my groups, most urgent first", "#2f6f9f", 10,
                tasks.createTaskQuery().taskCandidateGroupInExpression("${currentUserGroups()}").includeAssignedTasks(),
                Groups.ALL);
        create(OWN_TASKS, "Tasks I have claimed", "#3a8f6b", 20,
                tasks.createTaskQuery().taskAssigneeExpression("${currentUser()}"), Groups.ALL);
        create(ALL_TASKS, "Everything that waits for a person", "#7a7a7a", 30,
                tasks.createTaskQuery(), List.of(Groups.ADMINS, Groups.AUDITORS));
        more.stream().filter(group -> !Groups.ALL.contains(group)).forEach(group -> List.of(GROUP_TASKS, OWN_TASKS).forEach(name ->
                filters.createTaskFilterQuery().filterName(name).list().forEach(filter -> rights.letRead(group, Resources.FILTER, filter.getId()))));
    }

    private void create(String name, String description, String color, int position, TaskQuery query,
            List<String> readers) {
        if (filters.createTaskFilterQuery().filterName(name).count() > 0) {
            return;
        }
        Filter filter = filters.newTaskFilter(name);
        filter.setQuery(query.orderByTaskPriority().desc().orderByDueDate().asc());
        filter.setProperties(properties(description, color, position));
        filters.saveFilter(filter);
        readers.stream().filter(group -> !group.equals(Groups.ADMINS)) // administrators may read every filter
                .forEach(group -> rights.letRead(group, Resources.FILTER, filter.getId()));
    }

    private static Map<String, Object> properties(String description, String color, int position) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("description", description);
        properties.put("color", color);
        properties.put("priority", position);
        properties.put("refresh", true);
        properties.put("showUndefinedVariable", false);
        properties.put("variables", List.of(Map.of("name", "cycleId", "label", "Cycle"),
                Map.of("name", "ringName", "label", "Ring")));
        return properties;
    }
}
