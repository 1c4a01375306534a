package io.hotpatchcycle.sandbox;

import io.hotpatchcycle.sandbox.Dice.Purpose;
import java.util.HashMap;
import java.util.Map;

/** How often installs fail, roll back or leave a device silent; per release a test may say otherwise. */
final class Luck {

    /** Shares from 0 to 1. */
    record Shares(double fail, double rollBack, double silent, double crash, double hang) {
    }

    private static final double HOTPATCH_FAILS = 0.008;
    private static final double LCU_FAILS = 0.012;
    private static final double ROLLS_BACK = 0.001;
    private static final double GOES_SILENT = 0.0005;
    private static final double CRASHES = 0.002;
    private static final double HANGS = 0.004;
    private static final double SECOND_TRY_FAILS = 0.5;

    private final Dice dice;
    private Map<String, Shares> played = Map.of();

    Luck(Dice dice) {
        this.dice = dice;
    }

    void play(String release, Shares shares) {
        Map<String, Shares> more = new HashMap<>(played);
        more.put(release, shares);
        played = Map.copyOf(more);
    }

    /** What is played now; never changes. */
    Map<String, Shares> played() {
        return played;
    }

    /** As it was for the device at the time it has been carried to. */
    private static Shares shares(Device device) {
        return shares(device.rules.luck(), device.release, device.plan == Device.Plan.HOTPATCH);
    }

    private static Shares shares(Map<String, Shares> played, Release release, boolean hotpatch) {
        Shares shares = played.get(release.shortName());
        return shares != null ? shares : new Shares(hotpatch ? HOTPATCH_FAILS : LCU_FAILS, ROLLS_BACK, GOES_SILENT, CRASHES, HANGS);
    }

    boolean installFails(Device device) {
        if (device.attempt > 0) {
            return dice.unit(Purpose.RETRY, device.index, device.release.index()) < SECOND_TRY_FAILS;
        }
        long kind = device.release.index() * 4L + device.plan.ordinal();
        return dice.unit(Purpose.FAIL, device.index, kind) < shares(device).fail();
    }

    boolean rollsBack(Device device) {
        return dice.unit(Purpose.ROLLBACK, device.index, device.release.index()) < shares(device).rollBack();
    }

    /** Whether the device stops with a blue screen some time after it took the release. */
    boolean crashes(Device device, Release release) {
        return dice.unit(Purpose.START_UP, device.index, release.index()) < shares(played, release, true).crash();
    }

    /** Whether its user has to hold the power button. */
    boolean hangs(Device device, Release release) {
        return dice.unit(Purpose.START_UP, device.index, -1L - release.index()) < shares(played, release, true).hang();
    }

    boolean goesSilent(Device device) {
        return dice.unit(Purpose.SILENT, device.index, device.release.index()) < shares(device).silent();
    }
}
