package io.hotpatchcycle.console;

import io.hotpatchcycle.cycle.CycleReport;
import io.hotpatchcycle.cycle.CycleResult;
import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Reports of cycles. The result of an ended cycle no longer changes, so it is counted over the devices only once. */
@Component
final class CycleReports {

    private final Cycles cycles;
    private final Map<String, CycleResult> ended = new ConcurrentHashMap<>();

    CycleReports(Cycles cycles) {
        this.cycles = cycles;
    }

    CycleReport of(CycleView cycle) {
        return CycleReport.of(cycle, result(cycle), cycles.rings(cycle.id()),
                cycle.haltReason() == null ? null : cycles.stopCount(cycle.id()));
    }

    CycleResult result(CycleView cycle) {
        return cycle.state().ended() ? ended.computeIfAbsent(cycle.id(), cycles::result) : cycles.result(cycle.id());
    }
}
