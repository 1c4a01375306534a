package io.hotpatchcycle.console;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The lists of the desk, in the order of its menu. */
enum DeskRoom {

    CYCLES("cycles", "Cycles", "Every cycle with its release, by time, person, ring, device, KB or CVE. A person is found by anything of his in the trail.",
            "from", "to", "person", "ring", "device", "kb", "cve"),
    APPROVALS("approvals", "Approvals", "Who was asked, who decided what and when, also about exemptions and releases without a cycle. What was shown has its SHA-256; the form as frozen is on the cycle's page.",
            "from", "to", "person", "ring", "device", "kb", "cve", "cycle"),
    INSTANCES("instances", "Instances", "Process instances of any model version, finished or running. Each opens on its own diagram with the path it took. "
            + "Readings of the catalog are listed when their process is asked for: release-intake.",
            "from", "to", "cycle", "ring", "type"),
    OPERATIONS("operations", "Operations", "The engine's operation log: what people did in Tasklist, Cockpit and over REST, and what the program did by itself (system).",
            "from", "to", "person", "cycle", "type"),
    EVENTS("events", "Trail", "The sealed trail, newest first. The number it was sealed as proves its place in the chain; without one it still waits.",
            "from", "to", "person", "ring", "cycle", "type", "rule"),
    SIGN_INS("sign-ins", "Sign-ins", "Sign-ins, refusals and changes of accounts, as far as the trail tells of them.", "from", "to", "person", "type"),
    ACCESS("access", "Roles", "Access review: who held which role when, and who gave or took it, whatever the way in. Without a period: all there ever were.",
            "from", "to", "person");

    private final String path;
    private final String title;
    private final String lead;
    private final List<String> fields;

    DeskRoom(String path, String title, String lead, String... fields) {
        this.path = path;
        this.title = title;
        this.lead = lead;
        this.fields = List.of(fields);
    }

    static Optional<DeskRoom> at(String path) {
        return Arrays.stream(values()).filter(r -> r.path.equals(path)).findFirst();
    }

    public String path() {
        return path;
    }

    public String title() {
        return title;
    }

    public String lead() {
        return lead;
    }

    List<String> fields() {
        return fields;
    }

    /** The field's label; what {@code type} means differs. */
    String label(String field) {
        return switch (field) {
            case "from" -> "From";
            case "to" -> "To";
            case "kb" -> "KB";
            case "cve" -> "CVE";
            case "type" -> this == INSTANCES ? "Process" : this == OPERATIONS ? "Operation" : "Type starts with";
            case "rule" -> "Refused by rule";
            default -> DeskTable.words(field);
        };
    }

    /** An example of what the field takes. */
    static String example(String field) {
        return switch (field) {
            case "person" -> "change.manager";
            case "ring" -> "pilot";
            case "device" -> "name or id";
            case "kb" -> "KB5120994";
            case "cve" -> "CVE-2026-1234";
            case "cycle" -> "2026.08-B";
            case "rule" -> "REQUESTER";
            default -> "";
        };
    }
}
