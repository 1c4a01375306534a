package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole tenant behind one lock: every call first carries the tenant to the present, then is answered; a write is
 * in the journal before its answer leaves.
 */
final class Tenant implements AutoCloseable {

    private static final String OWN_TOKEN = "sandbox";
    private static final long RESERVED_WALL_MILLIS = 5000;
    private static final long RENEW_WALL_MILLIS = 1000;

    final SandboxSettings settings;
    final Dice dice;
    final Catalog catalog;
    final Fleet fleet;
    final Groups groups;
    final Servicing servicing;
    final Presence presence;
    final Luck luck;
    final Simulation simulation;
    final VirtualClock clock;
    final Origin origin;
    final Journal journal;
    /** Entries of the journal that changed policies and update rings. */
    final List<ObjectNode> audited = new ArrayList<>();
    final Router router = new Router();

    private final StateFolder folder;
    private long sequence;
    private long reserved;
    private boolean broken;

    Tenant(SandboxSettings settings, StateFolder folder, Journal journal, int mostHeld) {
        this.settings = settings;
        this.folder = folder;
        this.journal = journal;
        this.origin = Origin.of(settings, folder);
        this.dice = new Dice(settings.seed());
        this.catalog = Catalog.of(origin.releases(), origin.shift(), dice);
        DeviceFacts facts = new DeviceFacts(dice, settings.devices());
        long startedAt = origin.startedAt();
        this.fleet = new Fleet(facts, dice, catalog, startedAt);
        this.groups = new Groups(dice, settings.units());
        this.luck = new Luck(dice);
        this.servicing = new Servicing(catalog, facts, luck, settings);
        this.presence = new Presence(dice, facts, settings.checkIn().toSeconds());
        Furniture.place(this, startedAt);
        this.simulation = new Simulation(fleet, catalog, servicing, new Course.Ways(catalog, presence, luck, dice, settings.uninstalls()),
                mostHeld, startedAt);
        Resources.register(this);
        long resumed = folder == null ? startedAt * 1000 : replay(startedAt);
        this.clock = new VirtualClock(settings.wall(), resumed, folder == null ? settings.pace() : origin.storedPace(settings.pace()));
        reserve();
    }

    /** Does everything in the journal again and says at which virtual millisecond to go on. */
    private long replay(long startedAt) {
        journal.replay(entry -> {
            simulation.advanceTo(Instant.parse(entry.path("at").asText()).getEpochSecond());
            int status = entry.path("status").asInt();
            Request request = Request.of(entry.path("method").asText(), entry.path("path").asText(), entry.path("query").asText(null),
                    entry.get("body"), "");
            if (status < 400) {
                again(entry, request);
            }
            remember(entry);
        });
        return Math.max(Math.max(startedAt, simulation.now()) * 1000, origin.resumeAt(settings));
    }

    private void again(ObjectNode entry, Request request) {
        try {
            router.dispatch(request);
            simulation.settle();
        } catch (GraphException e) {
            throw new IllegalArgumentException("The journal of the sandbox cannot be replayed: entry " + entry.path("seq").asLong() + ", "
                    + request.method() + " " + request.path() + ", is refused now (" + e.getMessage() + "). Start with an empty state folder.", e);
        }
    }

    /** The present, in epoch seconds of virtual time. */
    long now() {
        return simulation.now();
    }

    /** A device as it is now. */
    Device device(int index) {
        return simulation.device(index);
    }

    /** A number that is new for every thing created; the same again on replay. */
    long nextNumber() {
        return sequence + 1;
    }

    /** Answers one call. Graph errors come out as exceptions. */
    synchronized Reply answer(Request request) {
        if (broken) {
            throw new GraphException(500, "InternalServerError", "The sandbox could not write its journal and takes no more calls. Restart it.");
        }
        reserve();
        simulation.advanceTo(clock.seconds());
        if (!request.write() || !journaled(request)) {
            return router.dispatch(request);
        }
        try {
            Reply reply = router.dispatch(request);
            record(request, reply.status());
            return reply;
        } catch (GraphException e) {
            record(request, e.status());
            throw e;
        } finally {
            simulation.settle();
        }
    }

    private static boolean journaled(Request request) {
        return !request.version().isEmpty() || request.path().matches("/__sandbox/(releases|luck|installs|gate|enrolment|people|deletions|autopatch|endpoint-analytics)");
    }

    private void record(Request request, int status) {
        ObjectNode entry = Json.object().put("seq", sequence + 1).put("at", Json.time(now())).put("method", request.method())
                .put("path", request.path());
        if (!request.rawQuery().isEmpty()) {
            entry.put("query", request.rawQuery());
        }
        if (!request.body().isMissingNode()) {
            entry.set("body", request.body());
        }
        entry.put("status", status);
        // Tokens are secrets; that one is not the application's own is all that is told apart.
        if (!request.caller().isEmpty() && !request.caller().equals(OWN_TOKEN)) {
            entry.put("by", "admin");
        }
        broken = true;
        journal.append(entry);
        broken = false;
        remember(entry);
    }

    private void remember(ObjectNode entry) {
        sequence = entry.path("seq").asLong();
        if (AuditEventResource.concerns(entry)) {
            audited.add(entry);
        }
    }

    /** Has a time on disk that will not be passed before the next call: a restart never goes back behind an answer. */
    private void reserve() {
        if (folder != null && clock.millis() + RENEW_WALL_MILLIS * clock.pace() > reserved) {
            keepClock(clock.millis() + RESERVED_WALL_MILLIS * clock.pace());
        }
    }

    private void keepClock(long millis) {
        reserved = millis;
        folder.write("clock.json", Json.object().put("reserved", millis).put("pace", clock.pace()));
    }

    /** After the clock was changed by hand. */
    void clockChanged() {
        if (folder != null) {
            keepClock(clock.millis() + RESERVED_WALL_MILLIS * clock.pace());
        }
        simulation.advanceTo(clock.seconds());
    }

    /** Notes the exact time and gives the state folder back. */
    @Override
    public synchronized void close() {
        if (folder != null) {
            keepClock(clock.millis());
        }
        release();
    }

    private void release() {
        broken = true;
        journal.close();
        if (folder != null) {
            folder.close();
        }
    }

    /** What a kill leaves: nothing noted, the folder free. */
    synchronized void crash() {
        release();
    }
}
