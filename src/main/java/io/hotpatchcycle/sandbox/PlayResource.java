package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.hotpatchcycle.sandbox.Router.In;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** What a test plays beyond Graph and what must survive a restart: an extra release, other luck with a release, deleted devices. */
final class PlayResource {

    private final Tenant tenant;

    PlayResource(Tenant tenant) {
        this.tenant = tenant;
    }

    void register() {
        tenant.router.on(In.CONTROL, "POST", "__sandbox/releases", this::publish).on(In.CONTROL, "POST", "__sandbox/luck", this::luck)
                .on(In.CONTROL, "POST", "__sandbox/deletions", this::delete)
                .on(In.CONTROL, "POST", "__sandbox/autopatch", this::autopatch);
    }

    /** One row, or an array of rows of one release; published at once. */
    private Reply publish(Request request) {
        List<JsonNode> nodes = new ArrayList<>();
        if (request.body().isArray()) {
            request.body().forEach(nodes::add);
        } else {
            nodes.add(request.body());
        }
        List<ReleaseList.Row> rows = rows(nodes);
        JsonNode flag = nodes.get(0).get("isHotpatchUpdate");
        boolean without = nodes.get(0).path("omitIsHotpatchUpdate").asBoolean(false);
        Release release = tenant.catalog.add(rows, Instant.ofEpochSecond(tenant.now()).atZone(ZoneOffset.UTC).toLocalDate(), tenant.now(), flag, without);
        tenant.simulation.publish(release);
        return Reply.created(Json.object().put("shortName", release.shortName()).put("entryId", release.entryId()).put("itemId", release.itemId())
                .put("releaseDateTime", Json.time(release.at())));
    }

    private List<ReleaseList.Row> rows(List<JsonNode> nodes) {
        StringWriter csv = new StringWriter();
        try (CSVPrinter printer = new CSVPrinter(csv, CSVFormat.RFC4180)) {
            printer.printRecord(ReleaseFile.COLUMNS);
            for (JsonNode node : nodes) {
                printer.printRecord(ReleaseFile.COLUMNS.stream().map(column -> cell(node, column)).toList());
            }
            List<ReleaseList.Row> rows = new ReleaseFile("the release").read(new StringReader(csv.toString()), false).rows();
            if (rows.isEmpty()) {
                throw GraphException.badRequest("The release has no row with a day and an actual type.");
            }
            return rows;
        } catch (IllegalArgumentException e) {
            throw GraphException.badRequest(e.getMessage());
        } catch (IOException e) {
            throw new IllegalStateException("A release cannot be written as CSV.", e);
        }
    }

    private String cell(JsonNode node, String column) {
        String value = node.path(column).asText("");
        return column.equals("date") && value.isEmpty() ? Json.time(tenant.now()).substring(0, 10) : value;
    }

    private Reply luck(Request request) {
        JsonNode body = request.body();
        String release = body.path("release").asText();
        if (tenant.catalog.all().stream().noneMatch(r -> r.shortName().equals(release))) {
            throw GraphException.badRequest("There is no release '" + release + "' in the sandbox.");
        }
        tenant.luck.play(release, new Luck.Shares(share(body, "failRate", 0.01), share(body, "rollbackRate", 0.001), share(body, "silentRate", 0.0005),
                share(body, "crashRate", 0.002), share(body, "hangRate", 0.004)));
        return Reply.noContent();
    }

    /** {@code {"from": "entra" or "intune", "devices": [Intune or Entra object ids]}}: as an admin tidies up; all of them or none. */
    private Reply delete(Request request) {
        String from = request.body().path("from").asText();
        if (!from.equals("entra") && !from.equals("intune")) {
            throw GraphException.badRequest("from must be entra or intune, not '" + from + "'.");
        }
        List<Integer> devices = new ArrayList<>();
        for (JsonNode id : request.body().path("devices")) {
            int device = tenant.fleet.byEitherId(id.asText());
            if (device < 0) {
                throw GraphException.badRequest("Device " + id.asText() + " does not exist.");
            }
            devices.add(device);
        }
        devices.forEach(device -> tenant.simulation.delete(device, from.equals("entra")));
        return Reply.noContent();
    }

    /** {@code {"share": 0.1}}: an Autopatch group with that share of the devices, a tenth of them in its ring Test. */
    private Reply autopatch(Request request) {
        double share = share(request.body(), "share", 0.1);
        Furniture.autopatch(tenant, tenant.now());
        for (int device = 0; device < tenant.fleet.size(); device++) {
            double place = tenant.dice.unit(Dice.Purpose.JOB, device, 78);
            if (place < share && !tenant.fleet.facts.duplicate(device) && !tenant.fleet.log.outOfEntra(device)) {
                tenant.simulation.place(device, tenant.fleet.groups(device) | 1L << (place < share / 10 ? Groups.AUTOPATCH_TEST : Groups.AUTOPATCH_RING));
            }
        }
        tenant.simulation.reconsiderAll();
        return Reply.noContent();
    }

    private static double share(JsonNode body, String name, double otherwise) {
        double value = body.path(name).asDouble(otherwise);
        if (!(value >= 0 && value <= 1)) {
            throw GraphException.badRequest(name + " must be 0 to 1, not " + value + ".");
        }
        return value;
    }
}
