package io.hotpatchcycle.fleet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** All facts of one device, each with its source and its age. */
final class KnownDeviceRows {

    private static final String INTUNE = "Intune";
    private static final String ENTRA = "Entra";
    private static final String UPDATES = "Service for Windows updates";
    private static final String REPORT = "Intune, report of quality updates";
    private static final String CATALOG = "Windows updates catalog";
    private static final String INVENTORY = "Intune, hardware inventory";
    private static final String NEWEST = " order by d.duplicate, d.last_check_in desc nulls last, d.id";
    /** Where a text may stand; names have no index and are looked through last. */
    private static final List<String> PLACES = List.of("d.id = ?", "d.object_id = ?" + NEWEST,
            "d.no in (select k.no from (select cast(? as text) as id) asked join hotpatch.device k on hotpatch.device_key(k.entra_device_id, k.serial, k.id) "
                    + "= hotpatch.device_key(asked.id, null, null) and k.entra_device_id = asked.id)" + NEWEST, "d.name = ?" + NEWEST);
    private static final String FACTS = """
            select d.*, u.owner is not null as owner_known, u.region, w.device_id is not null as workload_known, h.device_id is not null as script_ran,
                h.observed_at as script_ran_at, coalesce(e.state, o.state) as enrolment, case when e.state is null then o.errors else e.errors end as enrolment_errors,
                case when e.state is null then o.changed_at else e.changed_at end as enrolment_changed, s.scanned_at, s.received_at as scan_received,
                case when d.duplicate then (select o.id from hotpatch.device o where not o.duplicate and o.id <> d.id and (o.entra_device_id = d.entra_device_id
                    or o.serial = d.serial and hotpatch.tells_apart(d.serial)) order by coalesce(o.entra_device_id = d.entra_device_id, false) desc, o.id limit 1) end as speaks,
                (select max(v.version) from hotpatch.revision v where v.line = d.line and v.build = d.build) as version
            from hotpatch.device d left join hotpatch.user_licence u on u.owner = lower(d.owner)
            left join hotpatch.update_workload w on w.device_id = d.id left join hotpatch.hybrid_code h on h.device_id = d.id
            left join hotpatch.update_enrolment e on e.entra_id = d.entra_device_id left join hotpatch.update_enrolment o on o.entra_id = d.object_id
            left join hotpatch.update_scan s on s.device_id = d.id
            where %s limit 1
            """;

    private final JdbcTemplate jdbc;

    KnownDeviceRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** By Intune id, Entra device id, Entra object id or name; of several of one name, the one that was seen last. */
    Optional<KnownDevice> find(String text) {
        return PLACES.stream().map(place -> jdbc.query(FACTS.formatted(place), (rs, n) -> device(rs), text).stream().findFirst())
                .flatMap(Optional::stream).findFirst();
    }

    private KnownDevice device(ResultSet rs) throws SQLException {
        Map<String, Instant> read = readAt();
        Facts facts = new Facts(instant(rs, "observed_at"), instant(rs, "received_at"));
        facts.listed("Intune device id", rs.getString("id"));
        facts.listed("Entra device id", rs.getString("entra_device_id"));
        facts.add("Entra object id", rs.getString("object_id"), ENTRA, null, read.get("Entra devices"), null);
        facts.listed("Serial number", rs.getString("serial"));
        facts.listed("Name", rs.getString("name"));
        facts.listed("Owner", rs.getString("owner"));
        facts.listed("Model", rs.getString("model"));
        facts.listed("Enrolled", moment(rs, "enrolled_at"));
        facts.listed("Last check-in", moment(rs, "last_check_in"));
        facts.listed("Retired", rs.getBoolean("retired") ? "yes" : "no");
        String absent = moment(rs, "absent_since");
        facts.add("In Intune's list", absent == null ? "yes" : "no", INTUNE, facts.observed, facts.received, absent == null ? null : rs.getBoolean("gone")
                ? "no list had it since " + absent + ": it is neither counted nor planned" : "the list of " + absent + " lacked it; where the next one does too, it is gone");
        facts.add("Another record of a device", rs.getBoolean("duplicate") ? "yes" : "no", INTUNE, facts.observed, facts.received,
                rs.getString("speaks") == null ? null : "record " + rs.getString("speaks") + " speaks for it: the same Entra device id or serial, and seen last");
        facts.listed("Product", known(rs.getString("line")));
        facts.add("Build", rs.getObject("build") == null ? null : rs.getInt("build") + "." + rs.getInt("ubr"), INTUNE, facts.observed, facts.received, since(rs));
        facts.add("Version", rs.getString("version"), CATALOG, facts.observed, facts.received, rs.getObject("build") == null ? null
                : rs.getString("version") == null ? "the catalog has not named this build" : "by its build");
        facts.listed("Edition", known(rs.getString("edition")));
        facts.listed("Processor", known(rs.getString("cpu")));
        facts.add("Compiled hybrid code", known(rs.getString("chpe")), "Detection script", instant(rs, "script_ran_at"), read.get("compiled hybrid code"),
                "ARM64".equals(rs.getString("cpu")) ? rs.getBoolean("script_ran") ? null : "the script has told nothing of this device" : "only Arm64 has it");
        facts.add("Virtualization-based security", known(rs.getString("vbs")), INVENTORY, null, instant(rs, "vbs_observed_at"), rs.getString("vbs_why"));
        facts.listed("Join", known(rs.getString("join_type")));
        boolean coManaged = rs.getString("management").startsWith("CO_MANAGED");
        facts.add("Management", known(rs.getString("management")), INTUNE, facts.observed, coManaged ? read.get("update workload") : facts.received,
                coManaged && !rs.getBoolean("workload_known") ? "who updates it is not said" : null);
        facts.add("Licence", known(rs.getString("licence")), ENTRA, null, read.get("licences"),
                rs.getString("owner") == null ? "it has no owner" : rs.getBoolean("owner_known") ? null : "its owner is not in Entra's list");
        facts.add("Region", rs.getString("region"), ENTRA, null, read.get("licences"), "where its owner uses his licences");
        facts.listed("Last seen hotpatched", Objects.requireNonNullElse(moment(rs, "hotpatched_at"), "never"));
        enrolment(rs, facts, read.get("update enrolment"));
        facts.add("Last update scan", moment(rs, "scanned_at"), REPORT, instant(rs, "scanned_at"), instant(rs, "scan_received"),
                instant(rs, "scanned_at") == null ? "only the report of a policy tells it, and none has of this device" : null);
        facts.add("Time zone", null, INTUNE, null, null, "Graph does not tell it; restart windows are in the tenant's zone");
        return new KnownDevice(rs.getString("id"), rs.getString("name"), rs.getString("object_id"), facts.all);
    }

    private static void enrolment(ResultSet rs, Facts facts, Instant read) throws SQLException {
        String state = rs.getString("enrolment");
        String errors = rs.getString("enrolment_errors");
        String unlisted = "the service does not list it, or may not be asked";
        facts.add("Enrolled for quality updates", known(state), UPDATES, instant(rs, "enrolment_changed"), read, state == null ? unlisted : null);
        facts.add("Errors of its enrolment", errors == null ? null : errors.isEmpty() ? "none" : errors, UPDATES, null, read,
                state == null ? unlisted : errors == null ? "the service does not say" : null);
    }

    /** A level was reached between two looks. */
    private static String since(ResultSet rs) throws SQLException {
        Instant since = instant(rs, "level_since");
        Instant after = instant(rs, "level_after");
        return since == null ? null : after == null ? "first seen with it " + since : "reached after " + after + ", seen first " + since;
    }

    private Map<String, Instant> readAt() {
        Map<String, Instant> at = new HashMap<>();
        jdbc.query("select source, finished_at from hotpatch.reading_progress where finished_at is not null",
                rs -> {
                    at.put(rs.getString(1), rs.getTimestamp(2).toInstant());
                });
        return at;
    }

    private static String known(String value) {
        return FactClasses.UNKNOWN.equals(value) ? null : value;
    }

    private static String moment(ResultSet rs, String column) throws SQLException {
        Instant at = instant(rs, column);
        return at == null ? null : at.toString();
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp value = rs.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }

    /** What is told so far; most of it by the list of devices. */
    private static final class Facts {

        private final List<KnownFact> all = new ArrayList<>();
        private final Instant observed;
        private final Instant received;

        Facts(Instant observed, Instant received) {
            this.observed = observed;
            this.received = received;
        }

        void listed(String name, String value) {
            add(name, value, INTUNE, observed, received, null);
        }

        void add(String name, String value, String source, Instant observedAt, Instant receivedAt, String remark) {
            all.add(new KnownFact(name, value, source, observedAt, receivedAt, remark));
        }
    }
}
