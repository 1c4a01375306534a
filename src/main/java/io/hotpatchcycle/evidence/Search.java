package io.hotpatchcycle.evidence;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What is looked for. Each part is null for "any".
 *
 * @param from   not before, business time
 * @param to     before, business time
 * @param person who decided, asked, stopped or lifted
 * @param device Intune id, Entra device id, Entra object id or name
 * @param type   start of the type of an event
 * @param rule   of who may not decide, by which somebody was refused
 */
public record Search(Instant from, Instant to, String cycle, String person, String ring, String device, String kb, String cve, String type, String rule) {

    /** Everything there is. */
    public static final Search ALL = new Search(null, null, null, null, null, null, null, null, null, null);

    /** Everything of a period. */
    public static Search within(Instant from, Instant to) {
        return new Search(from, to, null, null, null, null, null, null, null, null);
    }

    Map<String, Object> parameters(Long deviceNo) {
        Map<String, Object> found = new HashMap<>();
        found.put("from", from);
        found.put("to", to);
        found.put("cycle", cycle);
        found.put("person", person);
        found.put("ring", ring);
        found.put("device", deviceNo);
        found.put("kb", kb);
        found.put("cve", cve);
        found.put("type", type);
        found.put("rule", rule);
        return found;
    }
}
