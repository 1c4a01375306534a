package io.hotpatchcycle.sandbox;

import io.hotpatchcycle.sandbox.Dice.Purpose;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** All devices, as they are on the day the sandbox starts. */
final class Fleet {

    private static final int[] OLD_BUILDS = {19045, 22621, 22631};
    private static final int OLD_UBR = 4000;
    private static final int NEW_BRANCH = 28000;
    private static final int NEW_BRANCH_UBR = 1575;
    private static final int FIRST_UBR = 1742;
    private static final long DAY = 86_400;

    final DeviceFacts facts;
    final DeviceIds ids;
    final Device[] devices;
    private final Map<Integer, String> renewedIds = new HashMap<>();
    private final Map<String, Device> byRenewedId = new HashMap<>();
    private final Dice dice;

    Fleet(DeviceFacts facts, Dice dice, Catalog catalog, long startedAt) {
        this.facts = facts;
        this.ids = new DeviceIds(dice);
        this.dice = dice;
        this.devices = new Device[facts.devices()];
        for (int i = 0; i < devices.length; i++) {
            devices[i] = start(i, dice, catalog, startedAt);
        }
    }

    private Device start(int i, Dice dice, Catalog catalog, long startedAt) {
        Device device = new Device(i);
        DeviceFacts.Kind kind = facts.kind(i);
        if (facts.duplicate(i)) {
            device.goneFrom = startedAt - dice.seconds(Purpose.QUIET_TIME, i, 0, 10 * 24, 60 * 24);
        } else if (kind == DeviceFacts.Kind.STALE || kind == DeviceFacts.Kind.RETIRED) {
            device.goneFrom = startedAt - dice.seconds(Purpose.QUIET_TIME, i, 0, 31 * 24, 120 * 24);
        }
        if (!facts.duplicate(i)) {
            device.groups = (1L << Groups.ALL_WINDOWS) | (facts.vip(i) ? 1L << Groups.VIP : 0);
        }
        // what came out within the last day has reached nobody yet
        long known = Math.min(device.goneFrom, startedAt) - DAY;
        int build = build(i, kind, dice, catalog, known);
        device.setLevel(startedAt - 400 * DAY, build, ubr(i, kind, build, catalog, known));
        return device;
    }

    private int build(int i, DeviceFacts.Kind kind, Dice dice, Catalog catalog, long known) {
        if (kind == DeviceFacts.Kind.OLD_WINDOWS) {
            return OLD_BUILDS[(int) Math.floorMod(dice.bits(Purpose.DETAIL, i, 1), 3L)];
        }
        return kind == DeviceFacts.Kind.NEW_BRANCH ? NEW_BRANCH : upgraded(i, 26100, catalog, known);
    }

    private int upgraded(int i, int build, Catalog catalog, long known) {
        int reached = build;
        for (int next : new int[] {26200, 26300}) {
            boolean out = catalog.all().stream().anyMatch(r -> r.at() <= known && r.baselineFor(next));
            if (out && facts.takes(next, i)) {
                reached = next;
            }
        }
        return reached;
    }

    private int ubr(int i, DeviceFacts.Kind kind, int build, Catalog catalog, long known) {
        if (kind == DeviceFacts.Kind.OLD_WINDOWS) {
            return OLD_UBR;
        }
        Release current = newestMonthly(catalog, build, known);
        if (facts.behindAtStart(i) && current != null) {
            // older than the newest baseline: it owes that baseline before it can be hotpatched
            current = newestMonthly(catalog, build, baselineAt(catalog, build, known) - 1);
        }
        if (current == null) {
            return kind == DeviceFacts.Kind.NEW_BRANCH ? NEW_BRANCH_UBR : FIRST_UBR;
        }
        Release.Levels levels = current.levels().get(build);
        return facts.capable(i) ? levels.floor() : levels.lcu();
    }

    private static Release newestMonthly(Catalog catalog, int build, long until) {
        return catalog.newestFirst().stream()
                .filter(r -> r.at() <= until && !r.outOfBand() && r.levels().containsKey(build)).findFirst().orElse(null);
    }

    private static long baselineAt(Catalog catalog, int build, long until) {
        return catalog.newestFirst().stream().filter(r -> r.at() <= until && r.baselineFor(build))
                .mapToLong(Release::at).findFirst().orElse(Long.MIN_VALUE + 1);
    }

    /** The device behind an Intune id; null when there is none. */
    Device byManagedId(String id) {
        Device renewed = id == null ? null : byRenewedId.get(id.toLowerCase(Locale.ROOT));
        if (renewed != null) {
            return renewed;
        }
        int index = ids.index(DeviceIds.Kind.MANAGED, id, devices.length);
        return index < 0 || renewedIds.containsKey(index) ? null : devices[index];
    }

    /** A reset device comes back as another record of Intune; Entra still knows it. */
    void renew(Device device, long number) {
        String id = Ids.guid(dice, Purpose.IDENTITY, 700 + device.index, number);
        byRenewedId.remove(renewedIds.put(device.index, id));
        byRenewedId.put(id, device);
    }

    /** The device behind an Entra object id; null when there is none. */
    Device byObjectId(String id) {
        int index = ids.index(DeviceIds.Kind.OBJECT, id, devices.length);
        return index < 0 || facts.duplicate(index) || devices[index].outOfEntra ? null : devices[index];
    }

    String managedId(int i) {
        String renewed = renewedIds.get(i);
        return renewed != null ? renewed : ids.id(DeviceIds.Kind.MANAGED, i);
    }

    String objectId(int i) {
        return ids.id(DeviceIds.Kind.OBJECT, facts.identity(i));
    }

    String entraDeviceId(int i) {
        return ids.id(DeviceIds.Kind.DEVICE, facts.identity(i));
    }

    String userId(int i) {
        return ids.id(DeviceIds.Kind.USER, facts.identity(i));
    }

    /** The level a device had at a time. */
    static long levelAt(Device device, long time) {
        return device.levels.value(Math.max(0, device.levels.at(time)));
    }
}
