package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What has changed among the devices of the directory: all of them first, then those that were deleted since. No device of the sandbox is registered
 * anew. A token says how many were deleted when it was given out, and is taken for seven days.
 */
final class EntraDelta {

    private static final long SECONDS_TAKEN = 7L * 24 * 60 * 60;
    private static final int PAGE = 200;
    private static final Pattern TOKEN = Pattern.compile("(all|since):(\\d{1,9}):(\\d{1,12})");

    private final Tenant tenant;

    EntraDelta(Tenant tenant) {
        this.tenant = tenant;
    }

    private record Token(String kind, int deleted, long at) {

        String text() {
            return Base64.getUrlEncoder().withoutPadding().encodeToString((kind + ":" + deleted + ":" + at).getBytes(StandardCharsets.US_ASCII));
        }
    }

    Reply read(Request request) {
        if (request.option("$filter") != null || request.option("$top") != null) {
            throw GraphException.badRequest("A delta of devices takes no $filter and no $top here.");
        }
        List<Integer> deleted = tenant.fleet.log.deletedInEntra();
        String asked = request.option("$deltatoken");
        Token now = new Token("since", deleted.size(), tenant.now());
        if ("latest".equals(asked)) {
            ObjectNode body = Json.object().put("@odata.context", request.context("devices")).put("@odata.deltaLink", link(request, now));
            body.putArray("value");
            return Reply.ok(body);
        }
        Token token = asked == null ? new Token("all", deleted.size(), tenant.now()) : parse(asked);
        if (tenant.now() - token.at > SECONDS_TAKEN || token.deleted > deleted.size()) {
            throw new GraphException(410, "syncStateNotFound", "The sync state generation is not found; continuation token is expired.");
        }
        Paging paging = Paging.of(request, PAGE, PAGE);
        Reply page = token.kind.equals("all")
                ? paging.page("devices", tenant.fleet.size(), i -> !tenant.fleet.facts.duplicate(i) && !tenant.fleet.log.outOfEntra(i),
                        i -> EntraDeviceResource.node(tenant, i, request))
                : paging.page("devices", deleted.size(), i -> i >= token.deleted, i -> removed(deleted.get(i)));
        ObjectNode body = (ObjectNode) page.body();
        if (body.has("@odata.nextLink")) {
            // The changes are told from when the first page was read.
            body.put("@odata.nextLink", asked != null ? body.path("@odata.nextLink").asText() : body.path("@odata.nextLink").asText() + "&$deltatoken=" + token.text());
        } else {
            body.put("@odata.deltaLink", link(request, token.kind.equals("all") ? new Token("since", token.deleted, token.at) : now));
        }
        return Reply.ok(body);
    }

    private ObjectNode removed(int device) {
        ObjectNode gone = Json.object().put("id", tenant.fleet.objectId(device));
        gone.putObject("@removed").put("reason", "changed");
        return gone;
    }

    private static Token parse(String text) {
        try {
            Matcher token = TOKEN.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII));
            if (token.matches()) {
                return new Token(token.group(1), Integer.parseInt(token.group(2)), Long.parseLong(token.group(3)));
            }
        } catch (IllegalArgumentException e) {
            // answered below
        }
        throw GraphException.badRequest("Badly formed token.");
    }

    private static String link(Request request, Token token) {
        String select = request.option("$select");
        return request.base() + request.path() + "?" + (select == null ? "" : "$select=" + select + "&") + "$deltatoken=" + token.text();
    }
}
