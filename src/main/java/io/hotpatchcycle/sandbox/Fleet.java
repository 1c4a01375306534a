package io.hotpatchcycle.sandbox;

import io.hotpatchcycle.sandbox.Dice.Purpose;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The devices of the tenant by index: what they are on the day it starts, what was done to single ones, their ids. */
final class Fleet {

    private static final int[] OLD_BUILDS = {19045, 22621, 22631};
    private static final int OLD_UBR = 4000;
    private static final int NEW_BRANCH = 28000;
    private static final int NEW_BRANCH_UBR = 1575;
    private static final int FIRST_UBR = 1742;
    private static final long DAY = 86_400;
    private static final long NEVER = Long.MIN_VALUE + 1;
    /** Groups that a device can begin in: none as another's record, all Windows devices, and those of important people among them. */
    private static final long[] BEGINNINGS = {0, 1L << Groups.ALL_WINDOWS, 1L << Groups.ALL_WINDOWS | 1L << Groups.VIP};

    final DeviceFacts facts;
    final DeviceIds ids;
    final DeviceLog log;
    private final Map<Integer, String> renewedIds = new HashMap<>();
    private final Map<String, Integer> byRenewedId = new HashMap<>();
    private final Dice dice;
    /** Newest first, as the catalog is on the first day. */
    private final List<Release> catalog;
    private final long startedAt;
    /** In which of {@link #BEGINNINGS} each device began, from 1; 0 until that was asked. */
    private final byte[] began;
    private double enrolmentsLost;

    Fleet(DeviceFacts facts, Dice dice, Catalog catalog, long startedAt) {
        this.facts = facts;
        this.ids = new DeviceIds(dice);
        this.log = new DeviceLog(facts.devices());
        this.dice = dice;
        this.catalog = List.copyOf(catalog.newestFirst());
        this.startedAt = startedAt;
        this.began = new byte[facts.devices()];
    }

    /** How many devices there are. */
    int size() {
        return facts.devices();
    }

    /** A device as it is on the first day. */
    Device start(int i) {
        Device device = new Device(i);
        DeviceFacts.Kind kind = facts.kind(i);
        if (facts.duplicate(i)) {
            device.goneFrom = startedAt - dice.seconds(Purpose.QUIET_TIME, i, 0, 10 * 24, 60 * 24);
        } else if (kind == DeviceFacts.Kind.STALE || kind == DeviceFacts.Kind.RETIRED) {
            device.goneFrom = startedAt - dice.seconds(Purpose.QUIET_TIME, i, 0, 31 * 24, 120 * 24);
        }
        device.groups = firstGroups(i);
        // what came out within the last day has reached nobody yet
        long known = Math.min(device.goneFrom, startedAt) - DAY;
        int build = build(i, kind, known);
        device.setLevel(startedAt - 400 * DAY, build, ubr(i, kind, build, known));
        return device;
    }

    private long firstGroups(int i) {
        if (began[i] == 0) {
            began[i] = (byte) (facts.duplicate(i) ? 1 : facts.vip(i) ? BEGINNINGS.length : 2);
        }
        return BEGINNINGS[began[i] - 1];
    }

    /** The groups a device is in now, one bit each. */
    long groups(int i) {
        return log.groups(i, firstGroups(i));
    }

    boolean in(int group, int i) {
        return (groups(i) & (1L << group)) != 0;
    }

    /** A share of the enrolments for quality updates is lost from now on. */
    void loseEnrolments(double share) {
        enrolmentsLost = share;
    }

    /** Whether a device is among a share of them that lose their enrolment. */
    boolean loses(int i, double share) {
        return dice.unit(Purpose.JOB, i, 77) < share;
    }

    /** Whether something is assigned to the device now, and the service knows of it. */
    boolean reached(Assignments assignments, int i) {
        return assignments.applyTo(groups(i)) && !loses(i, enrolmentsLost);
    }

    private int build(int i, DeviceFacts.Kind kind, long known) {
        if (kind == DeviceFacts.Kind.OLD_WINDOWS) {
            return OLD_BUILDS[(int) Math.floorMod(dice.bits(Purpose.DETAIL, i, 1), 3L)];
        }
        return kind == DeviceFacts.Kind.NEW_BRANCH ? NEW_BRANCH : upgraded(i, 26100, known);
    }

    private int upgraded(int i, int build, long known) {
        int reached = build;
        for (int next : new int[] {26200, 26300}) {
            if (facts.takes(next, i) && baselineAt(next, known) > NEVER) {
                reached = next;
            }
        }
        return reached;
    }

    private int ubr(int i, DeviceFacts.Kind kind, int build, long known) {
        if (kind == DeviceFacts.Kind.OLD_WINDOWS) {
            return OLD_UBR;
        }
        Release current = newestMonthly(build, known);
        if (facts.behindAtStart(i) && current != null) {
            // older than the newest baseline: it owes that baseline before it can be hotpatched
            current = newestMonthly(build, baselineAt(build, known) - 1);
        }
        if (current == null) {
            return kind == DeviceFacts.Kind.NEW_BRANCH ? NEW_BRANCH_UBR : FIRST_UBR;
        }
        Release.Levels levels = current.levels().get(build);
        return facts.capable(i) ? levels.floor() : levels.lcu();
    }

    private Release newestMonthly(int build, long until) {
        for (Release release : catalog) {
            if (release.at() <= until && !release.outOfBand() && release.levels().containsKey(build)) {
                return release;
            }
        }
        return null;
    }

    private long baselineAt(int build, long until) {
        for (Release release : catalog) {
            if (release.at() <= until && release.baselineFor(build)) {
                return release.at();
            }
        }
        return NEVER;
    }

    /** The device behind an Intune id; -1 when there is none. */
    int byManagedId(String id) {
        Integer renewed = id == null ? null : byRenewedId.get(id.toLowerCase(Locale.ROOT));
        if (renewed != null) {
            return renewed;
        }
        int index = ids.index(DeviceIds.Kind.MANAGED, id, size());
        return renewedIds.containsKey(index) ? -1 : index;
    }

    /** A reset device comes back as another record of Intune; Entra still knows it. */
    void renew(int device, long number) {
        String id = Ids.guid(dice, Purpose.IDENTITY, 700 + device, number);
        byRenewedId.remove(renewedIds.put(device, id));
        byRenewedId.put(id, device);
    }

    /** The device behind an Entra object id; -1 when there is none. */
    int byObjectId(String id) {
        return inEntra(ids.index(DeviceIds.Kind.OBJECT, id, size()));
    }

    /** The device behind an Entra device id; -1 when there is none. */
    int byDeviceId(String id) {
        return inEntra(ids.index(DeviceIds.Kind.DEVICE, id, size()));
    }

    private int inEntra(int index) {
        return index < 0 || facts.duplicate(index) || log.outOfEntra(index) ? -1 : index;
    }

    /** The device behind an Intune id or an Entra object id; -1 when there is none. */
    int byEitherId(String id) {
        int index = byManagedId(id);
        return index < 0 ? byObjectId(id) : index;
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
