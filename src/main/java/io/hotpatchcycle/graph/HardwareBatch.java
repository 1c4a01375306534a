package io.hotpatchcycle.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.fleet.HardwareFact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hardware facts, which Graph tells by device only: twenty calls in one batch. A batch answers 200 even when its items
 * fail; failed items are asked again, at last each alone. Several batches are under way where answers take longer than Graph's limits.
 */
final class HardwareBatch {

    private static final Logger LOG = LoggerFactory.getLogger(HardwareBatch.class);
    private static final int ITEMS = 20;
    /** Batches in a second: Graph allows 100 calls for devices. */
    static final double PER_SECOND = (double) CallFamily.INTUNE_DEVICES.limit() / CallFamily.INTUNE_DEVICES.window().toSeconds() / ITEMS;
    private static final int CLIENT_ERROR = 400;
    private static final Set<Integer> OF_ALL = Set.of(401, 403, 429);
    /** More devices of one batch than this: it is Graph that fails, not they. */
    private static final int MOST_LEFT_OUT = 3;
    private static final Purpose HARDWARE = new Purpose("the hardware of Intune devices", Purpose.DEVICES);

    private final GraphCalls calls;
    private final GraphAddress address;
    private final BackOff backOff;
    private final InFlight inFlight;

    HardwareBatch(GraphCalls calls, GraphAddress address, BackOff backOff, InFlight inFlight) {
        this.inFlight = inFlight;
        this.calls = calls;
        this.address = address;
        this.backOff = backOff;
    }

    void read(Collection<String> deviceIds, Consumer<List<HardwareFact>> pages) {
        inFlight.ask(batches(deviceIds.iterator()), this::readBatch, pages);
    }

    private static Iterator<List<String>> batches(Iterator<String> ids) {
        return new Iterator<>() {

            @Override
            public boolean hasNext() {
                return ids.hasNext();
            }

            @Override
            public List<String> next() {
                List<String> batch = new ArrayList<>(ITEMS);
                while (ids.hasNext() && batch.size() < ITEMS) {
                    batch.add(ids.next());
                }
                return batch;
            }
        };
    }

    private List<HardwareFact> readBatch(List<String> ids) {
        List<HardwareFact> facts = new ArrayList<>();
        Round last = ask(ids, facts);
        if (last.open.size() == 1) {
            leaveOutWhatGraphCannotTell(last.open.get(0), last, 1);
        } else {
            int leftOut = 0;
            for (String alone : last.open) {
                Round round = ask(List.of(alone), facts);
                leftOut += round.open.size();
                leaveOutWhatGraphCannotTell(alone, round, leftOut);
            }
        }
        return facts;
    }

    /** One device that Graph fails on must not keep all others unknown: it stays unknown and is asked with the next snapshot. */
    private static void leaveOutWhatGraphCannotTell(String device, Round last, int leftOut) {
        if (!last.open.isEmpty()) {
            if (!mayBeOfOneDevice(last.lastFailure) || leftOut > MOST_LEFT_OUT) {
                throw last.lastFailure.unavailable(purpose(device), BackOff.ATTEMPTS);
            }
            LOG.warn("{} It stays unknown until the next snapshot.", last.lastFailure.unavailable(purpose(device), BackOff.ATTEMPTS).getMessage());
        }
    }

    /** What is refused for want of a right, or throttled, is so for every device; other refusals and errors may be of this one. */
    private static boolean mayBeOfOneDevice(ReadFailure failure) {
        return !failure.unreadable() && failure.status() >= CLIENT_ERROR && !OF_ALL.contains(failure.status());
    }

    /** Asks, and asks again what stayed open, within bounds. */
    private Round ask(List<String> ids, List<HardwareFact> facts) {
        Round round = ask(ids);
        facts.addAll(round.facts);
        for (int attempt = 1; !round.open.isEmpty() && backOff.another(attempt, round.wait); attempt++) {
            round = ask(round.open);
            facts.addAll(round.facts);
        }
        return round;
    }

    private Round ask(List<String> ids) {
        JsonNode answer = calls.ask(HARDWARE, address.beta("/$batch"), requests(ids));
        Map<String, JsonNode> byId = BatchItem.byId(answer);
        Round round = new Round();
        for (int i = 0; i < ids.size(); i++) {
            round.take(ids.get(i), byId.get(Integer.toString(i + 1)));
        }
        return round;
    }

    private static JsonNode requests(List<String> ids) {
        ObjectNode body = Json.object();
        ArrayNode requests = body.putArray("requests");
        for (int i = 0; i < ids.size(); i++) {
            requests.addObject().put("id", Integer.toString(i + 1)).put("method", "GET").put("url", GraphAddress.relative(
                    "/deviceManagement/managedDevices/{}", ids.get(i), "$select", "id,hardwareInformation"));
        }
        return body;
    }

    private static Purpose purpose(String deviceId) {
        return new Purpose("the hardware of device " + deviceId, Purpose.DEVICES);
    }

    /** What one batch brought. */
    private static final class Round {

        private final List<HardwareFact> facts = new ArrayList<>();
        private final List<String> open = new ArrayList<>();
        private ReadFailure lastFailure;
        private Duration wait;

        void take(String deviceId, JsonNode item) {
            Reply reply = BatchItem.reply(item);
            if (reply.status() == 404) {
                facts.add(new HardwareFact(deviceId, null, null, null)); // nothing is told, until it checks in again
                return;
            }
            Optional<JsonNode> device = reply.ok() ? reply.json() : Optional.empty();
            if (device.isPresent()) {
                facts.add(fact(deviceId, device.get().path("hardwareInformation")));
                return;
            }
            lastFailure = reply.ok() ? ReadFailure.unreadable(reply) : ReadFailure.of(reply);
            if (!lastFailure.worthAnotherTry() && !mayBeOfOneDevice(lastFailure)) {
                throw lastFailure.unavailable(purpose(deviceId), 1);
            }
            open.add(deviceId);
            if (reply.retryAfter() != null && (wait == null || reply.retryAfter().compareTo(wait) > 0)) {
                wait = reply.retryAfter();
            }
        }

        private static HardwareFact fact(String deviceId, JsonNode hardware) {
            return new HardwareFact(deviceId, Json.text(hardware, "deviceGuardVirtualizationBasedSecurityState"),
                    Json.text(hardware, "deviceGuardVirtualizationBasedSecurityHardwareRequirementState"),
                    Json.text(hardware, "operatingSystemEdition"));
        }
    }
}
