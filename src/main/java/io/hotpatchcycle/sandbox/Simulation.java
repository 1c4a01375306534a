package io.hotpatchcycle.sandbox;

import io.hotpatchcycle.sandbox.Dice.Purpose;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.PriorityQueue;

/** Carries the fleet from one virtual time to the next, step by planned step. Not safe for several threads. */
final class Simulation {

    private static final double REIMAGED_A_MONTH = 0.0005;
    private static final double RETIRED_A_MONTH = 0.0004;
    private static final double HOURS_A_MONTH = 27 * 24;

    private final PriorityQueue<Step> steps = new PriorityQueue<>();
    private final Fleet fleet;
    private final Dice dice;
    /** Share of the devices that do not follow an uninstall. */
    private static final double STUBBORN = 0.01;

    private final boolean uninstalls;
    private final UpdateLife life;
    private final Timing timing;
    private long now;
    private long number;

    Simulation(Fleet fleet, Catalog catalog, Servicing servicing, Presence presence, Luck luck, Dice dice, boolean uninstalls, long startedAt) {
        this.uninstalls = uninstalls;
        this.fleet = fleet;
        this.dice = dice;
        this.life = new UpdateLife(this, fleet.facts, catalog, servicing, presence, luck, dice);
        this.timing = new Timing(servicing, presence, dice);
        this.now = startedAt;
        for (Release release : catalog.all()) {
            if (release.at() > startedAt) {
                plan(release.at(), -1, Step.Kind.PUBLISH, release);
            }
        }
        plan(startedAt, -1, Step.Kind.MONTH, null);
    }

    long now() {
        return now;
    }

    /** A build comes to a device without an approval. */
    void appear(Device device, Release release, int build, int ubr) {
        life.appear(device, now, release, build, ubr);
    }

    /** Does everything planned up to a time. An earlier time changes nothing. */
    void advanceTo(long time) {
        while (!steps.isEmpty() && steps.peek().at() <= time) {
            Step step = steps.poll();
            now = Math.max(now, step.at());
            perform(step);
        }
        now = Math.max(now, time);
    }

    private void perform(Step step) {
        if (step.device() >= 0) {
            Device device = fleet.devices[step.device()];
            if (!step.planned() || step.generation() == device.generation) {
                life.perform(device, step, now);
            }
            return;
        }
        reconsiderAll();
        if (step.kind() == Step.Kind.MONTH) {
            month();
        }
    }

    /** Once a month: who is re-imaged, who is retired; and the date of the next look. */
    private void month() {
        ZonedDateTime date = Instant.ofEpochSecond(now).atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS);
        long month = date.getYear() * 12L + date.getMonthValue();
        for (Device device : fleet.devices) {
            if (dice.unit(Purpose.REIMAGE, device.index, month) < REIMAGED_A_MONTH) {
                plan(now + dice.seconds(Purpose.REIMAGE, device.index, -month, 1, HOURS_A_MONTH), device.index, Step.Kind.REIMAGE, null);
            }
            if (dice.unit(Purpose.RETIRE, device.index, month) < RETIRED_A_MONTH) {
                plan(now + dice.seconds(Purpose.RETIRE, device.index, -month, 1, HOURS_A_MONTH), device.index, Step.Kind.RETIRE, null);
            }
        }
        plan(date.withDayOfMonth(1).plusMonths(1).toEpochSecond(), -1, Step.Kind.MONTH, null);
    }

    /** A release added while running. */
    void publish(Release release) {
        plan(Math.max(release.at(), now), -1, Step.Kind.PUBLISH, release);
    }

    /** Looks again at every device whose groups one of two assignments reaches. */
    void reconsider(Assignments before, Assignments after) {
        for (Device device : fleet.devices) {
            if (before.applyTo(device) || after.applyTo(device)) {
                life.reconsider(device, now);
            }
        }
    }

    /** Devices of the assignment take their newest update off when they are next online; one in a hundred never does, or none where the sandbox plays so. */
    void uninstall(Assignments assignments) {
        for (Device device : fleet.devices) {
            if (uninstalls && assignments.applyTo(device) && device.phase == Device.Phase.INSTALLED && dice.unit(Purpose.ROLLBACK, device.index, -7) >= STUBBORN) {
                plan(timing.rebootAt(device, now), device.index, Step.Kind.UNINSTALL, device.release);
            }
        }
    }

    void reconsider(Device device) {
        life.reconsider(device, now);
    }

    void reconsiderAll() {
        for (Device device : fleet.devices) {
            life.reconsider(device, now);
        }
    }

    /** Asks a device to restart; the action shows later what became of it. */
    void reboot(Device device) {
        Device.Action action = new Device.Action(now);
        device.asked(action);
        plan(timing.rebootAt(device, now), device.index, Step.Kind.REBOOT, action);
    }

    /** Plans a step that a later change of the device's plan outdates. */
    void plan(Device device, Step.Kind kind, long at) {
        device.generation++;
        device.planned = kind;
        device.plannedAt = at;
        if (at != Device.NEVER) {
            steps.add(new Step(at, device.index, number++, kind, device.generation, null));
        }
    }

    /** Plans a step that nothing outdates. */
    void plan(long at, int device, Step.Kind kind, Object extra) {
        if (at != Device.NEVER) {
            steps.add(new Step(at, device, number++, kind, 0, extra));
        }
    }
}
