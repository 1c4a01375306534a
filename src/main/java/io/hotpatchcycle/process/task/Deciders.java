package io.hotpatchcycle.process.task;

import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.approval.Rule;
import io.hotpatchcycle.approval.Separation;
import io.hotpatchcycle.approval.Shortages;
import io.hotpatchcycle.approval.Subject;
import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.Absences;
import io.hotpatchcycle.process.AsTheProgram;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.ring.RingSettings;
import io.hotpatchcycle.ring.Rings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.task.Task;
import org.springframework.stereotype.Component;

/**
 * Looks ahead: could at least two people give each approval of a cycle? Where not, administrators get a task that names
 * the rule by which each person is excluded, and whose account nobody uses. It holds nothing up; it says early what would come to a standstill later.
 */
@Component
public class Deciders {

    private static final int ENOUGH = 2;
    private static final String TASK_KEY = "shortageOf";
    private static final String ADMINS = "camunda-admin";

    private final Approvals approvals;
    private final Separation separation;
    private final Shortages shortages;
    private final Cycles cycles;
    private final Rings rings;
    private final IdentityService identity;
    private final TaskService tasks;
    private final Absences absences;
    private final WhoIsAsked whoIsAsked;

    Deciders(Approvals approvals, Separation separation, Shortages shortages, Cycles cycles, Rings rings, IdentityService identity, TaskService tasks,
             Absences absences, WhoIsAsked whoIsAsked) {
        this.approvals = approvals;
        this.separation = separation;
        this.shortages = shortages;
        this.cycles = cycles;
        this.rings = rings;
        this.identity = identity;
        this.tasks = tasks;
        this.absences = absences;
        this.whoIsAsked = whoIsAsked;
    }

    /**
     * What is asked of whom.
     *
     * @param escalatedTo asked too when the deadline has passed
     * @param rules       each of which excludes people from answers that let something go on
     */
    public record Question(String subject, String asked, String escalatedTo, List<Rule> rules) {
    }

    /** Every question there is, and whom the models in use and the configuration of the rings ask. */
    public List<Question> questions() {
        return Stream.of(Asked.values()).map(a -> new Question(a.subject().name(), whoIsAsked.inForce(a), a.escalateTo(), Separation.rules(a.subject()))).toList();
    }

    /** Looks at every cycle that runs. */
    public void lookAtAll() {
        cycles.all().stream().filter(cycle -> !cycle.state().ended()).map(CycleView::id).forEach(this::look);
    }

    /** Looks at the approvals ahead of one cycle, in the caller's transaction. */
    public void look(String cycleId) {
        // People and groups are counted whoever started it.
        AsTheProgram.run(identity, () -> {
            Look look = new Look(new TreeMap<>(), new HashMap<>());
            for (Asked asked : ahead(cycleId)) {
                Map<String, Rule> excluded = separation.excluded(asked.subject(), cycleId);
                for (String ring : asked.ofOwners() ? rings.settings().stream().map(RingSettings::name).toList() : List.of("")) {
                    // which way the table of the change answers is not known before: each has to do
                    whoIsAsked.ahead(cycleId, asked, ring).stream().distinct().forEach(first -> look(asked, ring, first, excluded, look));
                }
            }
            List<Shortages.Shortage> found = List.copyOf(look.found().values());
            shortages.settle(cycleId, found);
            tell(cycleId, found);
        });
    }

    private List<Asked> ahead(String cycleId) {
        boolean emergency = "EMERGENCY".equals(cycles.get(cycleId).changeType());
        boolean approved = approvals.of(cycleId).stream().anyMatch(a -> a.subject() == Subject.CHANGE && "APPROVE".equals(a.decision()));
        return Stream.of(Asked.APPROVE_CHANGE, Asked.CLARIFY_RELEASE, Asked.REVIEW_RING, Asked.RESOLVE_STOP, Asked.APPROVE_RESTART,
                        Asked.APPROVE_EXCEPTION, Asked.APPROVE_EMERGENCY, Asked.APPROVE_ROLL_BACK, Asked.APPROVE_AFTERWARDS)
                .filter(asked -> asked != Asked.APPROVE_EMERGENCY || !emergency)
                .filter(asked -> asked != Asked.APPROVE_CHANGE && asked != Asked.CLARIFY_RELEASE || !approved).toList();
    }

    /** What one look has found, and the members of each group it has asked for by now. */
    private record Look(Map<String, Shortages.Shortage> found, Map<String, Set<String>> members) {
    }

    /** Two of those who are asked by the end, and one of those who are asked first: a deadline should not have to pass before anybody can decide. */
    private void look(Asked asked, String ring, Set<String> first, Map<String, Rule> excluded, Look look) {
        Set<String> groups = new TreeSet<>(first);
        groups.add(asked.escalateTo());
        Set<String> auditors = members("auditors", look);
        Set<String> able = new TreeSet<>();
        Map<String, String> unable = new TreeMap<>();
        for (String group : groups) {
            for (String member : members(group, look)) {
                Rule rule = excluded.getOrDefault(member, auditors.contains(member) ? Rule.AUDITOR : null);
                if (rule == null) {
                    able.add(member);
                } else {
                    unable.put(member, rule.name());
                }
            }
        }
        Map<String, String> leftOut = absences.among(able);
        able.removeAll(leftOut.keySet());
        if (able.size() < ENOUGH) {
            look.found().putIfAbsent(asked.subject() + " " + ring, new Shortages.Shortage(asked.subject(), ring, able, unable, leftOut, groups));
        } else if (first.stream().flatMap(group -> members(group, look).stream()).noneMatch(able::contains)) {
            look.found().putIfAbsent(asked.subject() + " " + ring, new Shortages.Shortage(asked.subject(), ring, Set.of(), unable, leftOut, first));
        }
    }

    private Set<String> members(String group, Look look) {
        return look.members().computeIfAbsent(group,
                g -> identity.createUserQuery().memberOfGroup(g).list().stream().map(User::getId).collect(Collectors.toCollection(TreeSet::new)));
    }

    /** One task per cycle for its administrators; it goes away by itself when there are enough people again. */
    private void tell(String cycleId, List<Shortages.Shortage> found) {
        forgetEnded();
        List<Task> open = tasks.createTaskQuery().taskVariableValueEquals(TASK_KEY, cycleId).list();
        if (found.isEmpty()) {
            open.forEach(task -> tasks.complete(task.getId()));
            return;
        }
        Task task = open.isEmpty() ? tasks.newTask() : open.get(0);
        task.setName("Too few people can decide: " + cycleId);
        task.setDescription(found.stream().map(Shortages.Shortage::sentence).collect(Collectors.joining("\n")));
        tasks.saveTask(task);
        if (open.isEmpty()) {
            tasks.addCandidateGroup(task.getId(), ADMINS);
            tasks.setVariableLocal(task.getId(), TASK_KEY, cycleId);
            tasks.setVariableLocal(task.getId(), Variables.CYCLE_ID.name(), cycleId);
        }
    }

    /** What was short for a cycle that has ended is nobody's task any more. */
    private void forgetEnded() {
        shortages.cycles().stream().filter(id -> cycles.find(id).map(cycle -> cycle.state().ended()).orElse(true)).forEach(id -> {
            shortages.settle(id, List.of());
            tasks.createTaskQuery().taskVariableValueEquals(TASK_KEY, id).list().forEach(task -> tasks.complete(task.getId()));
        });
    }
}
