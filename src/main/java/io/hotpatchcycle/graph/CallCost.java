package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.kiota.HttpMethod;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;

/** What a request costs, by family: Graph meters each item of a batch, and a write also as a write. */
final class CallCost {

    private static final int TRANSITIVE = 5;
    private static final int COLLECTION = 3;
    private static final int SMALL_PAGE = 20;

    private CallCost() {
    }

    static Map<CallFamily, Integer> of(HttpMethod method, URI uri, JsonNode body) {
        Map<CallFamily, Integer> cost = new EnumMap<>(CallFamily.class);
        if (isBatch(uri) && body != null) {
            body.path("requests").forEach(item -> add(cost, item));
        } else {
            add(cost, method == HttpMethod.GET, path(uri) + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
        }
        return cost;
    }

    /** Of one request inside a batch. */
    static Map<CallFamily, Integer> ofItem(JsonNode item) {
        Map<CallFamily, Integer> cost = new EnumMap<>(CallFamily.class);
        add(cost, item);
        return cost;
    }

    static boolean isBatch(URI uri) {
        return path(uri).equals("/$batch");
    }

    private static String path(URI uri) {
        return uri.getRawPath().replaceFirst("^.*?/(v1\\.0|beta)/", "/");
    }

    private static void add(Map<CallFamily, Integer> cost, JsonNode item) {
        add(cost, item.path("method").asText().equals("GET"), item.path("url").asText());
    }

    private static void add(Map<CallFamily, Integer> cost, boolean read, String target) {
        CallFamily family = target.startsWith("/deviceManagement/managedDevices") ? CallFamily.INTUNE_DEVICES
                : target.startsWith("/deviceManagement/") || target.startsWith("/admin/windows/") ? CallFamily.INTUNE_CONFIGURATION : CallFamily.IDENTITY;
        cost.merge(family, family == CallFamily.IDENTITY ? units(target) : 1, Integer::sum);
        if (!read) {
            cost.merge(family.writes(), 1, Integer::sum);
        }
    }

    /** Resource units of the identity service: by resource, one less with $select, one more with $expand, one less for a small page; at least 1. */
    private static int units(String target) {
        String query = target.contains("?") ? target.substring(target.indexOf('?')) : "";
        String path = target.substring(0, target.length() - query.length());
        int units = path.contains("/transitiveMembers") ? TRANSITIVE : path.contains("/members") || path.startsWith("/subscribedSkus") ? COLLECTION
                : path.contains("/licenseDetails") ? 2 : 1;
        String options = query.replace("%24", "$");
        units += (options.contains("$select=") ? -1 : 0) + (options.contains("$expand=") ? 1 : 0) + (smallPage(options) ? -1 : 0);
        return Math.max(1, units);
    }

    private static boolean smallPage(String options) {
        int at = options.indexOf("$top=");
        String number = at < 0 ? "" : options.substring(at + "$top=".length()).split("&")[0];
        return number.matches("\\d{1,6}") && Integer.parseInt(number) < SMALL_PAGE;
    }
}
