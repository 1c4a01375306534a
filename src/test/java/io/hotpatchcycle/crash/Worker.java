package io.hotpatchcycle.crash;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.HotpatchCycle;
import io.hotpatchcycle.TenantTime;
import io.hotpatchcycle.approval.FiguresChanged;
import io.hotpatchcycle.audit.Sealer;
import io.hotpatchcycle.audit.TrailProof;
import io.hotpatchcycle.audit.Verification;
import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.cycle.Emergencies;
import io.hotpatchcycle.process.EngineDriver;
import io.hotpatchcycle.process.RunningCycles;
import io.hotpatchcycle.process.RunningCycles.WaitingTask;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.rollout.Canary;
import io.hotpatchcycle.rollout.CanaryProof;
import io.hotpatchcycle.rollout.Expedites;
import io.hotpatchcycle.rollout.ShortTransactions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The application in a process of its own, headless: carries what runs to its end in virtual time, with people who
 * answer at once, and then leaves. Jobs are carried out one after another, so that two runs of a seed differ only in
 * where they are killed.
 */
final class Worker {

    private static final Map<String, String[]> ANSWERS = Map.of(
            "approveChange", new String[] {"change.manager", "change-managers", "APPROVE"},
            "approveRestart", new String[] {"business.owner", "business-owners", "AGREE"},
            "reviewRing", new String[] {"release.manager", "release-managers", "PROCEED"},
            "approveRollBack", new String[] {"change.manager", "change-managers", "ROLL_BACK"},
            "resolveStop", new String[] {"change.manager", "change-managers", "RESUME"},
            "approveAfterwards", new String[] {"cab.member", "cab", "APPROVE"});
    private static final int MAX_LOOPS = 5_000;
    private static final Duration BETWEEN_LOOKS = Duration.ofHours(4);

    private final ConfigurableApplicationContext context;
    private final EngineDriver engine;
    private final RunningCycles running;
    private final Cycles cycles;
    private final TenantTime time;
    private final Clock business;
    /** Null where this process is alone. */
    private final Node node;
    private final Course course;
    /** Null in a cycle whose stop is simply lifted. */
    private final RolledBack rollBack;

    private Worker(ConfigurableApplicationContext context, Node node) {
        this.node = node;
        this.course = Course.ofThisProcess();
        this.rollBack = course.rollsBack() ? new RolledBack(context) : null;
        this.context = context;
        this.engine = context.getBean(EngineDriver.class);
        this.running = context.getBean(RunningCycles.class);
        this.cycles = context.getBean(Cycles.class);
        this.time = context.getBean(TenantTime.class);
        this.business = context.getBean(Clocks.BUSINESS, Clock.class);
    }

    /**
     * System properties: {@code crash.tenant} (port); alone {@code crash.boundary}, {@code crash.kind} and {@code crash.later} (seconds),
     * as one of two nodes {@code crash.camp} (folder).
     */
    public static void main(String[] arguments) {
        String folder = System.getProperty("crash.camp");
        Camp camp = folder == null ? null : new Camp(Path.of(folder));
        ConfigurableApplicationContext context = new SpringApplicationBuilder(HotpatchCycle.class)
                .initializers((ApplicationContextInitializer<GenericApplicationContext>) application -> hook(application, camp)).run(arguments);
        System.out.println("READY");
        int code = 2;
        try {
            String canary = System.getProperty("crash.canary");
            Node node = camp == null ? null : new Node(context, camp);
            code = canary == null ? new Worker(context, node).run() : new Worker(context, node).prove(canary);
        } catch (RuntimeException e) {
            e.printStackTrace(System.out);
        } finally {
            Runtime.getRuntime().halt(code);
        }
    }

    private static void hook(GenericApplicationContext application, Camp camp) {
        // a restart takes longer than the lease of a call; nobody waits for it here
        Duration later = Duration.ofSeconds(Long.getLong("crash.later", 0));
        UnaryOperator<Clock> wall = camp == null ? clock -> Clock.offset(clock, later) : camp::wall;
        KillingTransactions.Arms arms = camp == null ? arms() : camp::take;
        application.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (name.equals(Clocks.WALL)) {
                    return wall.apply((Clock) bean);
                }
                return bean instanceof ShortTransactions transactions && arms != null
                        ? new KillingTransactions(transactions, application.getBean(JdbcTemplate.class), arms, new Remote(Integer.getInteger("crash.tenant")))
                        : bean;
            }
        });
    }

    /** Null for a worker that lives. */
    private static KillingTransactions.Arms arms() {
        String armed = System.getProperty("crash.boundary");
        Optional<Boundary> boundary = Optional.ofNullable(armed).map(Boundary::valueOf);
        return armed == null ? null : (kind, reached) -> boundary.filter(b -> kind.equals(System.getProperty("crash.kind")) && reached.contains(b));
    }

    private int run() {
        if (node != null) {
            node.awaitLead();
        }
        running.releasePublished();
        for (int loop = 0; loop < MAX_LOOPS; loop++) {
            if ((node == null && engine.drain() > 0) | answer() | stopOnce()) {
                continue;
            }
            if (node != null && node.works()) {
                loop--;
                continue;
            }
            if (!engine.incidents().isEmpty()) {
                System.out.println("INCIDENT " + engine.incidents());
                context.getBean(JdbcTemplate.class).queryForList("select i.*, d.level_after, d.level_since, d.last_check_in, q.approved_at, q.ended_at, t.updated_at, t.taken_back_at "
                        + "from hotpatch.unapproved_install i join hotpatch.device d on d.id = i.device_id left join hotpatch.canary_device t on t.device_id = i.device_id "
                        + "left join hotpatch.canary_proof q on q.id = t.proof_id").forEach(System.out::println);
                return 3;
            }
            if (!cycles.all().isEmpty() && cycles.all().stream().allMatch(c -> c.state().ended())) {
                return sealed();
            }
            Instant next = engine.nextDue().orElse(null);
            if (next == null) {
                System.out.println("STUCK " + cycles.all());
                return 4;
            }
            // never exactly then: the engine repeats the last of a number of reminders for as long as the clock stands at its due date
            time.advanceTo((next.isAfter(business.instant()) ? next : business.instant()).plusMillis(1));
        }
        System.out.println("ENDLESS " + cycles.all());
        return 5;
    }

    /** A proof of the gate, to its end. */
    private int prove(String group) {
        Canary canary = context.getBean(Canary.class);
        CanaryProof proof = canary.begin(group, "crash test");
        for (int look = 0; look < MAX_LOOPS && proof.step() != CanaryProof.Step.ENDED; look++) {
            CanaryProof next = canary.look(proof.id());
            if (next.step() == proof.step()) {
                time.advanceTo(business.instant().plus(BETWEEN_LOOKS));
            }
            proof = next;
        }
        System.out.println("PROOF " + proof.outcome() + " " + proof.seen() + " " + proof.rollBackSeen());
        return proof.step() == CanaryProof.Step.ENDED ? sealed() : 7;
    }

    /** Whether the cycle was made an emergency just now: what was asked before is void. */
    private boolean expedited(WaitingTask task) {
        if (!course.expedites() || !task.key().equals("approveChange") || context.getBean(Emergencies.class).requested(task.cycleId()).isPresent()) {
            return false;
        }
        String release = context.getBean(Expedites.class).release(task.cycleId(), cycles.get(task.cycleId()).catalogItem(), 1);
        return undisturbed(() -> running.requestEmergency(task.cycleId(), "Crash test: attacked.", new Emergencies.Expedite(release, 1), "release.manager"));
    }

    private boolean answer() {
        boolean answered = false;
        for (WaitingTask task : running.waiting()) {
            if (task.key().equals("signDecision") || rollBack != null && task.key().equals("resolveStop") && !rollBack.isOver(task.cycleId())) {
                continue;
            }
            if (expedited(task)) {
                return true;
            }
            String[] by = ANSWERS.get(task.key());
            if (by == null) {
                throw new IllegalStateException("Nobody is scripted for " + task);
            }
            answered |= undisturbed(() -> engine.complete(task.id(), by[0], List.of(by[1]), Map.of("decision", rollBack != null && task.key().equals("resolveStop") ? "ABANDON" : by[2], "comment", "Crash test: as scripted.")));
        }
        return answered;
    }

    /** Each cycle is stopped once, when its first ring is open; one that is to be rolled back when the first device has the release. */
    private boolean stopOnce() {
        for (CycleView cycle : cycles.all()) {
            boolean open = !cycle.state().ended() && cycles.rings(cycle.id()).stream().anyMatch(r -> r.order() == 1 && r.state() == RingState.OPEN
                    && (rollBack == null || r.effective() > 0));
            if (open && context.getBean(JdbcTemplate.class).queryForObject("select count(*) from hotpatch.halt where cycle_id = ?", Integer.class,
                    cycle.id()) == 0) {
                while (!undisturbed(() -> running.halt(cycle.id(), "Crash test: a stop.", "release.manager"))) {
                    // a person presses again
                    Thread.onSpinWait();
                }
                return true;
            }
        }
        return false;
    }

    /** @return false when the other node was at the same process instance, ended the task, or measured what it asks about: to be tried again */
    private static boolean undisturbed(Runnable work) {
        try {
            work.run();
            return true;
        } catch (OptimisticLockingException | NullValueException e) {
            System.out.println("DISTURBED " + e.getMessage());
            return false;
        } catch (FormFieldValidationException e) {
            if (!(e.getCause() instanceof FiguresChanged)) {
                throw e;
            }
            System.out.println("DISTURBED " + e.getCause().getMessage());
            return false;
        }
    }

    private int sealed() {
        context.getBean(Sealer.class).seal();
        Verification found = context.getBean(TrailProof.class).verify();
        System.out.println(found.intact() ? "ENDED" : "TRAIL " + found.finding().sentence());
        return found.intact() ? 0 : 6;
    }
}
