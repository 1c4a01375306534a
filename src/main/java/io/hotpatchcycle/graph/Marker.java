package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words in a description by which we know what is ours: {@code [hotpatch-cycle unit=pilot]}, {@code [hotpatch-cycle expedite=2026.11-B/pilot/0]}. */
final class Marker {

    private static final Pattern MARKER = Pattern.compile("\\[hotpatch-cycle unit=([^\\]]+)\\]");
    private static final Pattern EXPEDITE = Pattern.compile("\\[hotpatch-cycle expedite=([^\\]]+)\\]");

    private Marker() {
    }

    static String of(String unit) {
        return "[hotpatch-cycle unit=" + unit + "]";
    }

    /** The unit an element's description names; null when it is not ours, or names more than one. */
    static String unit(JsonNode element) {
        return only(MARKER, element);
    }

    static String ofExpedite(String owner) {
        return "[hotpatch-cycle expedite=" + owner + "]";
    }

    /** Whose expedite policy it is; null when it is not ours, or names more than one. */
    static String expedite(JsonNode element) {
        return only(EXPEDITE, element);
    }

    private static String only(Pattern marker, JsonNode element) {
        Matcher matcher = marker.matcher(Json.text(element, "description", ""));
        if (!matcher.find()) {
            return null;
        }
        String name = matcher.group(1);
        return matcher.find() ? null : name;
    }
}
