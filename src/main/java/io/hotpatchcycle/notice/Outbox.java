package io.hotpatchcycle.notice;

import io.hotpatchcycle.audit.HeadMail;
import io.hotpatchcycle.audit.Trail;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Puts down what is to be told, in the transaction in which it happened: no event is told that was rolled back, none is forgotten. */
public final class Outbox implements Trail.Listener {

    private static final List<String> ON_STOPS = List.of("change-managers", "release-managers");
    private static final List<String> ON_OPEN_STOPS = List.of("change-managers", "operators", "release-managers");
    private static final List<String> ON_INCIDENTS = List.of("operators", "release-managers");
    private static final List<String> ON_GATES = List.of("change-managers", "release-managers");
    private static final List<String> ON_ACCESS = List.of("change-managers", "camunda-admin");
    private static final List<String> ON_THE_TRAIL = List.of("auditors", "camunda-admin");
    private static final List<String> ON_CLOCKS = List.of("auditors", "camunda-admin", "operators");
    private static final List<String> ON_RESTARTS = List.of("release-managers");

    private final NoticeRows rows;

    public Outbox(NoticeRows rows) {
        this.rows = rows;
    }

    @Override
    public void heard(long id, Instant at, String type, String cycleId, String ring, Map<String, ?> data) {
        switch (type) {
            case "approval.asked" -> put(id, at, NoticeKind.TASK_ASKED, type, cycleId, ring, groups(data.get("asked")), data);
            case "approval.reminded" -> put(id, at, NoticeKind.TASK_REMINDED, type, cycleId, ring, groups(data.get("asked")), data);
            case "approval.escalated" -> put(id, at, NoticeKind.TASK_ESCALATED, type, cycleId, ring, groups(data.get("asked")), data);
            case "approval.changed" -> put(id, at, NoticeKind.TASK_CHANGED, type, cycleId, ring, groups(data.get("asked")), data);
            case "cycle.started", "cycle.state", "cycle.superseded" -> put(id, at, NoticeKind.CYCLE_STATE, type, cycleId, ring, List.of(), data);
            case "cycle.ended" -> ended(id, at, type, cycleId, data);
            case "ring.state" -> put(id, at, NoticeKind.RING_STATE, type, cycleId, ring, List.of(), data);
            case "cycle.haltRequested" -> put(id, at, NoticeKind.STOP_BEGUN, type, cycleId, ring, ON_STOPS, data);
            case "stop.notHeld", "stop.policyGone", "stop.letThrough" -> put(id, at, NoticeKind.INCIDENT_OPENED, type, cycleId, ring, ON_OPEN_STOPS, data);
            case "cycle.haltLifted" -> put(id, at, NoticeKind.STOP_ENDED, type, cycleId, ring, ON_STOPS, data);
            case "incident.opened", "exemption.groupGone" -> put(id, at, NoticeKind.INCIDENT_OPENED, type, cycleId, ring, ON_INCIDENTS, data);
            case "gate.notProven" -> put(id, at, NoticeKind.INCIDENT_OPENED, type, cycleId, ring, ON_GATES, data);
            case "restart.ambiguous" -> put(id, at, NoticeKind.RESTART_AMBIGUOUS, type, cycleId, ring, ON_RESTARTS, data);
            case "substitute.named" -> put(id, at, NoticeKind.SUBSTITUTE_NAMED, type, cycleId, ring, List.of(), data);
            case "breakGlass.used" -> put(id, at, NoticeKind.BREAK_GLASS_USED, type, cycleId, ring, ON_THE_TRAIL, data);
            case "access.reviewDue" -> put(id, at, NoticeKind.ACCESS_REVIEW_DUE, type, cycleId, ring, ON_ACCESS, data);
            case HeadMail.TOLD -> put(id, at, NoticeKind.TRAIL_HEAD, type, cycleId, ring, List.of(), data);
            case "trail.headNotOutside", "trail.notIntact", "trail.notSealed" -> put(id, at, NoticeKind.TRAIL_TROUBLE, type, cycleId, ring, ON_THE_TRAIL, data);
            case "clock.wrong", "clock.compared" -> clock(id, at, type, data);
            default -> {
                // stands in the trail; nobody is told
            }
        }
    }

    /** Compared every day; told when it is another finding than the last one. */
    private void clock(long id, Instant at, String type, Map<String, ?> data) {
        if (Boolean.TRUE.equals(data.get("changed"))) {
            put(id, at, "clock.wrong".equals(type) ? NoticeKind.CLOCK_WRONG : NoticeKind.CLOCK_RIGHT, type, null, null, ON_CLOCKS, data);
        }
    }

    private void ended(long id, Instant at, String type, String cycleId, Map<String, ?> data) {
        boolean abandoned = "ABANDONED".equals(data.get("state"));
        put(id, at, abandoned ? NoticeKind.STOP_ENDED : NoticeKind.CYCLE_STATE, type, cycleId, null, abandoned ? ON_STOPS : List.of(), data);
    }

    private void put(long id, Instant at, NoticeKind kind, String type, String cycleId, String ring, List<String> asked, Map<String, ?> data) {
        Object task = data.get("task");
        rows.insert(id, at, kind, type, cycleId, ring, task == null ? null : task.toString(), asked, data);
    }

    private static List<String> groups(Object asked) {
        List<String> names = asked instanceof Collection<?> several ? several.stream().map(String::valueOf).toList()
                : Arrays.asList(String.valueOf(asked).split(","));
        return names.stream().map(String::strip).filter(name -> !name.isEmpty()).sorted().toList();
    }
}
