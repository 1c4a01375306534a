package io.hotpatchcycle.evidence;

import io.hotpatchcycle.audit.SealRows;
import io.hotpatchcycle.audit.Sealer;
import io.hotpatchcycle.audit.SigningKey;
import io.hotpatchcycle.audit.TimeStampRows;
import io.hotpatchcycle.audit.TimeStampTrust;
import io.hotpatchcycle.audit.TimeStamps;
import io.hotpatchcycle.audit.TrustedKeys;
import io.hotpatchcycle.rollout.RolloutFixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** A hand-made cycle of ten devices that has ended, on a real database, and what draws its pack. */
final class PackFixture implements AutoCloseable {

    static final String CYCLE = RolloutFixture.CYCLE;
    static final String COMMENT = "=HYPERLINK(\"http://evil\",\"go\"), looks 承 good – ünïcode";
    static final List<String> CAVEATS = List.of("Made by hand in a test.");

    final RolloutFixture rollout = new RolloutFixture();
    final Path folder;
    final SigningKey key;
    final Evidence evidence;
    final Procedure procedure = new HandMade();

    PackFixture(Path folder) {
        this(folder, null, TimeStampTrust.none());
    }

    /** Time-stamped by an authority; null for none. */
    PackFixture(Path folder, URI authority, TimeStampTrust trust) {
        this.folder = folder;
        this.key = SigningKey.readOrCreate(folder.resolve("key.pem"));
        this.evidence = new Evidence(new EvidenceRows(rollout.jdbc), rollout.cycles, procedure, key, sealer(), oneMoment(),
                TimeStamps.by(authority, trust, new TimeStamps.Storage(new TimeStampRows(rollout.jdbc), new SealRows(rollout.jdbc), rollout.trail, transaction()), rollout.wall), new Evidence.Origin("test", CAVEATS));
        fill();
    }

    private void substitute(String person, String substitute, Instant from, Instant until) {
        rollout.jdbc.update("insert into hotpatch.substitute (person, substitute, from_at, until_at, reason, named_by, named_at) values (?, ?, ?, ?, 'leave', ?, ?)",
                person, substitute, Timestamp.from(from), Timestamp.from(until), person, Timestamp.from(from));
    }

    private Sealer sealer() {
        return new Sealer(new SealRows(rollout.jdbc), key, new TrustedKeys(key.verifyingKey(), null), transaction(), rollout.wall);
    }

    private Sealer.Transaction transaction() {
        TransactionTemplate own = new TransactionTemplate(new DataSourceTransactionManager(rollout.jdbc.getDataSource()));
        return new Sealer.Transaction() {
            @Override
            public <T> T run(Supplier<T> work) {
                return own.execute(status -> work.get());
            }
        };
    }

    private OneMoment oneMoment() {
        TransactionTemplate reading = new TransactionTemplate(new DataSourceTransactionManager(rollout.jdbc.getDataSource()));
        reading.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        reading.setReadOnly(true);
        return new OneMoment() {
            @Override
            public <T> T read(Supplier<T> work) {
                return reading.execute(status -> work.get());
            }
        };
    }

    private void fill() {
        Instant start = rollout.business.instant();
        Timestamp opened = Timestamp.from(start.plus(Duration.ofDays(1)));
        rollout.jdbc.update("update hotpatch.cycle set model_set = 'set', change_type = 'STANDARD' where id = ?", CYCLE);
        rollout.jdbc.update("insert into hotpatch.revision (release_id, product, line, version, build, ubr, kb, hotpatch) values "
                + "('r', 'Windows 11, version 24H2', 'WINDOWS_11', '24H2', 26100, 9106, 'KB5120994', 'YES'), "
                + "('r', 'Windows 11, version 24H2', 'WINDOWS_11', '24H2', 26100, 9200, 'KB5120995', 'NO')");
        rollout.jdbc.update("update hotpatch.ring set state = 'PASSED', opened_at = ?, passed_at = ? where cycle_id = ?", opened,
                Timestamp.from(start.plus(Duration.ofDays(3))), CYCLE);
        devices(start, opened);
        String shown = "{\"headline\":\"Agree the restarts\",\"rings\":[{\"name\":\"pilot\",\"devices\":5}]}";
        rollout.jdbc.update("insert into hotpatch.approval (cycle_id, ring, subject, task_id, shown, shown_hash, asked, requested_at, decision, decided_by, "
                + "comment, decided_at) values (?, 'early', 'RESTART', 't2', ?, ?, 'business-owners', ?, 'AGREE', 'business.owner', ?, ?)",
                CYCLE, shown, Hashes.hex(shown.getBytes(StandardCharsets.UTF_8)), Timestamp.from(start), COMMENT, Timestamp.from(start.plus(Duration.ofHours(5))));
        rollout.jdbc.update("insert into hotpatch.graph_write (natural_key, kind, cycle_id, ring, target, request, state, intended_at, intended_wall) values "
                + "('k', 'APPROVE', ?, 'pilot', 'policy', '{}', 'DONE', ?, ?)", CYCLE, Timestamp.from(start), Timestamp.from(start));
        around(start);
        rollout.jdbc.update("update hotpatch.approval set decided_for = 'plant.manager', change_reference = 'CHG0000042' where task_id = 't2'");
        substitute("plant.manager", "business.owner", start.minus(Duration.ofDays(2)), start.plus(Duration.ofDays(400)));
        substitute("plant.manager", "somebody", start.minus(Duration.ofDays(9)), start.minus(Duration.ofDays(5)));
        rollout.jdbc.update("update hotpatch.approval set shown_hash = encode(sha256(convert_to(shown::text, 'UTF8')), 'hex') where cycle_id = ?", CYCLE);
        rollout.trail.system("cycle.started", CYCLE, null, Map.of("modelSet", "set"));
        rollout.trail.system("cycle.snapshotTaken", CYCLE, null, Map.of("snapshot", 1, "tenant", "our-tenant", "graph", "https://graph.example", "application", "our-application",
                "sources", List.of(Map.of("source", "devices", "address", "beta/deviceManagement/managedDevices", "rows", 10, "from", "2026-08-12T00:00:00Z",
                        "until", "2026-08-12T00:01:00Z"))));
        rollout.trail.person("release.manager", "cycle.haltRequested", CYCLE, null, Map.of("reason", "-2+3"));
        rollout.trail.system("msrc.read", CYCLE, null, Map.of("document", "2026-Aug", "asOf", "2026-08-14T07:00:00", "sha256", "ab", "fixed", Map.of(
                "CVE-2026-2", Map.of("severity", "Critical", "score", "9.8", "exploited", "No"), "CVE-2026-1", Map.of("severity", "Important", "score", "7.8", "exploited", "Yes"))));
        rollout.trail.system("kev.read", CYCLE, null, Map.of("catalogVersion", "2026.08.12", "listed", Map.of("CVE-2026-1", "2026-08-20")));
        rollout.trail.person("admin", "instance.migrated", CYCLE, null, Map.of("instances", "i", "from", "old", "to", "new", "mapping", "approveChange -> approveChange", "modelSet", "set"));
        rollout.jdbc.queryForList("select ring, task_id, decision, decided_by, decided_for, comment, change_reference, shown_hash, rules::text as rules from hotpatch.approval "
                + "where cycle_id = ? and decision is not null order by id", CYCLE).forEach(this::tellDecision);
        sealer().seal();
        rollout.trail.system("knownIssue.status", null, null, Map.of("issue", "WI1", "product", "p", "kb", "KB5120994", "status", "resolved", "title", "t"));
        rollout.trail.system("knownIssue.status", null, null, Map.of("issue", "WI2", "product", "p", "kb", "KB1", "status", "resolved", "title", "t"));
        rollout.trail.system("trail.notIntact", null, null, Map.of("message", "Seal 7 is missing."));
        rollout.trail.system("clock.compared", null, null, Map.of("source", "https://graph.microsoft.com/v1.0/", "there", "2026-08-12T08:00:00Z", "here", "2026-08-12T08:00:00.4Z",
                "apartSeconds", "0.4", "withinSeconds", "1.1"));
        rollout.trail.system("retention.set", null, null, Map.of("historyDays", "400"));
        rollout.trail.person("business.owner", "person.signedIn", null, null, Map.of("method", "password"));
        rollout.trail.person("somebody.else", "person.signedIn", null, null, Map.of("method", "password"));
        rollout.trail.person("emergency", "breakGlass.used", null, null, Map.of());
        records();
        rollout.business.pass(Duration.ofDays(10));
        rollout.jdbc.update("update hotpatch.cycle set state = 'CLOSED', closed_at = ?, closing_note = '8 of 9 controlled devices effective' where id = ?",
                rollout.now(), CYCLE);
    }

    /** As the program tells it; what the row lacks, it leaves out. */
    private void tellDecision(Map<String, Object> row) {
        Map<String, Object> told = new TreeMap<>(Map.of("task", row.get("task_id"), "decision", row.get("decision"), "shownSha256", row.get("shown_hash"),
                "weight", new java.math.BigDecimal("1.50")));
        Map.of("decided_for", "inPlaceOf", "comment", "comment", "change_reference", "changeReference").forEach((column, member) -> {
            if (row.get(column) != null) {
                told.put(member, row.get(column));
            }
        });
        try {
            told.put("rules", row.get("rules") == null ? null : new com.fasterxml.jackson.databind.ObjectMapper().readTree((String) row.get("rules")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rollout.trail.person((String) row.get("decided_by"), "approval.decided", CYCLE, (String) row.get("ring"), told);
    }

    /** What people signed of it. */
    private void records() {
        rollout.jdbc.update("insert into hotpatch.manual_test (cycle_id, ring, what, result, note, tested_by, tested_at, tested_wall, rules) "
                + "values (?, 'pilot', 'Printing', 'PASSED', '=Three printers', 'tester', ?, ?, '[{\"rule\":\"APPROVER\",\"holds\":true}]')", CYCLE, rollout.now(), rollout.now());
        Long failed = rollout.jdbc.queryForObject("select max(id) from hotpatch.event where type = 'trail.notIntact'", Long.class);
        for (String about : new String[] {"EVENT " + failed, "OPERATION op-1", "INCIDENT 1970-01-01T00:00:00Z"}) {
            rollout.jdbc.update("insert into hotpatch.corrective_action (cycle_id, about, cause, action, signed_by, signed_at, signed_wall) values (?, ?, 'A disk was full.', 'Enlarged.', "
                    + "'operator', ?, ?)", CYCLE, about, rollout.now(), rollout.now());
        }
        rollout.jdbc.update("insert into hotpatch.restart (cycle_id, device_id, ring, reason, planned, known, not_before, not_after) values (?, 'device-1', 'pilot', 'LCU', true, 'OBSERVED', ?, ?)",
                CYCLE, rollout.now(), rollout.now());
        rollout.jdbc.update("insert into hotpatch.progress (cycle_id, device_id, ring, outcome, build, ubr, last_check_in, effective_at) values "
                + "('2026.07-B', 'device-1', 'pilot', 'EFFECTIVE_HOTPATCH', 26100, 9050, ?, ?), ('2026.07-B', 'device-2', 'pilot', 'EFFECTIVE_HOTPATCH', 26100, 9000, ?, ?)",
                rollout.now(), rollout.now(), rollout.now(), rollout.now());
    }

    /** What stood around the cycle: a cycle before it, policies, ring rules, a freeze, sign-ins. */
    private void around(Instant start) {
        Timestamp before = Timestamp.from(start.minus(Duration.ofDays(30)));
        rollout.jdbc.update("update hotpatch.cycle set created_at = ? where id = ?", Timestamp.from(start), CYCLE);
        rollout.jdbc.update("insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence, first_seen_at, fingerprint) "
                + "values ('before', '2026.07-B', '2026.07 B', 'n', ?, 'security', 'monthly', ?, 'f')", before, before);
        rollout.jdbc.update("insert into hotpatch.cycle (id, release_id, state, created_at, closed_at, model_set) values ('2026.07-B', 'before', 'CLOSED', ?, ?, 'earlier')", before, before);
        for (Object[] policy : new Object[][] {{1, "Old", -40, -30}, {2, "Within 14 days", -20, -10}, {3, "Later", -5, 5}}) {
            rollout.jdbc.update("insert into hotpatch.patch_policy (version, title, text, sha256, valid_from, proposed_by, proposed_at, decision, decided_by, decided_at) "
                    + "values (?, ?, ?, 'h', ?, 'ann', ?, 'APPROVE', 'cab.member', ?)", policy[0], policy[1], policy[1],
                    java.sql.Date.valueOf(java.time.LocalDate.ofInstant(start, java.time.ZoneOffset.UTC).plusDays((int) policy[2])), before,
                    Timestamp.from(start.plus(Duration.ofDays((int) policy[3]))));
        }
        rollout.jdbc.update("update hotpatch.patch_policy set within_days = 14, exploited_within_days = 2 where version = 2");
        rollout.jdbc.update("insert into hotpatch.ring_membership (rings, sha256, proposed_by, proposed_at, decision, decided_by, decided_at) "
                + "values ('[{\"name\":\"pilot\",\"owners\":\"pilot-owners\",\"restartOwners\":\"plant\"},{\"name\":\"early\",\"owners\":\"early-owners\"}]', 'h', 'hotpatch-cycle', ?, 'APPROVE', 'cab.member', ?)", before, before);
        for (Object[] set : new Object[][] {{"set", "cab.member", -3}, {"between", "change.manager", -10}, {"long ago", "cab.member", -40}}) {
            rollout.jdbc.update("insert into hotpatch.model_set_proposal (deployment_id, reason, author, deployed_by, compared_with, changes, findings, sha256, proposed_by, "
                    + "proposed_at, decision, decided_by, decided_at, comment) values (?, 'Shorter soak', 'Jo Doe', 'model.admin', 'earlier', '[]', '[\"No default flow\"]', 'h', 'admin', ?, "
                    + "'APPROVE', ?, ?, 'Read')", set[0], before, set[1], Timestamp.from(start.plus(Duration.ofDays((int) set[2]))));
        }
        rollout.jdbc.update("insert into hotpatch.release_cve (release_id, cve, read_at) values ('r', 'CVE-2026-1', ?), ('r', 'CVE-2026-2', ?)", before,
                Timestamp.from(start.plus(Duration.ofDays(90))));
        rollout.jdbc.update("insert into hotpatch.release_severity (release_id, read_at, max_severity, max_base_score, exploited_cves) values ('r', ?, 'important', 7.8, ''), "
                + "('r', ?, 'critical', 9.1, 'CVE-2026-1'), ('r', ?, 'moderate', 5.0, '')", before, Timestamp.from(start), Timestamp.from(start.plus(Duration.ofDays(90))));
        watched(start);
        rollout.jdbc.update("insert into hotpatch.freeze_seen (cycle_id, source, label, starts_at, ends_at, reason, read_at) values (?, 's', 'l', ?, ?, '=Year end', ?)",
                CYCLE, before, Timestamp.from(start), before);
    }

    /** A scanner's list, a known issue, a picture that was replaced, and how far a stop had come. */
    private void watched(Instant start) {
        Timestamp at = Timestamp.from(start.plus(Duration.ofDays(2)));
        rollout.jdbc.update("with list as (insert into hotpatch.finding_import (name, imported_at, imported_by) values ('list.csv', ?, 'auditor'), ('late.csv', ?, 'auditor') "
                + "returning id) insert into hotpatch.finding (import_id, line, device, kb, verdict, why, device_id) select id, 2, 'PC-1', 'KB5120995', 'FALSE_POSITIVE', "
                + "'=twin', 'device-1' from list", at, Timestamp.from(start.plus(Duration.ofDays(90))));
        rollout.jdbc.update("insert into hotpatch.approval_shown (task_id, shown, shown_hash, replaced_at) values ('t2', '{\"devices\":4}', 'h', ?)", at);
        rollout.jdbc.update("with h as (insert into hotpatch.halt (cycle_id, reason, requested_by, requested_at) values (?, 'why', 'cab.member', ?) returning id) "
                + "insert into hotpatch.stop_count (halt_id, ring, suspended_at, devices, before, out_of_reach, committed, not_seen, offline, installed_after, counted_at) "
                + "select id, 'early', ?, 5, 1, 2, 1, 0, 1, 0, ? from h", CYCLE, at, at, at);
        for (int reached = 1; reached <= 2; reached++) {
            rollout.jdbc.update("insert into hotpatch.stop_progress (halt_id, ring, counted_at, devices, before, out_of_reach, committed, not_seen, offline, installed_after) "
                    + "select id, 'early', ?, 5, 1, ?, 1, ?, 1, 0 from hotpatch.halt where cycle_id = ?", Timestamp.from(at.toInstant().plus(Duration.ofHours(reached))),
                    reached, 2 - reached, CYCLE);
        }
    }

    /** Ten devices: the last one stale, the last but one silent; device 4 has a fixed build in the snapshot already. */
    private void devices(Instant start, Timestamp opened) {
        for (int i = 0; i < 10; i++) {
            String ring = i < 5 ? "pilot" : "early";
            boolean stale = i == 9;
            planClass(100 + i, stale ? "STALE" : "ACTIVE", i == 4 ? 9106 : 9000, ring, !stale, stale ? "STALE" : null);
            rollout.jdbc.update("insert into hotpatch.device (id, name, line, edition, cpu, chpe, join_type, management, received_at) "
                    + "values (?, ?, 'WINDOWS_11', 'ENTERPRISE', 'X64', 'NO', 'ENTRA', 'INTUNE', ?)", "device-" + i, "PC-" + i, rollout.now());
            rollout.jdbc.query("select hotpatch.plan_members(c.no, array[d.no], array[?::bigint], null, array[?]) from hotpatch.cycle c, hotpatch.device d "
                    + "where c.id = ? and d.id = ?", rs -> { }, 100 + i, "object-" + i, CYCLE, "device-" + i);
            if (!stale) {
                boolean effective = i < 8;
                rollout.jdbc.update("insert into hotpatch.progress (cycle_id, device_id, ring, outcome, build, ubr, last_check_in, effective_at) values (?, ?, ?, ?, 26100, ?, ?, ?)",
                        CYCLE, "device-" + i, ring, effective ? "EFFECTIVE_HOTPATCH" : "PENDING", effective ? 9106 : 9000,
                        effective ? opened : Timestamp.from(start), effective ? Timestamp.from(opened.toInstant().plus(Duration.ofHours(i))) : null);
            }
        }
        rollout.jdbc.update("update hotpatch.progress set not_offered_at = ?, offered_at = ? where cycle_id = ? and device_id = 'device-1'",
                Timestamp.from(opened.toInstant().plusSeconds(600)), Timestamp.from(opened.toInstant().plusSeconds(3000)), CYCLE);
    }

    /** What was decided of a class of devices of the cycle. */
    private void planClass(int number, String population, int ubr, String ring, boolean controlled, String uncontrolledWhy) {
        rollout.jdbc.update("insert into hotpatch.plan_class (class, cycle_id, devices, population, line, build, ubr, edition, cpu, chpe, join_type, management, "
                + "licence, vbs, policy, build_class, eligibility, ring, controlled, uncontrolled_why, track) values (?, ?, 1, ?, 'WINDOWS_11', 26100, ?, 'ENTERPRISE', "
                + "'X64', 'NO', 'ENTRA', 'INTUNE', 'YES', 'RUNNING', 'UNIT', 'CURRENT', 'ELIGIBLE', ?, ?, ?, 'HOTPATCH')", number, CYCLE, population, ubr, ring, controlled,
                uncontrolledWhy);
    }

    /** More devices of ring {@code early}, half of them hotpatched. */
    void addDevices(int number) {
        Timestamp at = rollout.now();
        planClass(1, "ACTIVE", 9000, "early", true, null);
        rollout.jdbc.update("insert into hotpatch.device (id, name, line, edition, cpu, chpe, join_type, management, received_at) select gen_random_uuid()::text, 'PC', "
                + "'WINDOWS_11', 'ENTERPRISE', 'X64', 'NO', 'ENTRA', 'INTUNE', ? from generate_series(1, ?)", at, number);
        rollout.jdbc.query("select hotpatch.plan_members(c.no, array_agg(d.no), array_agg(1::bigint), null, array_agg(gen_random_uuid()::text)) "
                + "from hotpatch.cycle c, hotpatch.device d where c.id = ? and d.name = 'PC' group by c.no", rs -> { }, CYCLE);
        rollout.jdbc.update("insert into hotpatch.progress (cycle_id, device_id, ring, outcome, build, ubr, last_check_in, effective_at) select cycle_id, device_id, ring, "
                + "case when device_id < '8' then 'EFFECTIVE_HOTPATCH' else 'PENDING' end, build, 9106, ?, case when device_id < '8' then ?::timestamptz end "
                + "from hotpatch.plan_device where cycle_id = ? on conflict do nothing", at, at, CYCLE);
    }

    Path draw(String name) {
        Path file = folder.resolve(name);
        try {
            evidence.draw(CYCLE, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** Files of a pack by name, in their order. */
    static Map<String, byte[]> files(byte[] pack) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(pack))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), in.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    static Map<String, byte[]> files(Path pack) {
        try {
            return files(Files.readAllBytes(pack));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path pack, String file) {
        return new String(files(pack).get(file), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        rollout.close();
    }

    private static final class HandMade implements Procedure {

        @Override
        public Map<String, byte[]> models(String modelSet) {
            Map<String, byte[]> files = new TreeMap<>();
            files.put("processes/same.bpmn", "<same/>".getBytes(StandardCharsets.UTF_8));
            if (modelSet.equals("earlier")) {
                files.put("processes/gone.bpmn", "<gone/>".getBytes(StandardCharsets.UTF_8));
                files.put("processes/patch-cycle.bpmn", "<old/>".getBytes(StandardCharsets.UTF_8));
                return files;
            }
            files.put("processes/patch-cycle.bpmn", "<xml/>".getBytes(StandardCharsets.UTF_8));
            files.put("../../etc/passwd", "root".getBytes(StandardCharsets.UTF_8));
            return files;
        }

        @Override
        public Deployed deployed(String modelSet) {
            return new Deployed(Instant.EPOCH, "model.admin", "Our models", "admin");
        }

        @Override
        public List<Step> course(String cycleId) {
            return List.of(new Step("patch-cycle", "startEvent", "Cycle planned", "startEvent", Instant.EPOCH, Instant.EPOCH, false, null));
        }

        @Override
        public List<Operation> operations(String cycleId) {
            return List.of(new Operation("op-1", Instant.EPOCH, "admin", "SetVariable", "Variable", "x", "@SUM(1)", "2", null));
        }

        @Override
        public Listing roles(Instant from, Instant until) {
            return new Listing(List.of("person", "role"), List.of(List.of("business.owner", "business-owners")), 1);
        }

        @Override
        public List<Failure> failures(String cycleId) {
            return List.of(new Failure(Instant.EPOCH, null, "serviceTask_openRing", "failedJob", "No answer"));
        }
    }
}
