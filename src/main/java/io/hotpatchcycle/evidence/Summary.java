package io.hotpatchcycle.evidence;

import static io.hotpatchcycle.evidence.Facts.text;

import io.hotpatchcycle.evidence.Sheet.Style;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code summary.pdf}: what a person reads first. Everything in it stands in the other files too. */
final class Summary {

    private static final float LABELS = 110;
    private static final int LISTED = 40;

    private final Facts facts;
    private final List<PackContents.Model> models;
    private final ModelChanges compared;
    private final List<Intervention> interventions;
    private final Drawings drawings;
    private final Evidence.Origin origin;
    private final String keyId;

    Summary(Facts facts, List<PackContents.Model> models, ModelChanges compared, List<Intervention> interventions, Drawings drawings, Evidence.Origin origin,
            String keyId) {
        this.drawings = drawings;
        this.facts = facts;
        this.models = models;
        this.compared = compared;
        this.interventions = interventions;
        this.origin = origin;
        this.keyId = keyId;
    }

    void writeTo(OutputStream out) throws IOException {
        String id = text(facts.cycle(), "id");
        try (Sheet sheet = new Sheet("Evidence of cycle " + id)) {
            front(sheet, id);
            new SummaryDecisions(sheet, facts).write();
            SummaryTables tables = new SummaryTables(sheet, facts);
            tables.rings();
            tables.tests();
            tables.devices();
            tables.restarts();
            deviations(sheet);
            tables.actions();
            interventions(sheet);
            tables.writes();
            procedure(sheet);
            missing(sheet);
            check(sheet);
            drawings.draw(sheet);
            sheet.save(out, "Evidence of cycle " + id + " - key " + keyId);
        }
    }

    private void front(Sheet sheet, String id) throws IOException {
        sheet.text("Evidence of cycle " + id, Style.TITLE);
        sheet.text(text(facts.release(), "displayName"), Style.NOTE);
        sheet.space(8);
        if (!origin.caveats().isEmpty()) {
            List<String> sentences = new ArrayList<>(List.of("This pack is not evidence grade:"));
            sentences.addAll(origin.caveats());
            Grid.warning(sheet, sentences);
        }
        Map<String, Object> c = facts.cycle();
        Map<String, Object> r = facts.release();
        List<List<String>> lines = new ArrayList<>(List.of(List.of("Outcome", Plain.code(c.get("state")) + ". " + text(c, "closingNote")),
                List.of("Release", text(r, "name") + ", published " + Plain.when(r.get("publishedAt")) + " UTC, catalog entry "
                        + text(r, "catalogEntry")),
                List.of("Kind", kind(c) + (text(c, "kindDecidedBy").isEmpty() ? "" : "; decided by " + text(c, "kindDecidedBy"))),
                List.of("Severity", orElse(r.get("maxSeverity"), "not said by the catalog") + "; exploited: "
                        + orElse(r.get("exploitedCves"), "none named")),
                List.of("Change type", Plain.code(c.get("changeType"))),
                List.of("Answers for a stop", orElse(c.get("answersForStop"), "nobody: no change was approved")),
                List.of("Started, ended", Plain.when(c.get("createdAt")) + " to " + Plain.when(c.get("closedAt"))
                        + " UTC (business time, as all times here)"),
                List.of("Snapshot of the fleet", Plain.when(c.get("snapshotTakenAt")) + ", " + text(c, "snapshotRowsRead") + " rows read, "
                        + text(c, "snapshotRowsRejected") + " rejected" + source()),
                List.of("Plan", "SHA-256 " + orElse(c.get("planHash"), "none"))));
        if (c.get("supplements") != null) {
            lines.add(List.of("Supplements", "the pack kept before with SHA-256 " + text(c, "supplements") + ", with what was signed since"));
        }
        Grid.facts(sheet, lines, LABELS);
        new SummaryResult(sheet, facts).write();
    }

    /** Of which tenant; cycles of older versions do not tell. */
    private String source() {
        return facts.sources().stream().findFirst().filter(s -> s.get("tenant") != null).map(s -> "; tenant " + text(s, "tenant") + ", read from " + text(s, "graph")
                + " as application " + text(s, "application")).orElse("");
    }

    private static String kind(Map<String, Object> cycle) {
        String kind = orElse(Plain.code(cycle.get("kind")), "Never decided");
        String planned = text(cycle, "plannedKind");
        if (planned.isEmpty()) {
            return kind + "; nothing was planned";
        }
        return kind + (planned.equals(text(cycle, "kind")) ? ", as planned" : Boolean.TRUE.equals(cycle.get("surprise")) ? ", a surprise: "
                + Plain.code(planned) + " was planned" : "; " + Plain.code(planned) + " was planned");
    }

    private void deviations(Sheet sheet) throws IOException {
        sheet.heading("Deviations and stops");
        List<String> found = Deviations.of(facts);
        for (String sentence : found.isEmpty() ? List.of("None of those the program can see.") : found) {
            sheet.text((found.isEmpty() ? "" : "- ") + sentence, Style.BODY);
        }
    }

    /** Compared by the program: what the operation log tells that no model brings about. */
    private void interventions(Sheet sheet) throws IOException {
        sheet.heading("Done beside the model");
        if (interventions.isEmpty()) {
            sheet.text("Nothing: no token was moved, no instance migrated, no variable set and no step tried again by hand.", Style.BODY);
            return;
        }
        new Grid(sheet, List.of("At", "By", "What", "On", "Detail", "Note"), 1.3, 1.3, 1.5, 1, 3, 1.5).rows(interventions.stream().limit(LISTED)
                .map(i -> List.of(Plain.when(i.at()), i.by(), i.what(), i.entity() == null ? "" : i.entity(), Plain.shortened(i.detail()),
                        i.note() == null ? "" : i.note())).toList());
        sheet.text(interventions.size() + " in all; each in data/interventions.csv.", Style.NOTE);
    }

    private void procedure(Sheet sheet) throws IOException {
        sheet.heading("Models in force");
        sheet.text("Model set " + orElse(facts.cycle().get("modelSet"), "not known") + "; the files are in models/. " + compared.says(), Style.BODY);
        sheet.space(4);
        if (!models.isEmpty()) {
            new Grid(sheet, List.of("File", "SHA-256"), 1.2, 2).rows(models.stream().map(m -> List.of(m.deployedAs(), m.sha256())).toList());
        }
    }

    private void missing(Sheet sheet) throws IOException {
        sheet.heading("What is not available, and why");
        sheet.text("Of the forty items of the checklist (checklist.csv) these are missing or not complete.", Style.NOTE);
        sheet.space(4);
        new Grid(sheet, List.of("No.", "Item", "Status", "Why"), 0.4, 2.2, 0.9, 4).rows(Checklist.items().stream().filter(i -> !i.complete())
                .map(i -> List.of(String.valueOf(i.number()), i.item(), "PARTLY".equals(i.status()) ? "in part" : "missing", i.note())).toList());
    }

    private void check(Sheet sheet) throws IOException {
        sheet.heading("How to check this pack");
        sheet.text("HOWTO.txt says it step by step, with sha256sum and openssl. The manifest is signed with Ed25519 by key " + keyId
                + " (the start of the SHA-256 of the public key's DER). Compare it with a key you got another way. Drawn by Hotpatch Cycle "
                + origin.application() + ".", Style.BODY);
    }

    private static String orElse(Object value, String otherwise) {
        return value == null || value.toString().isEmpty() ? otherwise : value.toString();
    }
}
