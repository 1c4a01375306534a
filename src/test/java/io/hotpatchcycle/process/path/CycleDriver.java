package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.TenantTime;
import io.hotpatchcycle.approval.FiguresChanged;
import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.RunningCycles;
import io.hotpatchcycle.process.model.PatchCycleModel;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.management.JobDefinition;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.springframework.jdbc.core.JdbcTemplate;

/** Drives cycles: publishes releases, carries out what is due, jumps to what is due next, and answers as people do. */
class CycleDriver {

    private static final Duration LONGEST_WAIT = Duration.ofDays(90);
    private static final Duration BETWEEN_RELEASES = Duration.ofDays(28);
    private static final Map<String, Person> DECIDERS = Map.of("approveChange", Person.CHANGE_MANAGER, "resolveStop", Person.CHANGE_MANAGER,
            "clarifyRelease", Person.CHANGE_MANAGER, "approveAfterwards", Person.CAB_MEMBER, "reviewRing", Person.RELEASE_MANAGER,
            "approveRestart", Person.BUSINESS_OWNER);
    private static final String OTHER_MANAGER = "other.manager";
    private static final int FIRST_UBR = 10_000;

    private final Program program;
    private final ProcessEngine engine;
    private final TenantTime time;
    private final List<String> failures = new ArrayList<>();
    private YearMonth month = YearMonth.of(2026, 10);
    private int published;

    CycleDriver(Program program) {
        this.program = program;
        this.engine = program.bean(ProcessEngine.class);
        this.time = program.bean(TenantTime.class);
    }

    /** Goes on where the other one is. */
    CycleDriver(CycleDriver other) {
        this(other.program);
        this.month = other.month;
        this.published = other.published;
    }

    /** A person who is signed in, with the groups of the demo. */
    enum Person {
        CHANGE_MANAGER("change.manager", "change-managers"), RELEASE_MANAGER("release.manager", "release-managers"),
        BUSINESS_OWNER("business.owner", "business-owners"), CAB_MEMBER("cab.member", "cab"), AUDITOR("auditor", "auditors");

        private final String id;
        private final String group;

        Person(String id, String group) {
            this.id = id;
            this.group = group;
        }
    }

    ProcessEngine engine() {
        return engine;
    }

    void advanceTo(Instant instant) {
        time.advanceTo(instant);
    }

    Instant now() {
        return time.clock().instant();
    }

    /** Publishes the hotpatch of the next hotpatch month; nothing fails. */
    String publishHotpatch() {
        return publish(true, true, row -> { });
    }

    /** Publishes the baseline of the next baseline month; nothing fails. */
    String publishBaseline() {
        return publish(true, false, row -> { });
    }

    /** Publishes a hotpatch whose entry was changed before, e.g. its flag. */
    String publishHotpatch(java.util.function.Consumer<ObjectNode> change) {
        return publish(true, true, change);
    }

    /** Publishes a newer hotpatch at once, while a cycle runs. */
    String publishNewer() {
        advanceTo(now().plus(Duration.ofHours(1)));
        return publish(false, true, row -> { });
    }

    private String publish(boolean later, boolean hotpatch, java.util.function.Consumer<ObjectNode> change) {
        if (later) {
            advanceTo(now().plus(BETWEEN_RELEASES));
        }
        do {
            month = month.plusMonths(1);
        } while ((month.getMonthValue() % 3 == 1) == hotpatch);
        published++;
        int ubr = FIRST_UBR + 100 * published;
        ObjectNode row = SandboxControl.object().put("product", "Windows 11 client").put("os_builds", "26100;26200;26300")
                .put("release", release()).put("planned_type", hotpatch ? "Hotpatch" : "Baseline").put("actual_type", hotpatch ? "Hotpatch" : "Baseline")
                .put("unplanned", "no").put("lcu_kb", "KB7" + (ubr + 50)).put("lcu_ubr", String.valueOf(ubr + 50));
        if (hotpatch) {
            row.put("hotpatch_kb", "KB7" + ubr).put("hotpatch_ubr", String.valueOf(ubr));
        }
        change.accept(row);
        program.sandbox().publish(List.of(row));
        program.sandbox().failRate(release(), 0);
        readCatalog();
        return cycleId();
    }

    /** Publishes a cumulative update out of band, a day later, while the cycle of the month may run. */
    String publishOutOfBandLcu() {
        advanceTo(now().plus(Duration.ofDays(1)));
        published++;
        String ubr = String.valueOf(FIRST_UBR + 100 * published);
        String name = month.toString().replace('-', '.') + " OOB";
        program.sandbox().publish(List.of(SandboxControl.object().put("product", "Windows 11 client").put("os_builds", "26100;26200;26300").put("release", name)
                .put("actual_type", "OOB-LCU").put("unplanned", "yes").put("lcu_kb", "KB7" + ubr).put("lcu_ubr", ubr)));
        readCatalog();
        return name.replace(' ', '-') + "-KB7" + ubr;
    }

    /** Name of the release published last. */
    String release() {
        return month.toString().replace('-', '.') + " B";
    }

    /** Cycle of the release published last. */
    String cycleId() {
        return month.toString().replace('-', '.') + "-B";
    }

    /** Tells intake that there is something new. */
    void readCatalog() {
        program.bean(RunningCycles.class).releasePublished();
        run();
    }

    CycleView cycle(String cycleId) {
        return program.bean(Cycles.class).get(cycleId);
    }

    /** Carries out every job that is due now, and what becomes due by it. Intake's own timer is left alone. */
    void run() {
        for (List<Job> due = due(); !due.isEmpty(); due = due()) {
            due.forEach(this::execute);
        }
    }

    final List<Job> due() {
        return jobs().executable().list().stream().filter(job -> !"release-intake".equals(job.getProcessDefinitionKey())
                || job.getProcessInstanceId() != null).toList();
    }

    private org.camunda.bpm.engine.runtime.JobQuery jobs() {
        return engine.getManagementService().createJobQuery().active();
    }

    private void execute(Job job) {
        ManagementService management = engine.getManagementService();
        if (management.createJobQuery().jobId(job.getId()).count() == 0) {
            return;
        }
        try {
            management.executeJob(job.getId());
        } catch (RuntimeException e) {
            failures.add(e.getMessage());
        }
    }

    /** Lets a step of patch-cycle wait while this is done. */
    void holdingBack(String activity, Runnable meanwhile) {
        List<String> steps = engine.getManagementService().createJobDefinitionQuery().processDefinitionKey(PatchCycleModel.PROCESS).activityIdIn(activity).list().stream()
                .map(JobDefinition::getId).toList();
        steps.forEach(step -> engine.getManagementService().suspendJobDefinitionById(step, true));
        try {
            meanwhile.run();
        } finally {
            steps.forEach(step -> engine.getManagementService().activateJobDefinitionById(step, true));
        }
    }

    /** Whether a token waits before this step. */
    boolean heldBack(String activity) {
        return engine.getManagementService().createJobQuery().suspended().activityId(activity).count() > 0;
    }

    /** Messages of the jobs that failed since the last call. */
    List<String> failures() {
        List<String> found = List.copyOf(failures);
        failures.clear();
        return found;
    }

    /** Jumps from due date to due date until the condition holds. */
    void until(String what, BooleanSupplier condition) {
        Instant patience = now().plus(LONGEST_WAIT);
        run();
        while (!condition.getAsBoolean()) {
            Instant next = nextDue();
            if (next == null || next.isAfter(patience)) {
                throw new AssertionError("Waited in vain until " + what + ". " + situation());
            }
            advanceTo(next.isAfter(now()) ? next : now());
            run();
        }
    }

    private Instant nextDue() {
        return jobs().withRetriesLeft().list().stream().filter(job -> job.getProcessInstanceId() != null)
                .map(job -> job.getDuedate() == null ? now() : job.getDuedate().toInstant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1))
                .min(Instant::compareTo).orElse(null);
    }

    String situation() {
        return "It is " + now() + "; open tasks " + engine.getTaskService().createTaskQuery().list().stream().map(Task::getName).toList()
                + "; cycles " + program.bean(Cycles.class).all().stream().limit(2).map(c -> c.id() + " " + c.state() + " "
                    + program.bean(Cycles.class).rings(c.id())).toList() + "; failures " + failures;
    }

    /** Lets business time pass and carries out what becomes due meanwhile. */
    void pass(Duration duration) {
        Instant end = now().plus(duration);
        for (Instant next = nextDue(); next != null && next.isBefore(end); next = nextDue()) {
            advanceTo(next.isAfter(now()) ? next : now());
            run();
        }
        advanceTo(end);
        run();
    }

    /** The open task of this kind; waits for it. */
    Task task(String key) {
        until("'" + key + "' is asked", () -> open(key) != null);
        return open(key);
    }

    Task open(String key) {
        return engine.getTaskService().createTaskQuery().active().taskDefinitionKey(key).singleResult();
    }

    /** Waits for the task and answers it as the person it belongs to. */
    void answer(String key, String decision) {
        answer(key, Map.of("decision", decision, "comment", "said in a test"));
    }

    /** The first attempt is refused because the form is out of date; the second, on the form as it is then, counts. */
    void answerAfterReadingAnew(String key, String decision) {
        Task task = task(key);
        Map<String, Object> answer = Map.of("decision", decision, "comment", "Scripted.");
        assertThatThrownBy(() -> complete(task, DECIDERS.get(key), answer)).hasRootCauseInstanceOf(FiguresChanged.class);
        answer(key, answer);
    }

    /** Answers; where the fleet has moved since the form was shown, on the form as it is then. */
    void answerOnTheFormAsItIs(String key, String decision) {
        try {
            answer(key, decision);
        } catch (RuntimeException e) {
            assertThat(e).hasRootCauseInstanceOf(FiguresChanged.class);
            answer(key, decision);
        }
    }

    void answer(String key, Map<String, Object> variables) {
        Task task = task(key);
        complete(task, DECIDERS.get(key), variables);
        run();
    }

    /** Completes a task as the person; nobody when null. */
    void complete(Task task, Person person, Map<String, Object> variables) {
        complete(task, person == null ? null : person.id, person == null ? List.of() : List.of(person.group), variables);
    }

    /** Completes a task as a change manager who has done nothing else. */
    void completeAsOtherManager(Task task, Map<String, Object> variables) {
        IdentityService identity = engine.getIdentityService();
        if (identity.createUserQuery().userId(OTHER_MANAGER).count() == 0) {
            identity.saveUser(identity.newUser(OTHER_MANAGER));
            identity.createMembership(OTHER_MANAGER, "change-managers");
        }
        complete(task, OTHER_MANAGER, List.of("change-managers"), variables);
    }

    /** Completes a task as somebody whose session has these groups. */
    void complete(Task task, String person, List<String> groups, Map<String, Object> variables) {
        engine.getIdentityService().setAuthentication(person, groups);
        try {
            engine.getTaskService().complete(task.getId(), variables);
        } finally {
            engine.getIdentityService().clearAuthentication();
        }
    }

    /** Agrees whatever restart windows are asked for until the condition holds. */
    void agreeingRestartsUntil(String what, BooleanSupplier condition) {
        until(what, () -> {
            if (condition.getAsBoolean()) {
                return true;
            }
            if (open("approveRestart") != null) {
                answer("approveRestart", "AGREE");
            }
            return condition.getAsBoolean();
        });
    }

    boolean ended(String cycleId) {
        return cycle(cycleId).state().ended();
    }

    /** Object ids of active devices that the newest plan expects to be hotpatched without a restart. */
    List<String> hotpatchable(String cycleId, int atMost) {
        return program.bean(JdbcTemplate.class).queryForList("select distinct object_id from hotpatch.plan_device where cycle_id = ? "
                + "and population = 'ACTIVE' and controlled and eligibility = 'ELIGIBLE' and build_class = 'CURRENT' "
                + "and last_check_in > ? order by 1 limit ?", String.class, cycleId,
                java.sql.Timestamp.from(now().minus(Duration.ofDays(3))), atMost);
    }

    /** Ends what a test left running, so that the next one begins with nothing open. */
    void clear() {
        program.sandbox().clearFaults();
        engine.getRuntimeService().createProcessInstanceQuery().rootProcessInstances().list()
                .forEach(instance -> engine.getRuntimeService().deleteProcessInstance(instance.getId(), "test over", true, true));
        JdbcTemplate jdbc = program.bean(JdbcTemplate.class);
        jdbc.update("update hotpatch.halt set lifted_at = now(), lifted_by = 'test' where lifted_at is null");
        jdbc.update("update hotpatch.cycle set state = 'ABANDONED', closed_at = now() where state not in ('CLOSED', 'REJECTED', 'ABANDONED', 'SUPERSEDED')");
        failures.clear();
    }

}
