package io.hotpatchcycle.sandbox;

import io.hotpatchcycle.sandbox.Dice.Purpose;

/** When a device is switched on, and when Intune last heard from it. Pure functions of seed, device and time. */
final class Presence {

    private static final long DAY = 86_400;
    private static final long HOUR = 3600;
    private static final double AWAY = 0.03;
    private static final int FARTHEST = 120;

    private final Dice dice;
    private final DeviceFacts facts;
    private final long checkIn;

    Presence(Dice dice, DeviceFacts facts, long checkInSeconds) {
        this.dice = dice;
        this.facts = facts;
        this.checkIn = checkInSeconds;
    }

    /** The first moment from a time on at which the device is switched on and heard of; NEVER when it is gone. */
    long nextOnline(Device device, long from) {
        long t = from >= device.quietFrom && from < device.quietUntil ? device.quietUntil : from;
        long offset = offset(device.index);
        for (long day = Math.floorDiv(t + offset, DAY), last = day + FARTHEST; day < last; day++) {
            long opens = opens(device.index, day);
            if (opens >= 0) {
                long start = day * DAY + opens - offset;
                if (t < start + length(device.index)) {
                    long found = Math.max(t, start);
                    return found >= device.goneFrom ? Device.NEVER : found;
                }
            }
        }
        return Device.NEVER;
    }

    /** The last check-in at or before a time. */
    long lastCheckIn(Device device, long now) {
        long until = Math.min(now, device.goneFrom);
        if (device.forcedCheckIn != Long.MIN_VALUE && device.forcedCheckIn <= until && device.forcedCheckIn > until - checkIn) {
            return device.forcedCheckIn;
        }
        long phase = Math.floorMod(dice.bits(Purpose.CHECK_IN, device.index, 0), checkIn);
        long slot = Math.floorDiv(until - phase, checkIn);
        for (long k = slot, last = slot - FARTHEST * DAY / checkIn; k > last; k--) {
            long at = k * checkIn + phase;
            if (at <= until && heard(device, at)) {
                return at;
            }
        }
        return until - FARTHEST * DAY;
    }

    private boolean heard(Device device, long at) {
        return online(device.index, at) && (at < device.quietFrom || at >= device.quietUntil);
    }

    boolean online(int index, long at) {
        long local = at + offset(index);
        long day = Math.floorDiv(local, DAY);
        long opens = opens(index, day);
        if (opens < 0) {
            return false;
        }
        long second = Math.floorMod(local, DAY);
        return second >= opens && second < opens + length(index);
    }

    /** Second of the local day at which the device is switched on, -1 when it stays off. */
    private long opens(int index, long day) {
        if (dice.unit(Purpose.AWAY, index, Math.floorDiv(day + 3, 7)) < AWAY) {
            return -1;
        }
        if (facts.desktop(index)) {
            return 0;
        }
        boolean weekend = Math.floorMod(day + 3, 7) >= 5;
        if (weekend && !everyDay(index)) {
            return -1;
        }
        return 7 * HOUR + Math.floorMod(dice.bits(Purpose.HOURS, index, day), 2 * HOUR);
    }

    private long length(int index) {
        return facts.desktop(index) ? DAY : everyDay(index) ? 14 * HOUR : 10 * HOUR;
    }

    private boolean everyDay(int index) {
        return dice.unit(Purpose.HABIT, index, 0) < 0.45;
    }

    private long offset(int index) {
        return (long) (facts.place(index).offsetHours() * HOUR);
    }
}
