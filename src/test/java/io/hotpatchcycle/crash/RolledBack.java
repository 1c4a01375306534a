package io.hotpatchcycle.crash;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.process.RollBackStarts;
import io.hotpatchcycle.rollout.RollBacks;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Has the first ring of a stopped cycle rolled back, every step proven. */
final class RolledBack {

    private static final List<String> STEPS = List.of("HOTPATCH_OFF", "SUSPEND", "UNINSTALL", "RESUME", "FORWARD_LCU");

    private final RollBacks rollBacks;
    private final RollBackStarts starts;
    private final JdbcTemplate jdbc;
    private final Clock business;

    RolledBack(ApplicationContext context) {
        this.rollBacks = context.getBean(RollBacks.class);
        this.starts = context.getBean(RollBackStarts.class);
        this.jdbc = context.getBean(JdbcTemplate.class);
        this.business = context.getBean(Clocks.BUSINESS, Clock.class);
    }

    /** Asks for it once; true when it was carried out. */
    boolean isOver(String cycleId) {
        if (rollBacks.of(cycleId).isEmpty()) {
            prove();
            starts.start(cycleId, "pilot", "Crash test: back.", "release.manager");
        }
        return rollBacks.of(cycleId).get(0).state().equals("DONE");
    }

    private void prove() {
        jdbc.update("delete from hotpatch.roll_back_proof");
        STEPS.forEach(step -> jdbc.update("insert into hotpatch.roll_back_proof (tenant, step, seen, proven_by, proven_at, valid_until) "
                + "values ('sandbox', ?, 'seen', 'crash test', ?, ?)", step, Timestamp.from(business.instant()),
                Timestamp.from(business.instant().plus(Duration.ofDays(90)))));
    }
}
