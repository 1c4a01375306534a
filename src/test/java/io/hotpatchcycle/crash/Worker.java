package io.hotpatchcycle.crash;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.HotpatchCycle;
import io.hotpatchcycle.TenantTime;
import io.hotpatchcycle.audit.Sealer;
import io.hotpatchcycle.audit.TrailProof;
import io.hotpatchcycle.audit.Verification;
import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.EngineDriver;
import io.hotpatchcycle.process.RunningCycles;
import io.hotpatchcycle.process.RunningCycles.WaitingTask;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.rollout.ShortTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
            "resolveStop", new String[] {"change.manager", "change-managers", "RESUME"},
            "approveAfterwards", new String[] {"cab.member", "cab", "APPROVE"});
    private static final int MAX_LOOPS = 5_000;

    private final ConfigurableApplicationContext context;
    private final EngineDriver engine;
    private final RunningCycles running;
    private final Cycles cycles;
    private final TenantTime time;
    private final Clock business;

    private Worker(ConfigurableApplicationContext context) {
        this.context = context;
        this.engine = context.getBean(EngineDriver.class);
        this.running = context.getBean(RunningCycles.class);
        this.cycles = context.getBean(Cycles.class);
        this.time = context.getBean(TenantTime.class);
        this.business = context.getBean(Clocks.BUSINESS, Clock.class);
    }

    /** System properties: {@code crash.boundary}, {@code crash.kind}, {@code crash.tenant} (port), {@code crash.later} (seconds). */
    public static void main(String[] arguments) {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(HotpatchCycle.class)
                .initializers((ApplicationContextInitializer<GenericApplicationContext>) Worker::hook).run(arguments);
        System.out.println("READY");
        int code = 2;
        try {
            code = new Worker(context).run();
        } catch (RuntimeException e) {
            e.printStackTrace(System.out);
        } finally {
            Runtime.getRuntime().halt(code);
        }
    }

    private static void hook(GenericApplicationContext application) {
        String boundary = System.getProperty("crash.boundary");
        Duration later = Duration.ofSeconds(Long.getLong("crash.later", 0));
        application.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (name.equals(Clocks.WALL)) {
                    // a restart takes longer than the lease of a call; nobody waits for it here
                    return Clock.offset((Clock) bean, later);
                }
                return bean instanceof ShortTransactions transactions && boundary != null
                        ? new KillingTransactions(transactions, application.getBean(JdbcTemplate.class), Boundary.valueOf(boundary),
                                System.getProperty("crash.kind"), new Remote(Integer.getInteger("crash.tenant")))
                        : bean;
            }
        });
    }

    private int run() {
        running.releasePublished();
        for (int loop = 0; loop < MAX_LOOPS; loop++) {
            if (engine.drain() > 0 | answer() | stopOnce()) {
                continue;
            }
            if (!engine.incidents().isEmpty()) {
                System.out.println("INCIDENT " + engine.incidents());
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
            time.advanceTo(next.isAfter(business.instant()) ? next : business.instant().plusMillis(1));
        }
        System.out.println("ENDLESS " + cycles.all());
        return 5;
    }

    private boolean answer() {
        boolean answered = false;
        for (WaitingTask task : running.waiting()) {
            String[] by = ANSWERS.get(task.key());
            if (by == null) {
                throw new IllegalStateException("Nobody is scripted for " + task);
            }
            engine.complete(task.id(), by[0], List.of(by[1]), Map.of("decision", by[2], "comment", "Crash test: as scripted."));
            answered = true;
        }
        return answered;
    }

    /** Each cycle is stopped once, when its first ring is open. */
    private boolean stopOnce() {
        for (CycleView cycle : cycles.all()) {
            boolean open = !cycle.state().ended() && cycles.rings(cycle.id()).stream().anyMatch(r -> r.order() == 1 && r.state() == RingState.OPEN);
            if (open && context.getBean(JdbcTemplate.class).queryForObject("select count(*) from hotpatch.halt where cycle_id = ?", Integer.class,
                    cycle.id()) == 0) {
                running.halt(cycle.id(), "Crash test: a stop.", "release.manager");
                return true;
            }
        }
        return false;
    }

    private int sealed() {
        context.getBean(Sealer.class).seal();
        Verification found = context.getBean(TrailProof.class).verify();
        System.out.println(found.intact() ? "ENDED" : "TRAIL " + found.finding().sentence());
        return found.intact() ? 0 : 6;
    }
}
