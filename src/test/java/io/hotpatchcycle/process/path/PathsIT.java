package io.hotpatchcycle.process.path;

import static io.hotpatchcycle.process.path.PatchCycleAssert.assertThatCycle;

import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.ring.RingState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PathsIT {
    static Program program;
    static CycleDriver driver;

    @BeforeAll
    static void start() {
        program = Program.withPilotGroup(420);
        driver = new CycleDriver(program);
    }

    @AfterAll
    static void stop() {
        program.close();
    }

    @Test
    void happy() {
        long t0 = System.currentTimeMillis();
        driver.readCatalog();
        String first = "2026.10-B";
        driver.task("approveChange");
        System.out.println(driver.cycle(first));
        System.out.println(program.bean(io.hotpatchcycle.cycle.Cycles.class).rings(first));
        System.out.println(program.bean(org.springframework.jdbc.core.JdbcTemplate.class).queryForList("select population, controlled, eligibility, build_class, reasons, track, count(*) from hotpatch.plan_device group by 1,2,3,4,5,6"));
        driver.answer("approveChange", "APPROVE");
        driver.answer("reviewRing", "PROCEED");
        driver.agreeingRestartsUntil("closed", () -> driver.ended(first) || driver.open("reviewRing") != null);
        System.out.println("t " + (System.currentTimeMillis() - t0));
        System.out.println(driver.cycle(first));
        System.out.println(program.bean(io.hotpatchcycle.cycle.Cycles.class).rings(first));
        System.out.println(driver.failures());
        String second = driver.publishHotpatch();
        driver.task("approveChange");
        System.out.println(program.bean(io.hotpatchcycle.cycle.Cycles.class).rings(second));
        System.out.println(program.bean(org.springframework.jdbc.core.JdbcTemplate.class).queryForList("select population, controlled, eligibility, build_class, reasons, track, count(*) from hotpatch.plan_device where cycle_id=? group by 1,2,3,4,5,6", second));
        program.sandbox().addMembers(program.sandbox().groupOf("pilot"), driver.hotpatchable(second, 60));
        driver.answer("approveChange", "RETURN");
        driver.task("approveChange");
        System.out.println(program.bean(io.hotpatchcycle.cycle.Cycles.class).rings(second));
        driver.answer("approveChange", "APPROVE");
        driver.agreeingRestartsUntil("closed", () -> driver.ended(second) || driver.open("reviewRing") != null);
        System.out.println(driver.cycle(second));
        System.out.println(program.bean(io.hotpatchcycle.cycle.Cycles.class).rings(second));
        System.out.println(driver.failures());
        System.out.println(program.sandbox().writes().subList(0, 5));
        System.out.println("t " + (System.currentTimeMillis() - t0));
        var all = FlowRecorder.all(driver.engine().getRepositoryService());
        int n = all.size();
        all.removeAll(program.recorder().taken());
        System.out.println(n + " never: " + all);
    }
}
