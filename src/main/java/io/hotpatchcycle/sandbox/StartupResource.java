package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hotpatchcycle.sandbox.Dice.Purpose;
import io.hotpatchcycle.sandbox.Router.In;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Start-up history of Endpoint analytics: not licensed until a test says so. Known a day late, sometimes four, and for 29 days; some
 * devices never send any.
 */
final class StartupResource {

    private static final String PATH = "deviceManagement/userExperienceAnalyticsDeviceStartupHistory";
    private static final long DAY = 86_400;
    /** More starts of one device than anybody sees within 29 days; with it the positions of two million devices are still an int. */
    private static final int MOST = 1_000;
    private static final long KEPT = 29 * DAY;
    private static final double LATE = 0.1;
    private static final double SENDS_NOTHING = 0.1;
    private static final double SAYS_NOTHING = 0.01;

    private final Tenant tenant;
    private boolean licensed;

    StartupResource(Tenant tenant) {
        this.tenant = tenant;
    }

    /** One start of a device. */
    private record Start(long at, String category) {
    }

    void register() {
        tenant.router.on(In.BOTH, "GET", PATH, this::list).on(In.CONTROL, "POST", "__sandbox/endpoint-analytics", this::license);
    }

    /** {@code {"licensed": true}}. */
    private Reply license(Request request) {
        licensed = request.body().path("licensed").asBoolean();
        return Reply.noContent();
    }

    private Reply list(Request request) {
        if (!licensed) {
            throw new GraphException(403, "Forbidden", "The tenant is not licensed for Endpoint analytics, or data collection is not switched on.");
        }
        Starts starts = new Starts();
        return Paging.of(request, 500, 1000).page(PATH, starts::next, at -> Paging.select(request, node(tenant.device(at / MOST), starts.at(at))));
    }

    /** The starts of all devices, at positions: {@link #MOST} for each device. Those of one device are remembered. */
    private final class Starts {

        private int device = -1;
        private List<Start> known;

        /** The first position from one on at which there is a start, -1 when there is none. */
        int next(int from) {
            for (int i = from / MOST, first = from % MOST; i < tenant.fleet.size(); i++, first = 0) {
                if (tenant.dice.unit(Purpose.START_UP, i, 1_000_000) >= SENDS_NOTHING && first < Math.min(MOST, of(i).size())) {
                    return i * MOST + first;
                }
            }
            return -1;
        }

        Start at(int position) {
            return of(position / MOST).get(position % MOST);
        }

        private List<Start> of(int index) {
            if (device != index) {
                known = starts(tenant.device(index));
                device = index;
            }
            return known;
        }
    }

    private List<Start> starts(Device device) {
        List<Start> starts = new ArrayList<>();
        for (int i = 0; i < device.restarts.size(); i++) {
            boolean asked = Device.Trigger.values()[(int) (device.restarts.value(i) & 0xFF)] == Device.Trigger.REMOTE_ACTION;
            starts.add(new Start(device.restarts.time(i), asked ? "restartWithoutUpdate" : "restartWithUpdate"));
        }
        for (int i = 0; i < device.phases.size(); i++) {
            long phase = device.phases.value(i);
            if (Device.phaseOf(phase) == Device.Phase.INSTALLED && Device.releaseOf(phase) < tenant.catalog.all().size()) {
                afterwards(device, tenant.catalog.all().get(Device.releaseOf(phase)), device.phases.time(i), starts);
            }
        }
        // a week is rarely without a morning on which it was off
        for (long week = (tenant.now() - KEPT) / (7 * DAY); week <= tenant.now() / (7 * DAY); week++) {
            long at = week * 7 * DAY + tenant.dice.seconds(Purpose.START_UP, device.index, 2_000_000 + week, 0, 7 * 24);
            starts.add(new Start(tenant.presence.nextOnline(device, at), "shutdownWithoutUpdate"));
        }
        return starts.stream().filter(start -> isKnown(device, start)).sorted(Comparator.comparingLong(Start::at)).toList();
    }

    private void afterwards(Device device, Release release, long installed, List<Start> starts) {
        if (tenant.luck.crashes(device, release)) {
            starts.add(new Start(installed + tenant.dice.seconds(Purpose.START_UP, device.index, 3_000_000 + release.index(), 1, 24), "blueScreen"));
        }
        if (tenant.luck.hangs(device, release)) {
            starts.add(new Start(installed + tenant.dice.seconds(Purpose.START_UP, device.index, 4_000_000 + release.index(), 1, 24), "longPowerButtonPress"));
        }
    }

    private boolean isKnown(Device device, Start start) {
        if (start.at > tenant.now()) {
            return false;
        }
        boolean late = tenant.dice.unit(Purpose.REPORT_LAG, device.index, -start.at) < LATE;
        long known = start.at + tenant.dice.seconds(Purpose.REPORT_LAG, device.index, start.at, late ? 24 : 1, late ? 96 : 24);
        return known <= tenant.now() && start.at > tenant.now() - KEPT;
    }

    private ObjectNode node(Device device, Start start) {
        boolean crashed = start.category.equals("blueScreen");
        boolean silent = tenant.dice.unit(Purpose.START_UP, device.index, start.at) < SAYS_NOTHING;
        return Json.object().put("id", Ids.guid(tenant.dice, Purpose.START_UP, device.index, start.at)).put("deviceId", tenant.fleet.managedId(device.index))
                .put("startTime", Json.time(start.at)).put("coreBootTimeInMs", 21_000 + device.index % 9_000).put("isFirstLogin", false).put("isFeatureUpdate", false)
                .put("restartCategory", silent && !crashed ? "unknown" : start.category).put("restartStopCode", crashed ? "0x139" : "")
                .put("restartFaultBucket", "");
    }
}
