package io.hotpatchcycle.governance;

import io.hotpatchcycle.audit.Trail;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What the program was configured with, in the trail: a year later it is known since when it was allowed to write, which group held which role, and which
 * freezes held. Told when it is another one than before. Of what is secret, only that it is set.
 */
public final class SettingsInForce {

    static final String TYPE = "configuration.set";
    private static final String SET = "(set)";
    private static final Pattern SECRET = Pattern.compile("secret|password|passphrase|token|credential|webhook", Pattern.CASE_INSENSITIVE);
    /** An address may carry a key behind its question mark, or before its host. */
    private static final Pattern KEY_IN_ADDRESS = Pattern.compile("(?<=://)[^/@\\s]+@|\\?\\S+");

    private final GovernanceRows rows;
    private final Trail trail;

    public SettingsInForce(GovernanceRows rows, Trail trail) {
        this.rows = rows;
        this.trail = trail;
    }

    /**
     * Notes the settings in force, at start; nothing where they are those of before.
     *
     * @param settings names without their common beginning, e.g. {@code mode}, and values
     */
    public void configured(Map<String, String> settings) {
        SortedMap<String, String> now = new TreeMap<>();
        settings.forEach((name, value) -> now.put(name, told(name, value)));
        Map<String, String> before = rows.settings();
        if (!now.equals(before)) {
            TreeSet<String> names = new TreeSet<>(now.keySet());
            names.addAll(before.keySet());
            List<String> changed = names.stream().filter(name -> !Objects.equals(now.get(name), before.get(name)))
                    .map(name -> name + ": " + before.getOrDefault(name, "not set") + " -> " + now.getOrDefault(name, "not set")).toList();
            trail.system(TYPE, null, null, Map.of("settings", now, "changed", before.isEmpty() ? List.of() : changed));
        }
    }

    private static String told(String name, String value) {
        if (value.isEmpty()) {
            return value;
        }
        return SECRET.matcher(name).find() ? SET : KEY_IN_ADDRESS.matcher(value).replaceAll(SET);
    }
}
