package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.sandbox.Router.In;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The control API: clock, tenant, writes, truth about devices, faults. */
final class ControlResource {

    private final Tenant tenant;
    private final Fault.Plan faults;
    private final CallLog calls;
    private final Throttle throttle;

    ControlResource(Tenant tenant, Fault.Plan faults, CallLog calls, Throttle throttle) {
        this.tenant = tenant;
        this.faults = faults;
        this.calls = calls;
        this.throttle = throttle;
    }

    void register() {
        tenant.router.on(In.CONTROL, "GET", "__sandbox/clock", request -> clock())
                .on(In.CONTROL, "POST", "__sandbox/clock", this::setClock)
                .on(In.CONTROL, "GET", "__sandbox/tenant", request -> tenant())
                .on(In.CONTROL, "GET", "__sandbox/writes", this::writes)
                .on(In.CONTROL, "GET", "__sandbox/devices", this::devices)
                .on(In.CONTROL, "GET", "__sandbox/devices/{id}/history", this::history)
                .on(In.CONTROL, "GET", "__sandbox/restarts", request -> restarts())
                .on(In.CONTROL, "GET", "__sandbox/calls", request -> Reply.ok(calls.list()))
                .on(In.CONTROL, "DELETE", "__sandbox/calls", request -> {
                    calls.clear();
                    return Reply.noContent();
                })
                .on(In.CONTROL, "GET", "__sandbox/throttle", request -> throttle.told())
                .on(In.CONTROL, "POST", "__sandbox/throttle", request -> {
                    throttle.set(request.body().path("enforce").asBoolean(false));
                    return throttle.told();
                })
                .on(In.CONTROL, "POST", "__sandbox/faults", this::plan)
                .on(In.CONTROL, "GET", "__sandbox/faults", request -> Reply.ok(Json.object().put("left", faults.left())))
                .on(In.CONTROL, "DELETE", "__sandbox/faults", request -> {
                    faults.clear();
                    return Reply.noContent();
                });
    }

    private Reply clock() {
        return Reply.ok(Json.object().put("now", Instant.ofEpochMilli(tenant.clock.millis()).toString()).put("pace", tenant.clock.pace())
                .put("releaseShiftDays", tenant.origin.shift().days()).put("startedAt", Json.time(tenant.origin.startedAt())));
    }

    private Reply setClock(Request request) {
        JsonNode body = request.body();
        Instant target = null;
        try {
            target = body.hasNonNull("now") ? Instant.parse(body.get("now").asText()) : null;
        } catch (DateTimeException e) {
            throw GraphException.badRequest("'" + body.get("now").asText() + "' is not a time such as 2026-08-11T17:00:00Z.");
        }
        JsonNode pace = body.path("pace");
        if (!pace.isMissingNode() && !(pace.isInt() && pace.asInt() >= 0 && pace.asInt() <= SandboxSettings.MAX_PACE)) {
            throw GraphException.badRequest("pace must be a whole number from 0 to " + SandboxSettings.MAX_PACE + ", not " + pace + ".");
        }
        if (target != null) {
            tenant.clock.jump(target.toEpochMilli());
        }
        if (!pace.isMissingNode()) {
            tenant.clock.pace(pace.asInt());
        }
        tenant.clockChanged();
        return clock();
    }

    private Reply tenant() {
        ReleaseList releases = tenant.origin.releases();
        ObjectNode node = Json.object().put("devices", tenant.settings.devices()).put("seed", tenant.settings.seed())
                .put("gateAnswer", tenant.settings.gateAnswer().name()).put("releaseShiftDays", tenant.origin.shift().days());
        node.set("skipped", Json.strings(releases.skipped()));
        node.set("madeUp", Json.strings(releases.madeUp()));
        return Reply.ok(node);
    }

    private Reply writes(Request request) {
        String option = request.option("since");
        if (option != null && !option.matches("\\d{1,12}")) {
            throw GraphException.badRequest("since must be a sequence number, not '" + option + "'.");
        }
        long since = option == null ? 0 : Long.parseLong(option);
        Large lines = tenant.journal.after(since);
        return lines == null ? Reply.ok(Json.array()) : inFile(out -> {
            out.write('[');
            lines.writeTo(new CommasForLines(out), lines.length() - 1);
            out.write(']');
        });
    }

    private Reply devices(Request request) {
        if ("true".equals(request.option("summary"))) {
            return summary();
        }
        ArrayNode array = Json.array();
        String ids = request.option("ids");
        for (String id : ids == null ? new String[0] : ids.split(",")) {
            array.add(truth(require(id)));
        }
        return Reply.ok(array);
    }

    private Device require(String id) {
        int device = tenant.fleet.byEitherId(id);
        if (device < 0) {
            throw GraphException.notFound("ResourceNotFound", "The sandbox has no device with the Intune or Entra object id " + id + ".");
        }
        return tenant.device(device);
    }

    private ObjectNode truth(Device device) {
        DeviceFacts facts = tenant.fleet.facts;
        ObjectNode node = Json.object().put("id", tenant.fleet.managedId(device.index)).put("objectId", tenant.fleet.objectId(device.index))
                .put("deviceName", facts.name(device.index)).put("build", device.build).put("ubr", device.ubr)
                .put("kind", facts.kind(device.index).name()).put("duplicate", facts.duplicate(device.index))
                .put("hotpatchCapable", facts.capable(device.index)).put("phase", device.phase.name())
                .put("release", device.release == null ? null : device.release.shortName())
                .put("pendingRestart", device.phase == Device.Phase.RESTART_REQUIRED)
                .put("failed", device.phase == Device.Phase.FAILED || device.phase == Device.Phase.ROLLED_BACK)
                .put("online", tenant.presence.nextOnline(device, tenant.now()) == tenant.now())
                .put("lastCheckIn", Json.time(tenant.presence.lastCheckIn(device, tenant.now()))).put("restarts", device.restarts.size());
        ArrayNode groups = node.putArray("groups");
        tenant.groups.all().stream().filter(g -> device.in(g.index())).forEach(g -> groups.add(g.name()));
        return node;
    }

    private Reply summary() {
        Map<String, Integer> levels = new TreeMap<>();
        Map<String, Integer> causes = new TreeMap<>();
        int[] counts = new int[5];
        for (int index = 0; index < tenant.fleet.size(); index++) {
            Device device = tenant.device(index);
            levels.merge(device.build + "." + device.ubr, 1, Integer::sum);
            counts[0] += device.restarts.size();
            for (int i = 0; i < device.restarts.size(); i++) {
                causes.merge(Device.Cause.values()[(int) (device.restarts.value(i) >> 8)].name(), 1, Integer::sum);
            }
            counts[1] += device.phase == Device.Phase.RESTART_REQUIRED ? 1 : 0;
            counts[2] += device.phase == Device.Phase.FAILED || device.phase == Device.Phase.ROLLED_BACK ? 1 : 0;
            counts[3] += device.goneFrom <= tenant.now() ? 1 : 0;
            counts[4] += tenant.fleet.facts.capable(device.index) && device.goneFrom > tenant.now() ? 1 : 0;
        }
        ObjectNode node = Json.object().put("devices", tenant.fleet.size()).put("restarts", counts[0]).put("pendingRestart", counts[1])
                .put("failed", counts[2]).put("gone", counts[3]).put("hotpatchCapable", counts[4]);
        levels.forEach(node.putObject("levels")::put);
        causes.forEach(node.putObject("restartsByCause")::put);
        return Reply.ok(node);
    }

    /** How often each device has restarted. */
    private Reply restarts() {
        return inFile(out -> {
            // not closed: that would close the file
            JsonGenerator json = Json.MAPPER.getFactory().createGenerator(out);
            json.writeStartObject();
            for (int i = 0; i < tenant.fleet.size(); i++) {
                json.writeNumberField(tenant.fleet.managedId(i), tenant.device(i).restarts.size());
            }
            json.writeEndObject();
            json.flush();
        });
    }

    /** No text of a line contains a line end: JSON writes it as {@code \\n}. */
    private static final class CommasForLines extends FilterOutputStream {

        CommasForLines(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            byte[] commas = Arrays.copyOfRange(bytes, from, from + length);
            for (int i = 0; i < length; i++) {
                commas[i] = commas[i] == '\n' ? (byte) ',' : commas[i];
            }
            out.write(commas);
        }
    }

    private static Reply inFile(TempFile.Writer writer) {
        try {
            return Reply.large("application/json", TempFile.with(writer));
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox cannot write an answer.", e);
        }
    }

    private Reply history(Request request) {
        Device device = require(request.value("id"));
        ObjectNode node = truth(device);
        ArrayNode levels = node.putArray("levels");
        for (int i = 0; i < device.levels.size(); i++) {
            long level = device.levels.value(i);
            levels.addObject().put("at", Json.time(device.levels.time(i))).put("level", Device.buildOf(level) + "." + Device.ubrOf(level));
        }
        ArrayNode phases = node.putArray("phases");
        for (int i = 0; i < device.phases.size(); i++) {
            int release = Device.releaseOf(device.phases.value(i));
            phases.addObject().put("at", Json.time(device.phases.time(i))).put("phase", Device.phaseOf(device.phases.value(i)).name())
                    .put("release", release == 0xFFFF ? null : tenant.catalog.get(release).shortName());
        }
        ArrayNode restarts = node.putArray("restarted");
        for (int i = 0; i < device.restarts.size(); i++) {
            long value = device.restarts.value(i);
            restarts.addObject().put("at", Json.time(device.restarts.time(i))).put("cause", Device.Cause.values()[(int) (value >> 8)].name())
                    .put("trigger", Device.Trigger.values()[(int) (value & 0xFF)].name());
        }
        return Reply.ok(node);
    }

    private Reply plan(Request request) {
        faults.add(request.body());
        return Reply.noContent();
    }
}
