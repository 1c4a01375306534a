package io.hotpatchcycle.sandbox;

import io.hotpatchcycle.sandbox.Dice.Purpose;

/** How one device goes through an update, by the rules it knows: offered, downloading, installing, restarting, done or failed. */
final class UpdateLife {

    private final DeviceFacts facts;
    private final Presence presence;
    private final Timing timing;
    private final Luck luck;
    private final Dice dice;

    UpdateLife(DeviceFacts facts, Presence presence, Luck luck, Dice dice) {
        this.facts = facts;
        this.presence = presence;
        this.timing = new Timing(presence, dice);
        this.luck = luck;
        this.dice = dice;
    }

    void perform(Device device, Step step, long now) {
        if (step.planned() && device.goneFrom <= now) {
            return;
        }
        switch (step.kind()) {
            case RECONSIDER -> reconsider(device, now);
            case SCAN -> scan(device, now);
            case DOWNLOAD -> download(device, now);
            case INSTALL -> install(device, now);
            case INSTALLED -> installed(device, now);
            case RESTART -> restart(device, now, timing.forcedAt(device) <= now ? Device.Trigger.DEADLINE : Device.Trigger.HABIT);
            case ROLL_BACK -> rollBack(device, now, (Release) step.extra());
            case UNINSTALL -> uninstall(device, now, (Release) step.extra());
            case REBOOT -> reboot(device, now, (Device.Action) step.extra());
            case REIMAGE -> reimage(device, now);
            case RETIRE -> device.goneFrom = Math.min(device.goneFrom, now);
            case PUBLISH, MONTH -> throw new IllegalStateException("The step " + step.kind() + " is not one of a device.");
        }
    }

    /** Looks what the device should do next. One that has begun to download goes on. */
    void reconsider(Device device, long now) {
        if (device.busy() || device.goneFrom <= now) {
            return;
        }
        if (device.phase == Device.Phase.FAILED && device.gaveUp != device.release && device.planned == Step.Kind.DOWNLOAD) {
            return;
        }
        Rules.Choice choice = device.rules.choose(device, now);
        if (device.phase == Device.Phase.OFFERED) {
            if (choice.release() == device.release) {
                return;
            }
            device.setPhase(now, Device.Phase.HELD);
        }
        if (choice.release() != null) {
            if (device.planned != Step.Kind.SCAN || device.plannedAt < now) {
                device.plan(Step.Kind.SCAN, timing.nextScan(device, now));
            }
        } else {
            device.plan(Step.Kind.RECONSIDER, choice.lookAgain());
        }
    }

    private void scan(Device device, long now) {
        device.planned = null;
        Rules.Choice choice = device.rules.choose(device, now);
        if (choice.release() == null) {
            reconsider(device, now);
            return;
        }
        device.release = choice.release();
        device.plan = choice.plan();
        device.attempt = 0;
        device.discovered = now;
        device.setPhase(now, Device.Phase.OFFERED);
        next(device, Step.Kind.DOWNLOAD, now, Purpose.START, 0.1, 1);
    }

    private void download(Device device, long now) {
        if (!device.busy() && device.rules.allowedFrom(device, device.release) > now) {
            device.setPhase(now, Device.Phase.HELD);
            device.planned = null;
            reconsider(device, now);
            return;
        }
        device.setPhase(now, Device.Phase.DOWNLOADING);
        next(device, Step.Kind.INSTALL, now, Purpose.DOWNLOAD, 0.2, 6);
    }

    private void install(Device device, long now) {
        device.setPhase(now, Device.Phase.INSTALLING);
        next(device, Step.Kind.INSTALLED, now, Purpose.INSTALL, 0.2, 2);
    }

    private void installed(Device device, long now) {
        if (luck.installFails(device)) {
            fail(device, now);
        } else if (device.plan == Device.Plan.HOTPATCH) {
            device.setLevel(now, device.build, device.release.levels().get(device.build).hotpatch());
            success(device, now);
        } else {
            device.setPhase(now, Device.Phase.RESTART_REQUIRED);
            device.plan(Step.Kind.RESTART, presence.nextOnline(device, Math.max(now + 900, Math.min(timing.habitAt(device, now), timing.forcedAt(device)))));
        }
    }

    private void fail(Device device, long now) {
        device.setPhase(now, Device.Phase.FAILED);
        if (device.attempt++ == 0) {
            next(device, Step.Kind.DOWNLOAD, now, Purpose.RETRY, 48, 120);
        } else {
            device.gaveUp = device.release;
            device.planned = null;
            reconsider(device, now);
        }
    }

    private void success(Device device, long now) {
        device.setPhase(now, Device.Phase.INSTALLED);
        device.planned = null;
        if (luck.rollsBack(device)) {
            long at = now + dice.seconds(Purpose.ROLLBACK, device.index, device.release.index() + 1000L, 1, 24);
            device.plan(presence.nextOnline(device, at), Step.Kind.ROLL_BACK, device.release);
        } else if (luck.goesSilent(device)) {
            device.quietFrom = now;
            device.quietUntil = now + dice.seconds(Purpose.QUIET_TIME, device.index, device.release.index(), 10 * 24, 25 * 24);
        }
        reconsider(device, now);
    }

    private void restart(Device device, long now, Device.Trigger trigger) {
        Release release = device.release;
        device.planned = null;
        device.restarted(now, cause(device), trigger);
        if (device.plan == Device.Plan.DEBT) {
            device.setLevel(now, device.build, device.rules.offers().baseline(release, device.build));
            device.offTrack = false;
            device.plan = Device.Plan.HOTPATCH;
            device.setPhase(now, Device.Phase.OFFERED);
            next(device, Step.Kind.DOWNLOAD, now, Purpose.START, 1, 4);
            return;
        }
        int build = buildAfter(device, release);
        device.offTrack = release.outOfBand() || release.hotpatchFor(build);
        device.setLevel(now, build, release.levels().get(build).lcu());
        success(device, now);
    }

    /** Feature updates come as an enablement package beside the first baseline of the new build. */
    private int buildAfter(Device device, Release release) {
        int build = device.build;
        for (int next : new int[] {26200, 26300}) {
            if (build >= 26100 && build < next && release.baselineFor(next) && facts.takes(next, device.index)) {
                build = next;
            }
        }
        return build;
    }

    private Device.Cause cause(Device device) {
        if (device.plan == Device.Plan.DEBT) {
            return Device.Cause.BASELINE_DEBT;
        }
        return device.release.outOfBand() ? Device.Cause.OOB_LCU
                : device.release.hotpatchAnywhere() ? Device.Cause.LCU : Device.Cause.BASELINE;
    }

    /** Takes an update off again; that needs a restart, too. */
    private void rollBack(Device device, long now, Release release) {
        if (device.release != release || device.phase != Device.Phase.INSTALLED) {
            return;
        }
        int before = Math.max(0, device.levels.size() - 2);
        device.restarted(now, Device.Cause.ROLLBACK, Device.Trigger.HABIT);
        device.setLevel(now, Device.buildOf(device.levels.value(before)), Device.ubrOf(device.levels.value(before)));
        device.setPhase(now, Device.Phase.ROLLED_BACK);
        device.gaveUp = release;
        device.planned = null;
        reconsider(device, now);
    }

    /** Told to uninstall its newest update: at once, with a restart. It may take the cumulative update afterwards. */
    private void uninstall(Device device, long now, Release release) {
        Rules.Ring ring = device.rules.ring(device);
        if (device.goneFrom > now && ring != null && ring.uninstalling()) {
            rollBack(device, now, release);
            device.gaveUp = null;
            device.offTrack = true;
            device.planned = null;
            reconsider(device, now);
        }
    }

    private void reboot(Device device, long now, Device.Action action) {
        action.done = now;
        action.failed = device.goneFrom <= now || presence.nextOnline(device, now) != now;
        if (action.failed) {
            return;
        }
        if (device.phase == Device.Phase.RESTART_REQUIRED) {
            device.generation++;
            restart(device, now, Device.Trigger.REMOTE_ACTION);
        } else {
            device.restarted(now, Device.Cause.REMOTE_ACTION, Device.Trigger.REMOTE_ACTION);
        }
    }

    /** A fresh image is some months old: back behind the newest baseline. */
    private void reimage(Device device, long now) {
        Offers.Offer first = null;
        int baselines = 0;
        for (Offers.Offer offer : device.rules.offers().of(device.build)) {
            if (offer.release().at() <= now && offer.release().baselineFor(device.build) && baselines++ < 3) {
                first = offer;
            }
        }
        if (device.goneFrom <= now || first == null) {
            return;
        }
        device.release = null;
        device.gaveUp = null;
        device.offTrack = false;
        device.setLevel(now, device.build, Math.min(device.ubr, first.lcu()));
        device.setPhase(now, Device.Phase.NONE);
        device.planned = null;
        device.generation++;
        reconsider(device, now);
    }

    /** Runs a build that no approval brought; goes on from there like any other device. */
    void appear(Device device, long now, Release release, int build, int ubr) {
        device.generation++;
        device.planned = null;
        device.release = release;
        device.setLevel(now, build, ubr);
        device.setPhase(now, Device.Phase.INSTALLED);
        reconsider(device, now);
    }

    private void next(Device device, Step.Kind kind, long now, Purpose purpose, double fromHours, double toHours) {
        long release = device.release.index() * 8L + device.attempt * 2L + (device.plan == Device.Plan.HOTPATCH ? 1 : 0);
        device.plan(kind, presence.nextOnline(device, now + dice.seconds(purpose, device.index, release, fromHours, toHours)));
    }
}
