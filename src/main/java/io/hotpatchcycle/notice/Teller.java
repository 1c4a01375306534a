package io.hotpatchcycle.notice;

import com.fasterxml.jackson.databind.JsonNode;
import io.hotpatchcycle.approval.ApprovalView;
import io.hotpatchcycle.notice.Told.Figure;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Says what a notice is about, with the figures that were frozen for its decision. */
final class Teller {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("EEE d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final int LONGEST = 600;
    private static final int WARNINGS = 5;

    /** The main figures of a decision by their place in what is shown. What a form does not have is left out. */
    private static final Map<String, String> FIGURES = new LinkedHashMap<>();

    static {
        FIGURES.put("/changeType", "Type of change");
        FIGURES.put("/changeTypeWhy", "Because");
        FIGURES.put("/release/kind", "Kind");
        FIGURES.put("/release/published", "Published");
        FIGURES.put("/release/maxSeverity", "Worst severity");
        FIGURES.put("/release/exploitedText", "Exploited CVEs");
        FIGURES.put("/fleet/active", "Active devices");
        FIGURES.put("/fleet/controlled", "Controlled devices");
        FIGURES.put("/fleet/hotpatch", "Get the hotpatch");
        FIGURES.put("/fleet/lcu", "Get the cumulative update");
        FIGURES.put("/fleet/restarts", "Restarts");
        FIGURES.put("/verdict", "Verdict");
        FIGURES.put("/reason", "Reason");
        FIGURES.put("/problem", "Problem");
        FIGURES.put("/stoppedBy", "Stop asked for by");
        FIGURES.put("/stopText", "What it has reached");
        FIGURES.put("/secondPerson", "Who may decide");
        FIGURES.put("/kind", "Kind");
        FIGURES.put("/devices", "Controlled devices");
        FIGURES.put("/restarts", "Restarts");
        FIGURES.put("/why", "Because");
        FIGURES.put("/windowStart", "Window from");
        FIGURES.put("/windowEnd", "Window until");
        FIGURES.put("/latestForcedRestart", "Latest forced restart");
    }

    private final Directory directory;
    private final String address;

    /** @param address where people reach this program, without a slash at the end */
    Teller(Directory directory, URI address) {
        this.directory = directory;
        this.address = address.toString().replaceAll("/+$", "");
    }

    /** @param asked the question, where one is asked; else null */
    Told tell(Notice n, ApprovalView asked) {
        JsonNode shown = asked == null ? Told.json("{}") : Told.json(asked.shown());
        return new Told(n.kind(), line(title(n, shown)), line(why(n)), n.cycleId() == null ? "" : n.cycleId(), n.ring() == null ? "" : n.ring(),
                n.asked().stream().map(directory::nameOf).collect(Collectors.joining(", ")), asked == null || asked.dueAt() == null ? "" : when(asked.dueAt()),
                n.kind() == NoticeKind.TASK_CHANGED ? "" : line(shown.path("asOf").asText("")), asked == null || n.kind() == NoticeKind.TASK_CHANGED ? facts(n) : figures(shown), link(n), n.eventId());
    }

    static String when(Instant instant) {
        return WHEN.format(instant);
    }

    private static String title(Notice n, JsonNode shown) {
        String cycle = "Cycle " + n.cycleId();
        return switch (n.kind()) {
            case TASK_ASKED, TASK_REMINDED, TASK_ESCALATED -> shown.path("headline").asText(n.cycleId() == null ? "A decision" : "A decision about cycle " + n.cycleId());
            case TASK_CHANGED -> cycle + ", ring " + n.ring() + ": the verdict is " + Told.text(n, "verdict") + " by now";
            case STOP_BEGUN -> cycle + " is being stopped";
            case STOP_ENDED -> "cycle.ended".equals(n.event()) ? cycle + " was abandoned after its stop" : "The stop of cycle " + n.cycleId() + " was lifted";
            case INCIDENT_OPENED -> incident(n, cycle);
            case RESTART_AMBIGUOUS -> cycle + ", ring " + n.ring() + ": say whether " + Told.text(n, "devices") + " devices were restarted";
            case SUBSTITUTE_NAMED -> "You decide in place of " + Told.text(n, "person");
            case BREAK_GLASS_USED -> "The break-glass account " + Told.text(n, "person") + " was used from " + Told.text(n, "from");
            case TRAIL_HEAD -> "Head of the audit trail at " + Told.text(n, "sequence");
            case TRAIL_TROUBLE -> "trail.notIntact".equals(n.event()) ? "The audit trail is not as it was sealed"
                    : "trail.notSealed".equals(n.event()) ? "The audit trail is not sealed any more" : "The head of the audit trail could not be " + Told.text(n, "what");
            case CLOCK_WRONG -> "The clock of " + Told.text(n, "node") + " is " + Told.text(n, "apartSeconds") + " s from that of " + Told.text(n, "source");
            case CLOCK_RIGHT -> "The clock of " + Told.text(n, "node") + " is right again";
            case ACCESS_REVIEW_DUE -> Told.text(n, "overdue") + " roles of " + Told.text(n, "people") + " people wait to be confirmed";
            case CYCLE_STATE -> cycle + ": " + n.event();
            case RING_STATE -> cycle + ", ring " + n.ring() + ": " + Told.text(n, "to");
        };
    }

    private static String incident(Notice n, String cycle) {
        return switch (n.event()) {
            case "gate.notProven" -> cycle + ", ring " + n.ring() + ": devices run the release without an approval";
            case "exemption.groupGone" -> "The group of exception " + Told.text(n, "exemption") + " is gone";
            case "stop.letThrough" -> cycle + ", ring " + n.ring() + ": the stop did not hold";
            case "stop.notHeld", "stop.policyGone" -> cycle + " is NOT stopped: units are still open";
            default -> "A step " + (n.cycleId() == null ? "" : "of cycle " + n.cycleId() + " ") + "failed for good: " + Told.text(n, "element");
        };
    }

    private static String why(Notice n) {
        return switch (n.kind()) {
            case STOP_BEGUN, SUBSTITUTE_NAMED -> Told.text(n, "reason");
            case INCIDENT_OPENED, TRAIL_TROUBLE -> Told.text(n, "message");
            case RESTART_AMBIGUOUS, TASK_CHANGED -> Told.text(n, "why");
            default -> "";
        };
    }

    private static List<Figure> facts(Notice n) {
        List<Figure> facts = new ArrayList<>();
        if (n.kind() == NoticeKind.SUBSTITUTE_NAMED) {
            facts.add(new Figure("From", when(Instant.parse(Told.text(n, "from")))));
            facts.add(new Figure("Until", when(Instant.parse(Told.text(n, "until")))));
            List<String> groups = new ArrayList<>();
            Told.data(n).path("groups").forEach(group -> groups.add(group.asText()));
            facts.add(new Figure("With the rights of", String.join(", ", groups)));
        } else if (n.kind() == NoticeKind.TRAIL_HEAD) {
            facts.add(new Figure("What was signed", Told.text(n, "signed")));
            facts.add(new Figure("Signature", Told.text(n, "signature")));
        } else {
            facts.add(new Figure("When", when(n.at())));
            JsonNode data = Told.data(n);
            data.path("gateNotHeld").asText("").lines().forEach(count -> facts.add(new Figure("Devices the gate did not hold", count)));
            data.path("unknown").asText("").lines().forEach(count -> facts.add(new Figure("Devices, reason unknown", count)));
        }
        return facts;
    }

    private static List<Figure> figures(JsonNode shown) {
        List<Figure> found = new ArrayList<>();
        FIGURES.forEach((place, label) -> {
            JsonNode value = shown.at(place);
            if (value.isValueNode() && !value.asText().isBlank()) {
                found.add(new Figure(label, line(value.asText())));
            }
        });
        shown.path("figures").forEach(f -> found.add(new Figure(line(f.path("label").asText()), line(f.path("value").asText()))));
        int warnings = 0;
        for (JsonNode warning : shown.path("warnings")) {
            if (warnings++ < WARNINGS) {
                found.add(new Figure("Warning", line(warning.path("text").asText())));
            }
        }
        return found;
    }

    private String link(Notice n) {
        if (n.kind().isTask()) {
            return address + "/tasks/" + n.taskId();
        }
        if (n.kind() == NoticeKind.BREAK_GLASS_USED) {
            return address + "/desk/sign-ins";
        }
        if (n.kind() == NoticeKind.ACCESS_REVIEW_DUE) {
            return address + "/access-review";
        }
        if (n.kind() == NoticeKind.CLOCK_WRONG || n.kind() == NoticeKind.CLOCK_RIGHT) {
            return address + "/desk/events?type=clock";
        }
        if (n.kind() == NoticeKind.TRAIL_HEAD || n.kind() == NoticeKind.TRAIL_TROUBLE) {
            return address + "/desk/events";
        }
        return n.kind() == NoticeKind.SUBSTITUTE_NAMED ? address + "/substitutes" : n.cycleId() == null ? address + "/" : address + "/cycles/" + n.cycleId();
    }

    /** One line: what people wrote must not look like lines of ours, nor reach a header. */
    static String line(String text) {
        String plain = text == null ? "" : text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]+", " ").strip();
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
    }
}
