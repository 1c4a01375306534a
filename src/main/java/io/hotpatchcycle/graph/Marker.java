package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words in a description by which we know what is ours: {@code [hotpatch-cycle unit=pilot]}. */
final class Marker {

    private static final Pattern MARKER = Pattern.compile("\\[hotpatch-cycle unit=([^\\]]+)\\]");

    private Marker() {
    }

    static String of(String unit) {
        return "[hotpatch-cycle unit=" + unit + "]";
    }

    /** The unit an element's description names; null when it is not ours, or names more than one. */
    static String unit(JsonNode element) {
        Matcher matcher = MARKER.matcher(Json.text(element, "description", ""));
        if (!matcher.find()) {
            return null;
        }
        String unit = matcher.group(1);
        return matcher.find() ? null : unit;
    }
}
