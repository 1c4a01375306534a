package io.hotpatchcycle.fleet;

import io.hotpatchcycle.release.ProductLine;
import java.util.Locale;
import java.util.Map;

/**
 * Maps raw values of the sources to the closed classes that eligibility is decided on. What is missing or not known
 * here becomes {@code UNKNOWN}; nothing is guessed.
 */
final class FactClasses {

    static final String UNKNOWN = "UNKNOWN";

    private static final int MAX_WHY = 100;
    /** Windows Server 2025 counts from here; a client that says so is not believed. */
    private static final int FIRST_OF_SERVERS = 32_230;

    /** The client for many sessions at once, of Azure Virtual Desktop; it only sounds like a server. */
    private static final String MANY_SESSIONS = "serverrdsh";

    private static final Map<String, String> CPU = Map.of("x64", "X64", "arm64", "ARM64", "x86", "X86", "arm", "X86");
    private static final Map<String, String> JOIN = Map.of("azureadjoined", "ENTRA", "hybridazureadjoined", "HYBRID",
            "azureadregistered", "REGISTERED");
    private static final Map<String, String> MANAGEMENT = Map.of("mdm", "INTUNE", "intuneclient", "INTUNE",
            "easmdm", "INTUNE", "easintuneclient", "INTUNE", "configurationmanagerclientmdm", "CO_MANAGED",
            "configurationmanagerclientmdmeas", "CO_MANAGED", "configurationmanagerclient", "OTHER", "mssense", "OTHER",
            "eas", "OTHER");
    private static final Map<String, String> ENROLMENT = Map.of("enrolled", "ENROLLED", "enrolledwithpolicy", "ENROLLED", "notenrolled", "NOT_ENROLLED",
            "enrolling", "ENROLLING", "unenrolling", "UNENROLLING");
    private static final Map<String, String> VBS = Map.of("running", "RUNNING", "rebootrequired", "REBOOT_REQUIRED",
            "notconfigured", "NOT_CONFIGURED", "notlicensed", "NOT_CAPABLE", "require64bitarchitecture", "NOT_CAPABLE",
            "doesnotmeethardwarerequirements", "NOT_CAPABLE");
    private static final java.util.Set<String> RETIRED = java.util.Set.of("retirepending", "retireissued", "wipepending",
            "wipeissued", "deletepending");

    private FactClasses() {
    }

    static String cpu(String raw) {
        return CPU.getOrDefault(lower(raw), UNKNOWN);
    }

    static String joinType(String raw) {
        return JOIN.getOrDefault(lower(raw), UNKNOWN);
    }

    static String management(String raw) {
        return MANAGEMENT.getOrDefault(lower(raw), UNKNOWN);
    }

    static String vbs(String raw) {
        return VBS.getOrDefault(lower(raw), UNKNOWN);
    }

    /** Why virtualization-based security does not run, in Graph's own words; null where it runs or nothing is said. */
    static String vbsWhy(String state, String requirement) {
        return vbs(state).equals("RUNNING") || requirement == null || requirement.equalsIgnoreCase("meetHardwareRequirements") ? null
                : cut(requirement);
    }

    /** Compiled hybrid code is off where hotpatch restrictions are set. */
    static String hybridCode(Integer restricted) {
        return restricted == null ? UNKNOWN : switch (restricted) {
            case 1 -> "OFF";
            case 0 -> "ON";
            default -> UNKNOWN;
        };
    }

    /** Of the service for Windows updates, for quality updates. */
    static String enrolment(String raw) {
        return ENROLMENT.getOrDefault(lower(raw), UNKNOWN);
    }

    /** A text as the database can hold it; null for null. */
    static String whole(String text) {
        return text == null || text.indexOf(0) < 0 ? text : text.replace("\0", "");
    }

    /** A source's own words, as long as a page shows them; null for null. */
    static String cut(String words) {
        String clean = whole(words);
        return clean == null || clean.length() <= MAX_WHY ? clean : clean.substring(0, MAX_WHY);
    }

    static boolean retired(String managementState) {
        return RETIRED.contains(lower(managementState));
    }

    /**
     * The edition family. {@code skuFamily} says EnterpriseS for LTSC, Core for Home, CloudEdition for SE and ServerRdsh for Enterprise of many
     * sessions; an N at the end is the same without media.
     */
    static String edition(String raw) {
        String name = lower(raw).replace(" ", "");
        if (name.isEmpty() || server(name)) {
            return UNKNOWN;
        }
        if (name.contains("ltsc") || name.endsWith("enterprises") || name.endsWith("enterprisesn") || name.contains("ltsb")) {
            return "LTSC";
        }
        if (name.contains("cloudedition") || name.endsWith("11se")) {
            return "SE";
        }
        if (name.contains("education")) {
            return "EDUCATION";
        }
        if (name.contains("enterprise") || name.contains(MANY_SESSIONS)) {
            return "ENTERPRISE";
        }
        if (name.contains("pro")) {
            return "PRO";
        }
        return name.contains("home") || name.contains("core") ? "HOME" : UNKNOWN;
    }

    /** Whether this is an edition of the server. */
    private static boolean server(String lowerName) {
        return lowerName.contains("server") && !lowerName.contains(MANY_SESSIONS);
    }

    /** Graph has no property for compiled hybrid code, a script may tell it: only Arm64 devices need it known. */
    static String chpe(String cpuClass) {
        return switch (cpuClass) {
            case "X64", "X86" -> "NOT_APPLICABLE";
            default -> UNKNOWN;
        };
    }

    /** Build and UBR of {@code 10.0.BUILD.UBR}; null where the text is not of that form or absurd: no client is near the revisions of the server. */
    static OsVersion osVersion(String raw) {
        if (raw == null || !raw.matches("10\\.0\\.\\d{4,6}\\.\\d{1,6}")) {
            return new OsVersion(ProductLine.UNKNOWN, null, null);
        }
        String[] parts = raw.split("\\.");
        Integer build = Integer.valueOf(parts[2]);
        Integer ubr = Integer.valueOf(parts[3]);
        return new OsVersion(ProductLine.ofClientBuild(build), build, ubr < FIRST_OF_SERVERS ? ubr : null);
    }

    /** As above, for a device whose edition is known: client and server share build numbers. */
    static OsVersion osVersion(String raw, String edition) {
        OsVersion version = osVersion(raw);
        return server(lower(edition)) ? new OsVersion(ProductLine.WINDOWS_SERVER, version.build(), version.ubr()) : version;
    }

    private static String lower(String raw) {
        return raw == null ? "" : raw.trim().toLowerCase(Locale.ROOT);
    }

    /** Line, build and UBR; the numbers are null when unknown. */
    record OsVersion(ProductLine line, Integer build, Integer ubr) {
    }
}
