package io.hotpatchcycle.console;

import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.eligibility.Eligibilities;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Which plan, and so which snapshot of the fleet, somebody looks at: that of the cycle he names, or else the newest. */
@Component
final class PlanInView {

    private final Cycles cycles;
    private final Eligibilities eligibilities;

    PlanInView(Cycles cycles, Eligibilities eligibilities) {
        this.cycles = cycles;
        this.eligibilities = eligibilities;
    }

    /** Cycles that have looked at the fleet, the newest first. */
    List<CycleView> all() {
        return cycles.all().stream().filter(c -> c.snapshotAt() != null).toList();
    }

    /** The newest cycle that has looked at the fleet. */
    Optional<CycleView> newest() {
        return all().stream().findFirst();
    }

    /**
     * The cycle that was asked for.
     *
     * @param cycle as it came with the request; null or empty for the newest
     * @throws ApiProblem 404 where there is none, or it has no snapshot
     */
    CycleView of(String cycle) {
        if (cycle == null || cycle.isEmpty()) {
            return newest().orElseThrow(() -> new ApiProblem(HttpStatus.NOT_FOUND,
                    "No cycle has taken a snapshot of the fleet yet, so nothing is known of its devices. Ask again in a minute."));
        }
        CycleView found = cycles.find(ApiProblem.readable("cycle", cycle)).orElseThrow(() -> ApiProblem.noCycle(cycle));
        if (found.snapshotAt() == null) {
            throw new ApiProblem(HttpStatus.NOT_FOUND, "Cycle " + found.id() + " has taken no snapshot of the fleet, so there is none to show. "
                    + "Leave 'cycle' out for the newest one.");
        }
        return found;
    }

    /** The same, for a list of its devices: an empty one would read as if there were none. */
    CycleView withDevices(String cycle) {
        CycleView plan = of(cycle);
        if (!eligibilities.devicesKept(plan.id())) {
            throw new ApiProblem(HttpStatus.GONE, "Which device had what in cycle " + plan.id() + " is not kept here any more: it opened nothing, and the rule of retention "
                    + "left its counts only. GET /api/v1/fleet/readiness?cycle=" + plan.id() + " tells these, and its evidence pack lists the devices.");
        }
        return plan;
    }

    /** Says with an answer whose snapshot it tells, and of when. */
    static HttpHeaders told(CycleView cycle) {
        HttpHeaders headers = new HttpHeaders();
        headers.set("Snapshot-Cycle", cycle.id());
        headers.set("Snapshot-At", cycle.snapshotAt().toString());
        return headers;
    }

    /** The same with an answer that has headers of its own. */
    static <T> ResponseEntity<T> told(CycleView cycle, ResponseEntity<T> answer) {
        return ResponseEntity.status(answer.getStatusCode()).headers(answer.getHeaders()).headers(told(cycle)).body(answer.getBody());
    }

    /** The name of a file of its devices. */
    static String file(String of, CycleView cycle) {
        return of + "-" + cycle.id() + "-as-of-" + cycle.snapshotAt().atZone(ZoneOffset.UTC).toLocalDate() + ".csv";
    }
}
