package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One call, from the network, from a batch or from the journal.
 *
 * @param version  {@code v1.0}, {@code beta} or empty for the control API
 * @param path     as sent, without the query
 * @param segments decoded path without the version; action names without namespace; {@code x('id')} as two segments
 * @param base     scheme, host and port, for links
 * @param values   what the template of the route named
 * @param caller   the bearer token, empty where there is none
 */
record Request(String method, String version, String path, String rawQuery, List<String> segments, Map<String, String> query,
               JsonNode body, String base, Map<String, String> values, String caller) {

    private static final Pattern KEY = Pattern.compile("([\\w.]+)\\('([^']*)'\\)");
    private static final Pattern CALL = Pattern.compile("([\\w.]+)\\((\\w+)=(.*)\\)", Pattern.DOTALL);

    static Request of(String method, String rawPath, String rawQuery, JsonNode body, String base) {
        List<String> segments = new ArrayList<>();
        Map<String, String> values = new LinkedHashMap<>();
        for (String raw : rawPath.split("/")) {
            if (!raw.isEmpty()) {
                split(decode(raw.replace("+", "%2B")), segments, values);
            }
        }
        String version = "";
        if (!segments.isEmpty() && (segments.get(0).equals("v1.0") || segments.get(0).equals("beta"))) {
            version = segments.remove(0);
        }
        return new Request(method, version, rawPath, rawQuery == null ? "" : rawQuery, List.copyOf(segments), query(rawQuery),
                body == null ? MissingNode.getInstance() : body, base, values, "");
    }

    private static void split(String segment, List<String> segments, Map<String, String> values) {
        Matcher key = KEY.matcher(segment);
        Matcher call = CALL.matcher(segment);
        if (key.matches()) {
            segments.add(bare(key.group(1)));
            segments.add(key.group(2));
        } else if (call.matches()) {
            segments.add(bare(call.group(1)));
            values.put(call.group(2), call.group(3).replaceAll("^'|'$", ""));
        } else {
            segments.add(bare(segment));
        }
    }

    private static String bare(String name) {
        return name.replaceFirst("^(microsoft\\.)?graph\\.(windowsUpdates\\.)?", "");
    }

    private static Map<String, String> query(String rawQuery) {
        Map<String, String> query = new LinkedHashMap<>();
        if (rawQuery != null) {
            for (String pair : rawQuery.split("&")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    query.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
                }
            }
        }
        return query;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw GraphException.badRequest("The URL contains a broken escape sequence: " + text);
        }
    }

    Request with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(values);
        all.putAll(more);
        return new Request(method, version, path, rawQuery, segments, query, body, base, all, caller);
    }

    /** The same call by whoever holds this token. */
    Request by(String token) {
        return new Request(method, version, path, rawQuery, segments, query, body, base, values, token);
    }

    boolean beta() {
        return version.equals("beta");
    }

    /** What the route named, or null. */
    String value(String name) {
        return values.get(name);
    }

    /** A query option such as {@code $filter}, or null. */
    String option(String name) {
        return query.get(name);
    }

    boolean write() {
        return !method.equals("GET");
    }

    /** The address of a resource, for {@code @odata.context}. */
    String context(String of) {
        return base + "/" + version + "/$metadata#" + of;
    }
}
