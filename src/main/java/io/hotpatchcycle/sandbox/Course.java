package io.hotpatchcycle.sandbox;

import io.hotpatchcycle.sandbox.Dice.Purpose;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** The course of a device from where it is to a later time: its own steps, and between them what happened to the tenant and to it. */
final class Course {

    private static final double REIMAGED_A_MONTH = 0.0005;
    private static final double RETIRED_A_MONTH = 0.0004;
    private static final double HOURS_A_MONTH = 27 * 24;
    /** Share of the devices that do not follow an uninstall. */
    private static final double STUBBORN = 0.01;

    /** What decides how devices behave. */
    record Ways(Catalog catalog, Presence presence, Luck luck, Dice dice, boolean uninstalls) {
    }

    private final Fleet fleet;
    private final Timeline timeline;
    private final Ways ways;
    private final Dice dice;
    private final Timing timing;
    private final UpdateLife life;

    Course(Fleet fleet, Timeline timeline, Ways ways) {
        this.fleet = fleet;
        this.timeline = timeline;
        this.ways = ways;
        this.dice = ways.dice;
        this.timing = new Timing(ways.presence, ways.dice);
        this.life = new UpdateLife(fleet.facts, ways.presence, ways.luck, ways.dice);
    }

    /** Carries a device through everything that happened, and its steps up to a time. */
    void carry(Device device, long until) {
        int[] done = fleet.log.since(device.index, device.entry);
        int next = 0;
        while (device.events < timeline.events() || next < done.length) {
            Timeline.Event event = device.events < timeline.events() ? timeline.event(device.events) : null;
            if (event != null && (next == done.length || event.order() < fleet.log.order(done[next]))) {
                device.events++;
                steps(device, event.stepsUntil());
                device.rules = event.rules();
                happened(device, event);
            } else {
                long at = timeline.time(fleet.log.order(done[next]));
                device.entry = done[next];
                steps(device, at);
                done(device, fleet.log.value(done[next++]), at);
            }
        }
        steps(device, until);
    }

    private void steps(Device device, long until) {
        for (Step step = device.take(until); step != null; step = device.take(until)) {
            life.perform(device, step, step.at());
        }
    }

    private void happened(Device device, Timeline.Event event) {
        if (!event.concerns(device)) {
            return;
        }
        switch (event.what()) {
            case LOOK -> life.reconsider(device, event.at());
            case MONTH -> {
                life.reconsider(device, event.at());
                month(device, event.at());
            }
            case UNINSTALL -> {
                if (ways.uninstalls && device.phase == Device.Phase.INSTALLED && dice.unit(Purpose.ROLLBACK, device.index, -7) >= STUBBORN) {
                    device.plan(timing.rebootAt(device, event.at()), Step.Kind.UNINSTALL, device.release);
                }
            }
            case ENROLMENT -> {
                boolean unenrolled = fleet.loses(device.index, event.share());
                device.enrolmentChanged = unenrolled == device.unenrolled ? device.enrolmentChanged : event.at();
                device.unenrolled = unenrolled;
            }
            case RULES -> {
                // it knows them now
            }
        }
    }

    /** Once a month: who is re-imaged, who is retired. */
    private void month(Device device, long now) {
        ZonedDateTime date = Instant.ofEpochSecond(now).atZone(ZoneOffset.UTC);
        long month = date.getYear() * 12L + date.getMonthValue();
        if (dice.unit(Purpose.REIMAGE, device.index, month) < REIMAGED_A_MONTH) {
            device.plan(now + dice.seconds(Purpose.REIMAGE, device.index, -month, 1, HOURS_A_MONTH), Step.Kind.REIMAGE, null);
        }
        if (dice.unit(Purpose.RETIRE, device.index, month) < RETIRED_A_MONTH) {
            device.plan(now + dice.seconds(Purpose.RETIRE, device.index, -month, 1, HOURS_A_MONTH), Step.Kind.RETIRE, null);
        }
    }

    private void done(Device device, long value, long now) {
        DeviceLog.What what = DeviceLog.whatOf(value);
        switch (what) {
            case GROUPS -> {
                device.groups = DeviceLog.groupsOf(value);
                life.reconsider(device, now);
            }
            case PLACED -> device.groups = DeviceLog.groupsOf(value);
            case OUT_OF_ENTRA -> {
                device.outOfEntra = true;
                device.groups = 0;
                life.reconsider(device, now);
            }
            case OUT_OF_INTUNE -> device.outOfIntune = true;
            case REBOOT -> {
                Device.Action action = new Device.Action(now);
                device.asked(action);
                device.plan(timing.rebootAt(device, now), Step.Kind.REBOOT, action);
            }
            case SYNC -> {
                if (ways.presence.nextOnline(device, now) == now) {
                    device.forcedCheckIn = now;
                }
            }
            case RESET, REIMAGE, FEATURE_UPGRADE, BY_HAND, LEAK -> installed(device, what, ways.catalog.get(DeviceLog.releaseOf(value)), now);
        }
    }

    /** The build that a device has after a build came to it. */
    static int target(Device device, DeviceLog.What how) {
        return how == DeviceLog.What.FEATURE_UPGRADE ? device.build == 26100 ? 26200 : 26300 : device.build;
    }

    /** A reset device is a new record of Intune, a re-imaged one the same record enrolled anew. */
    private void installed(Device device, DeviceLog.What how, Release release, long now) {
        int build = target(device, how);
        Release.Levels levels = release.levels().get(build);
        if (levels == null) {
            return;
        }
        if (how == DeviceLog.What.RESET || how == DeviceLog.What.REIMAGE) {
            device.enrolledAnew = now;
            device.forcedCheckIn = now;
        }
        if (how != DeviceLog.What.LEAK) {
            device.offTrack = levels.hotpatch() > 0;
        }
        life.appear(device, now, release, build, how == DeviceLog.What.LEAK ? levels.floor() : levels.lcu());
    }
}
