package io.hotpatchcycle.evidence;

import io.hotpatchcycle.audit.PackedTrail;
import io.hotpatchcycle.audit.TimeStamps;
import io.hotpatchcycle.audit.VerifyingKey;
import io.hotpatchcycle.cycle.CycleView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The files of a pack, in their order, up to the manifest. */
final class PackContents {

    private static final String DATA = "data/";
    /** Each sealed event of the cycle in a line, as its hash is of it. */
    static final String SEALED = DATA + "trail-sealed.txt";
    private static final List<Table> CSV = List.of(Table.APPROVALS, Table.SHOWN_BEFORE, Table.SUBSTITUTES, Table.RINGS, Table.VERDICTS, Table.HALTS, Table.STOP_COUNTS, Table.STOP_PROGRESS, Table.STOP_MILESTONES, Table.INSTALLED_AFTER_STOP,
            Table.EXEMPTIONS, Table.SKIPPED, Table.SOURCES,
            Table.DECISIONS, Table.ROLL_BACKS, Table.WRITES, Table.WINDOWS,
            Table.RESTARTS, Table.POPULATION, Table.EXCLUDED, Table.DEVICES, Table.LATE, Table.EARLY, Table.UNAPPROVED, Table.GATE_PROOF,
            Table.CANARY, Table.OBSERVED, Table.DRIFT, Table.ENROLMENT, Table.SIGNALS, Table.KNOWN_ISSUES, Table.SCANNER,
            Table.COVERAGE, Table.MILESTONES, Table.CVES, Table.SEVERITY, Table.CATALOG, Table.CLOCK, Table.FREEZES, Table.FREEZE_HOLDS, Table.SIGN_INS, Table.ACCESS_REVIEWS, Table.CONTROL_FAILURES, Table.CORRECTIVE_ACTIONS, Table.MANUAL_TESTS, Table.DUE_DATES, Table.OVERDUE, Table.REMOVED, Table.MIGRATIONS, Table.TRAIL, Table.CHAIN, Table.HEADS);
    static final List<Table> LINES = List.of(Table.APPROVALS, Table.RINGS, Table.VERDICTS, Table.WRITES, Table.TRAIL);

    private final EvidenceRows rows;
    private final Procedure procedure;
    private final Optional<TimeStamps.Proof> stamp;
    private final Evidence.Origin origin;

    /**
     * Contents.
     *
     * @param stamp  of the end of the cycle's trail, where there is one
     * @param origin with the caveats of this very pack
     */
    PackContents(EvidenceRows rows, Procedure procedure, Optional<TimeStamps.Proof> stamp, Evidence.Origin origin) {
        this.stamp = stamp;
        this.rows = rows;
        this.procedure = procedure;
        this.origin = origin;
    }

    /** A file of the model set: its name in the pack, its name as deployed, its hash. */
    record Model(String file, String deployedAs, String sha256) {
    }

    void writeTo(PackWriter pack, CycleView cycle, Facts facts, VerifyingKey key) throws IOException {
        ModelChanges compared = ModelChanges.of(rows.list(Table.PREVIOUS, cycle.id()), cycle, procedure);
        List<Intervention> interventions = Intervention.of(procedure.operations(cycle.id()));
        Map<String, byte[]> deployed = cycle.modelSet() == null ? Map.of() : procedure.models(cycle.modelSet());
        List<Model> models = models(deployed);
        pack.add("HOWTO.txt", howTo());
        pack.add("summary.pdf", out -> new Summary(facts, models, compared, interventions, new Drawings(deployed, procedure.course(cycle.id())), origin,
                key.id()).writeTo(out));
        pack.add("checklist.csv", out -> table(out, List.of("number", "topic", "item", "status", "where", "note"), Checklist.items().stream()
                .map(i -> Arrays.<Object>asList(i.number(), i.topic(), i.item(), i.status(), i.where(), i.note())).toList()));
        pack.add("cycle.json", JsonText.pretty(facts.cycleJson()));
        pack.add("release.json", JsonText.pretty(facts.releaseJson()));
        pack.add("policy.json", JsonText.pretty(rows.list(Table.POLICY, cycle.id())));
        pack.add("ring-rules.json", JsonText.pretty(rows.list(Table.RING_RULES, cycle.id())));
        pack.add("retention.json", JsonText.pretty(rows.list(Table.RETENTION, cycle.id())));
        data(pack, cycle.id());
        engine(pack, cycle, deployed);
        if (stamp.isPresent()) {
            pack.add(PackCheck.STAMPED, stamp.get().head());
            pack.add(PackCheck.STAMP, stamp.get().token());
        }
        for (Map<String, Object> shown : facts.shown()) {
            pack.add(shownFile(shown), Facts.text(shown, "shown").getBytes(StandardCharsets.UTF_8));
        }
        for (Model model : models) {
            pack.add(model.file(), deployed.get(model.deployedAs()));
        }
        pack.add("models.json", JsonText.pretty(modelsJson(cycle, models)));
        pack.add("models-compared.csv", out -> table(out, List.of("file", "status", "sha256Before", "sha256Now"), compared.rows()));
        pack.add("models-changed.diff", compared.difference().text().getBytes(StandardCharsets.UTF_8));
        pack.add(Manifest.KEY, key.pem().getBytes(StandardCharsets.UTF_8));
        StringBuilder sums = new StringBuilder();
        pack.entries().forEach(e -> sums.append(e.sha256()).append("  ").append(e.name()).append('\n'));
        pack.add("SHA256SUMS", sums.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Name of the file with what a person was shown. */
    static String shownFile(Map<String, Object> approval) {
        return String.format(Locale.ROOT, "shown/%04d-%s.json", ((Number) approval.get("number")).intValue(),
                Facts.text(approval, "subject").toLowerCase(Locale.ROOT));
    }

    private static byte[] howTo() throws IOException {
        try (InputStream in = PackContents.class.getResourceAsStream("/evidence/HOWTO.txt")) {
            return in.readAllBytes();
        }
    }

    private void data(PackWriter pack, String cycleId) throws IOException {
        for (Table table : CSV) {
            pack.add(DATA + table.file("csv"), out -> {
                CsvText csv = new CsvText(out);
                rows.read(table, cycleId, csv);
                csv.flush();
            });
        }
        for (Table table : LINES) {
            pack.add(DATA + table.file("jsonl"), out -> rows.read(table, cycleId, new JsonText.Lines(out)));
        }
        pack.add(SEALED, out -> rows.read(Table.TRAIL, cycleId, new JsonText.Lines(out) {
            @Override
            String line(String json) {
                PackedTrail.Event event = PackedTrail.event(json);
                return cycleId.equals(event.cycle()) ? event.sealed() : null;
            }
        }));
        pack.add(DATA + Table.EARLY.file("sql"), (Table.EARLY.sql() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void engine(PackWriter pack, CycleView cycle, Map<String, byte[]> deployed) throws IOException {
        String cycleId = cycle.id();
        Signed signed = Signed.of(rows.list(Table.CORRECTIVE_ACTIONS, cycleId));
        pack.add(DATA + "roles.csv", out -> procedure.roles(cycle.createdAt(), cycle.closedAt()).csv(out));
        pack.add(DATA + "interventions.csv", out -> table(out, List.of("about", "at", "by", "what", "entity", "detail", "note", "explainedBy", "explanation"),
                Intervention.of(procedure.operations(cycleId)).stream().map(i -> Arrays.<Object>asList(i.about(), i.at(), i.by(), i.what(), i.entity(), i.detail(), i.note(),
                        signed.by(i.about()), signed.text(i.about()))).toList()));
        pack.add(DATA + "jumps.csv", out -> table(out, List.of("process", "element", "name", "at", "notReachedBefore"),
                new Jumps(deployed.values()).of(procedure.course(cycleId))));
        pack.add(DATA + "course.csv", out -> table(out, List.of("process", "element", "name", "type", "startedAt", "endedAt", "canceled", "assignee"),
                procedure.course(cycleId).stream().map(s -> Arrays.<Object>asList(s.process(), s.element(), s.name(), s.type(), s.startedAt(),
                        s.endedAt(), s.canceled(), s.assignee())).toList()));
        pack.add(DATA + "operations.csv", out -> table(out, List.of("at", "by", "operation", "entity", "property", "before", "after", "note"),
                procedure.operations(cycleId).stream().map(o -> Arrays.<Object>asList(o.at(), o.by(), o.operation(), o.entity(), o.property(),
                        o.before(), o.after(), o.note())).toList()));
        pack.add(DATA + "failures.csv", out -> table(out, List.of("about", "at", "resolvedAt", "element", "type", "message", "correctedBy", "correction"),
                procedure.failures(cycleId).stream().map(f -> Arrays.<Object>asList(OpenPoints.about(f), f.at(), f.resolvedAt(), f.element(), f.type(), f.message(),
                        signed.by(OpenPoints.about(f)), signed.text(OpenPoints.about(f)))).toList()));
    }

    private static void table(java.io.OutputStream out, List<String> columns, List<List<Object>> rows) throws IOException {
        CsvText csv = new CsvText(out);
        csv.columns(columns);
        rows.forEach(csv::row);
        csv.flush();
    }

    /** Corrective actions by what they are about. */
    private record Signed(Map<String, Map<String, Object>> last) {

        static Signed of(List<Map<String, Object>> actions) {
            Map<String, Map<String, Object>> last = new LinkedHashMap<>();
            actions.forEach(action -> last.put(Facts.text(action, "about"), action));
            return new Signed(last);
        }

        String by(String about) {
            return last.containsKey(about) ? Facts.text(last.get(about), "signedBy") : null;
        }

        String text(String about) {
            return last.containsKey(about) ? Facts.text(last.get(about), "cause") + " " + Facts.text(last.get(about), "action") : null;
        }
    }

    /** An admin may deploy files of any name; in a pack each has one that is safe to unpack. */
    private static List<Model> models(Map<String, byte[]> deployed) {
        List<Model> models = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        deployed.forEach((name, content) -> {
            String plain = Manifest.safe("models/" + name) ? name
                    : "other/" + name.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^[^A-Za-z0-9]+", "");
            String file = plain.length() > 90 ? plain.substring(0, 90) : plain;
            String unique = file;
            for (int i = 2; unique.endsWith("/") || !taken.add(unique); i++) {
                unique = file + "file-" + i;
            }
            models.add(new Model("models/" + unique, name, Hashes.hex(content)));
        });
        return models;
    }

    private Map<String, Object> modelsJson(CycleView cycle, List<Model> models) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("modelSet", cycle.modelSet());
        json.put("deployed", cycle.modelSet() == null ? null : procedure.deployed(cycle.modelSet()));
        json.put("activated", rows.list(Table.ACTIVATED, cycle.id()));
        json.put("approvals", rows.list(Table.MODEL_APPROVALS, cycle.id()));
        json.put("files", models);
        return json;
    }
}
