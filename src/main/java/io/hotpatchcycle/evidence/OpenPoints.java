package io.hotpatchcycle.evidence;

import io.hotpatchcycle.audit.Told;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What of a cycle somebody has to explain: controls that failed, incidents of the engine, and what people did beside the model without saying why. */
public final class OpenPoints {

    private final EvidenceRows rows;
    private final Procedure procedure;

    public OpenPoints(EvidenceRows rows, Procedure procedure) {
        this.rows = rows;
        this.procedure = procedure;
    }

    /**
     * One point.
     *
     * @param about how a corrective action names it
     * @param by    a person, or the program
     */
    public record Point(String about, Instant at, String by, String what, String detail) {
    }

    /** Oldest first. */
    public List<Point> of(String cycleId) {
        List<Point> points = new ArrayList<>();
        for (Map<String, Object> failure : rows.list(Table.CONTROL_FAILURES, cycleId)) {
            String type = Facts.text(failure, "type");
            points.add(new Point("EVENT " + failure.get("event"), (Instant) failure.get("at"), Facts.text(failure, "by"), Told.title(type), Told.sentence(type, Facts.text(failure, "data"))));
        }
        procedure.failures(cycleId).forEach(f -> points.add(new Point(about(f), f.at(), "hotpatch-cycle", "Incident at " + f.element(), f.message() == null ? f.type() : f.message())));
        Intervention.of(procedure.operations(cycleId)).stream().filter(i -> i.note() == null || i.note().isBlank())
                .forEach(i -> points.add(new Point(i.about(), i.at(), i.by(), i.what(), i.detail())));
        points.sort(Comparator.comparing(Point::at));
        return points;
    }

    static String about(Procedure.Failure failure) {
        return "INCIDENT " + failure.at();
    }
}
