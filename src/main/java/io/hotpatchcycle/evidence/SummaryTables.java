package io.hotpatchcycle.evidence;

import static io.hotpatchcycle.evidence.Facts.text;

import io.hotpatchcycle.evidence.Sheet.Style;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Tables of the summary: the first rows of what the pack holds in full. */
final class SummaryTables {

    private static final int LISTED = 40;

    private final Sheet sheet;
    private final Facts facts;

    SummaryTables(Sheet sheet, Facts facts) {
        this.sheet = sheet;
        this.facts = facts;
    }

    void rings() throws IOException {
        sheet.heading("Rings");
        new Grid(sheet, List.of("Ring", "State", "Controlled", "Effective", "Failed", "Silent", "Limit", "Opened", "Passed",
                "Last verdict and its reason"),
                1, 1.4, 1, 0.9, 0.7, 0.7, 0.7, 1.3, 1.3, 3.4).rows(facts.rings().stream().map(r -> List.of(text(r, "name"), Plain.code(r.get("state")),
                text(r, "controlled"), text(r, "effective"), text(r, "failed"), text(r, "silent"),
                text(r, "failureLimit").isEmpty() ? "" : text(r, "failureLimit") + " %", Plain.when(r.get("openedAt")), Plain.when(r.get("passedAt")),
                verdict(r))).toList());
        Map<String, Integer> verdicts = new TreeMap<>();
        facts.verdicts().forEach(v -> verdicts.merge(text(v, "ring") + " " + text(v, "verdict"), 1, Integer::sum));
        sheet.text("Verdicts reached: " + (verdicts.isEmpty() ? "none" : Plain.counts(verdicts))
                + ". Each with its figures in data/verdicts.csv.", Style.NOTE);
    }

    private static String verdict(Map<String, Object> ring) {
        String by = text(ring, "overriddenBy");
        return text(ring, "verdict").isEmpty() && by.isEmpty() ? "none" : Plain.code(ring.get("verdict")) + ". " + text(ring, "verdictReason") + (by.isEmpty() ? "" : " Overridden by " + by + ".");
    }

    void tests() throws IOException {
        sheet.heading("Tests by hand");
        if (facts.tests().isEmpty()) {
            sheet.text("Nobody signed one.", Style.BODY);
            return;
        }
        new Grid(sheet, List.of("Ring", "Test", "Result", "What was seen", "Signed by", "At"), 0.8, 1.8, 0.8, 2.6, 1.2, 1.3).rows(facts.tests().stream().limit(LISTED)
                .map(t -> List.of(text(t, "ring"), text(t, "what"), Plain.code(t.get("result")), Plain.shortened(text(t, "note")), text(t, "testedBy"),
                        Plain.when(t.get("testedAt")))).toList());
        sheet.text(facts.tests().size() + " in all; each with the rules that kept tester and approver apart in data/manual-tests.csv.", Style.NOTE);
    }

    void actions() throws IOException {
        sheet.heading("What was done about what went wrong");
        long open = facts.failures().stream().filter(f -> text(f, "correctedBy").isEmpty()).count();
        sheet.text(facts.failures().isEmpty() ? "No control failed that the program can see." : facts.failures().size() + " failures of controls, "
                + (open == 0 ? "each" : open + " of them without, the others") + " with a signed corrective action; all of them in data/control-failures.csv.", Style.BODY);
        if (!facts.actions().isEmpty()) {
            sheet.space(4);
            new Grid(sheet, List.of("About", "Cause", "Done", "Signed by", "At"), 1.4, 2.2, 2.2, 1.2, 1.3).rows(facts.actions().stream().limit(LISTED)
                    .map(a -> List.of(text(a, "about"), Plain.shortened(text(a, "cause")), Plain.shortened(text(a, "action")), text(a, "signedBy"),
                            Plain.when(a.get("signedAt")))).toList());
            sheet.text(facts.actions().size() + " in all; each in data/corrective-actions.csv.", Style.NOTE);
        }
    }

    void devices() throws IOException {
        sheet.heading("Late and failed devices");
        sheet.text(facts.late().count() + " active controlled devices were not effective at the end, or only after the day the patch policy names; all of them in data/late.csv.", Style.BODY);
        if (facts.late().count() > 0) {
            sheet.space(4);
            new Grid(sheet, List.of("Device", "Ring", "Why", "Track", "Build seen", "Last seen", "Alert"), 3.5, 0.8, 1.3, 0.9, 1, 1.5, 1.5).rows(
                    facts.late().first().stream().map(d -> List.of(str(d.get(0)), str(d.get(1)), Plain.code(d.get(2)), Plain.code(d.get(3)),
                            d.get(4) == null ? "" : d.get(4) + "." + d.get(5), Plain.when(d.get(6)), str(d.get(7)))).toList());
            more(facts.late());
        }
        sheet.heading("Devices in no gate, and the rest of the population");
        new Grid(sheet, List.of("Population", "Controlled", "Why not", "Eligibility", "Track", "Devices"), 1, 1, 1.5, 1.3, 1, 1).rows(
                facts.population().stream().map(p -> List.of(Plain.code(p.get("population")), Boolean.TRUE.equals(p.get("controlled")) ? "yes" : "no",
                        Plain.code(p.get("uncontrolledWhy")), Plain.code(p.get("eligibility")), Plain.code(p.get("track")),
                        text(p, "devices"))).toList());
    }

    private void more(Facts.Sample sample) throws IOException {
        if (sample.count() > sample.first().size()) {
            sheet.text("... and " + (sample.count() - sample.first().size()) + " more.", Style.NOTE);
        }
    }

    void restarts() throws IOException {
        sheet.heading("Restarts");
        sheet.text(facts.restarts().isEmpty() ? "No restart was recorded." : "Recorded: " + Plain.counts(facts.restarts())
                + ". Each in data/restarts.csv.", Style.BODY);
        if (!facts.windows().isEmpty()) {
            sheet.space(4);
            new Grid(sheet, List.of("Ring", "Window", "From", "To", "Answer", "Devices"), 1, 0.7, 1.6, 1.6, 1, 1).rows(
                    facts.windows().stream().map(w -> List.of(text(w, "ring"), text(w, "number"), Plain.when(w.get("startsAt")),
                            Plain.when(w.get("endsAt")), Plain.code(w.get("state")), text(w, "devices"))).toList());
        }
    }

    void writes() throws IOException {
        sheet.heading("Writes to Microsoft Graph");
        Map<String, Integer> counts = new TreeMap<>();
        facts.writes().forEach(w -> counts.merge(Plain.code(w.get("kind")) + " " + text(w, "state").toLowerCase(Locale.ROOT), 1, Integer::sum));
        sheet.text(counts.isEmpty() ? "Nothing was written." : Plain.counts(counts)
                + ". Request, answer and what was read back in data/graph-writes.csv.", Style.BODY);
        sheet.space(4);
        if (!facts.writes().isEmpty()) {
            new Grid(sheet, List.of("Intended", "What", "Ring", "Target", "State", "HTTP", "Read back"), 1.4, 1.2, 0.8, 2.6, 0.9, 0.6, 2.4).rows(
                    facts.writes().stream().limit(LISTED).map(w -> List.of(Plain.when(w.get("intendedAt")), Plain.code(w.get("kind")),
                            text(w, "ring"), text(w, "target"), Plain.code(w.get("state")), text(w, "status"),
                            Plain.shortened(text(w, "readBack")))).toList());
            more(new Facts.Sample(facts.writes().size(), facts.writes().stream().limit(LISTED).map(w -> List.<Object>of()).toList()));
        }
    }

    private static String str(Object value) {
        return value == null ? "" : value instanceof Instant at ? Plain.when(at) : value.toString();
    }
}
