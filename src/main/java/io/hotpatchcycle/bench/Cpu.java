package io.hotpatchcycle.bench;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.springframework.jdbc.core.JdbcTemplate;

/** CPU time, which says more than wall time on a machine that others use too. */
final class Cpu {

    private static final double NANOS = 1e9;
    private static final double MILLIS = 1000;

    private Cpu() {
    }

    /** Seconds of this JVM so far. */
    static double ofThisProgram() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine
                ? machine.getProcessCpuTime() / NANOS : 0;
    }

    /** Seconds of this JVM and of the processes behind all connections to the database, as long as they stay open. */
    static double seconds(JdbcTemplate jdbc) {
        return ofThisProgram() + jdbc.queryForList("select pid from pg_stat_activity where datname = current_database() and pid is not null", Long.class).stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream()).flatMap(p -> p.info().totalCpuDuration().stream()).mapToLong(Duration::toMillis).sum() / MILLIS;
    }
}
