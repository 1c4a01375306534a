package io.hotpatchcycle.process;

import java.util.regex.Pattern;

/** Why a step failed for good, told from its message. Each type has a page that says what to do. */
public enum IncidentType {

    /** Microsoft Graph was busy, down or silent for longer than all attempts. */
    GRAPH_UNAVAILABLE("(?s).*Microsoft Graph: (no answer|HTTP (408|429|5\\d\\d)).*", "graph-unavailable"),
    /** Microsoft Graph does not let us, or does not know what we ask for. */
    GRAPH_REFUSED("(?s).*Microsoft Graph(: HTTP 4\\d\\d| refused to write .*\\(HTTP 4\\d\\d\\)).*", "graph-refused"),
    /** An answer came and cannot be used. */
    GRAPH_UNREADABLE("(?s).*Could not read .* from Microsoft Graph: .*", "graph-unreadable"),
    /** Intune does not show what was asked of it, or has not what a step needs. */
    NOT_CONFIRMED("(?s).*(It is tried again[;,]|the step is then tried again).*", "not-confirmed"),
    /** The database did not do what it was asked. */
    DATABASE("(?si).*(\\bSQL\\b|JDBC|connection is not available|deadlock|could not serialize|PSQLException|ENGINE-030).*", "database"),
    /** A model, a decision or a form asks for something that is not there. */
    MODEL("(?si).*(ENGINE-0[12]|DMN-|FEEL|unknown property|no outgoing sequence flow|hotpatch\\.rings|ring-policy|model set).*", "model"),
    /** Anything else: a fault of the program. */
    UNEXPECTED("(?s).*", "unexpected-failure");

    private final Pattern message;
    private final String page;

    IncidentType(String message, String page) {
        this.message = Pattern.compile(message);
        this.page = page;
    }

    /** The type of an incident with this message; without one it is unexpected. */
    public static IncidentType of(String message) {
        for (IncidentType type : values()) {
            if (message != null && type.message.matcher(message).matches()) {
                return type;
            }
        }
        return UNEXPECTED;
    }

    /** Where its page is. */
    public String runbook() {
        return "docs/runbooks/" + page + ".md";
    }
}
