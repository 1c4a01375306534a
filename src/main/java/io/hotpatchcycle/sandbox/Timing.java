package io.hotpatchcycle.sandbox;

import io.hotpatchcycle.sandbox.Dice.Purpose;

/** When a device scans and restarts: its hours, its user's habit, the deadline of its update ring. */
final class Timing {

    private static final long SCAN_EVERY = 22 * 3600L;
    private static final long LONGEST_WAIT_FOR_ACTION = 7 * 86_400L;

    private final Presence presence;
    private final Dice dice;

    Timing(Presence presence, Dice dice) {
        this.presence = presence;
        this.dice = dice;
    }

    /** The next scan for updates after a time: every 22 hours, or when the device is switched on again. */
    long nextScan(Device device, long now) {
        long phase = Math.floorMod(dice.bits(Purpose.SCAN, device.index, 0), SCAN_EVERY);
        long slot = Math.floorDiv(now - phase, SCAN_EVERY) + 1;
        return presence.nextOnline(device, slot * SCAN_EVERY + phase);
    }

    /** When a device follows the wish to restart; one that is not seen for a week never does. */
    long rebootAt(Device device, long now) {
        long online = presence.nextOnline(device, now + dice.seconds(Purpose.REBOOT, device.index, now, 0.05, 1));
        return Math.min(online, now + LONGEST_WAIT_FOR_ACTION);
    }

    /** When the user lets a pending restart happen by himself; practically never for a quarter of them. */
    long habitAt(Device device, long now) {
        double habit = dice.unit(Purpose.RESTART, device.index, 0);
        long release = device.release.index();
        if (habit < 0.40) {
            return now + dice.seconds(Purpose.RESTART, device.index, release + 1, 6, 20);
        }
        return habit < 0.75 ? now + dice.seconds(Purpose.RESTART, device.index, release + 1, 24, 72) : Device.NEVER - 1;
    }

    /** When Windows restarts whether it suits or not. */
    long forcedAt(Device device) {
        return device.discovered + device.rules.forcedAfter(device);
    }
}
