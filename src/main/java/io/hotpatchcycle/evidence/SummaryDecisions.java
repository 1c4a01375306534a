package io.hotpatchcycle.evidence;

import static io.hotpatchcycle.evidence.Facts.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hotpatchcycle.evidence.Sheet.Style;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Each decision: who was asked, who decided what and when, and what they saw. */
final class SummaryDecisions {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROWS_SHOWN = 8;
    private static final float INDENT = 12;
    /** What names a row stands first. */
    private static final List<String> FIRST = List.of("name", "unit", "code", "build");
    private static final Set<String> SAID_ELSEWHERE = Set.of("headline", "cycleId");

    private final Sheet sheet;
    private final Facts facts;

    SummaryDecisions(Sheet sheet, Facts facts) {
        this.sheet = sheet;
        this.facts = facts;
    }

    void write() throws IOException {
        sheet.heading("Decisions");
        if (facts.approvals().isEmpty()) {
            sheet.text("Nobody was asked anything.", Style.BODY);
            return;
        }
        new Grid(sheet, List.of("No.", "Question", "Asked", "Asked at", "Decision", "By", "At", "Waited", "Comment"),
                0.5, 1.5, 1.8, 1.3, 1, 1.75, 1.3, 1.1, 2.1).rows(facts.approvals().stream().map(a -> List.of(text(a, "number"),
                question(a), text(a, "asked").replace(",", ", "),
                Plain.when(a.get("requestedAt")), a.get("decision") == null ? "none" : Plain.code(a.get("decision")), decider(a),
                Plain.when(a.get("decidedAt")), Plain.waited(a.get("waitedSeconds")),
                a.get("changeReference") == null ? text(a, "comment") : (text(a, "changeReference") + " " + text(a, "comment")).strip())).toList());
        sheet.heading("What they saw");
        sheet.text("Frozen on the server when the task appeared. The SHA-256 of each file in shown/ is the one recorded with "
                + "the approval.", Style.NOTE);
        for (int i = 0; i < facts.approvals().size(); i++) {
            seen(facts.approvals().get(i), facts.shown().get(i));
        }
    }

    /** Who decided, and for whom where it was in the place of another. */
    private static String decider(Map<String, Object> approval) {
        return approval.get("decidedFor") == null ? text(approval, "decidedBy") : text(approval, "decidedBy") + " for " + text(approval, "decidedFor");
    }

    private static String question(Map<String, Object> approval) {
        String subject = switch (text(approval, "subject")) {
            case "CHANGE" -> "The change";
            case "RING" -> "Held ring";
            case "STOP" -> "The stop";
            case "RESTART" -> "Restarts of";
            case "RELEASE" -> "Unclear release";
            case "AFTERWARDS" -> "The emergency, afterwards";
            default -> Plain.code(approval.get("subject"));
        };
        return approval.get("ring") == null ? subject : subject + " " + text(approval, "ring");
    }

    private void seen(Map<String, Object> approval, Map<String, Object> shown) throws IOException {
        sheet.space(6);
        sheet.need(50);
        String answer = approval.get("decision") == null ? "not answered"
                : Plain.code(approval.get("decision")) + " by " + decider(approval);
        sheet.text(text(approval, "number") + ". " + question(approval) + " - " + answer, Style.BODY.inBold());
        sheet.text(PackContents.shownFile(shown) + ", SHA-256 " + text(approval, "shownHash"), Style.NOTE);
        for (String line : lines(text(shown, "shown"))) {
            sheet.paragraph(line, Style.SMALL, Sheet.LEFT + INDENT, Sheet.WIDTH - INDENT);
        }
    }

    /** The form as lines: its headline, single values, then each list with its first rows. */
    private static List<String> lines(String shown) {
        JsonNode form;
        try {
            form = JSON.readTree(shown);
        } catch (JsonProcessingException e) {
            return List.of("What is stored is no JSON; the file holds it as it is.");
        }
        List<String> lines = new ArrayList<>();
        if (form.hasNonNull("headline")) {
            lines.add(form.get("headline").asText());
        }
        form.fields().forEachRemaining(field -> {
            boolean said = SAID_ELSEWHERE.contains(field.getKey()) || field.getValue().asText().isEmpty();
            if (field.getValue().isValueNode() && !said) {
                lines.add(words(field.getKey()) + ": " + field.getValue().asText());
            }
        });
        form.fields().forEachRemaining(field -> {
            if (field.getValue().isObject()) {
                lines.add(words(field.getKey()) + ": " + row(field.getValue()));
            } else if (field.getValue().isArray() && !field.getValue().isEmpty()) {
                list(field.getKey(), field.getValue(), lines);
            }
        });
        return lines;
    }

    private static void list(String name, JsonNode rows, List<String> lines) {
        lines.add(words(name) + ":");
        for (int i = 0; i < Math.min(ROWS_SHOWN, rows.size()); i++) {
            lines.add("- " + row(rows.get(i)));
        }
        if (rows.size() > ROWS_SHOWN) {
            lines.add("- and " + (rows.size() - ROWS_SHOWN) + " more");
        }
    }

    private static String row(JsonNode row) {
        if (!row.isObject()) {
            return row.isValueNode() ? row.asText() : row.toString();
        }
        if (row.size() == 1 && row.has("text")) {
            return row.get("text").asText();
        }
        if (row.size() == 2 && row.has("label") && row.has("value")) {
            return row.get("label").asText() + ": " + row.get("value").asText();
        }
        List<String> parts = new ArrayList<>();
        FIRST.stream().filter(row::has).map(name -> row.get(name).asText()).forEach(parts::add);
        row.fields().forEachRemaining(f -> {
            if (!FIRST.contains(f.getKey())) {
                parts.add(words(f.getKey()) + " " + (f.getValue().isValueNode() ? f.getValue().asText() : f.getValue().toString()));
            }
        });
        return String.join(", ", parts);
    }

    /** A key such as {@code earliestOffer} as it is read: {@code earliest offer}. */
    private static String words(String key) {
        return key.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    }
}
