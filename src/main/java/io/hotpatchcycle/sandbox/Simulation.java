package io.hotpatchcycle.sandbox;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.PriorityQueue;

/**
 * Carries the tenant from one virtual time to the next, and each device when it is asked for. Not safe for several threads.
 *
 * <p>What a device is follows from its seed, its index and what happened. It can be forgotten at any time, so of a fleet of any size only
 * {@link HeldDevices a bounded number} is held.
 */
final class Simulation {

    private final PriorityQueue<Step> steps = new PriorityQueue<>();
    private final Timeline timeline = new Timeline();
    private final Fleet fleet;
    private final Servicing servicing;
    private final Course course;
    private final HeldDevices held;
    private final Rules firstRules;
    private Rules rules;
    private long now;
    /** All steps up to here are done. */
    private long reached = Long.MIN_VALUE;
    private long number;

    Simulation(Fleet fleet, Catalog catalog, Servicing servicing, Course.Ways ways, int mostHeld, long startedAt) {
        this.fleet = fleet;
        this.servicing = servicing;
        this.course = new Course(fleet, timeline, ways);
        this.held = new HeldDevices(fleet.size(), mostHeld);
        this.firstRules = servicing.rules();
        this.rules = firstRules;
        this.now = startedAt;
        for (Release release : catalog.all()) {
            if (release.at() > startedAt) {
                publish(release);
            }
        }
        plan(startedAt, Step.Kind.MONTH);
    }

    long now() {
        return now;
    }

    /** Does everything planned up to a time. An earlier time changes nothing. */
    void advanceTo(long time) {
        while (!steps.isEmpty() && steps.peek().at() <= time) {
            Step step = steps.poll();
            now = Math.max(now, step.at());
            // steps of devices at that very second come after those of the tenant, unless they are done
            happened(reached >= now ? now : now - 1, step.kind() == Step.Kind.MONTH ? Timeline.What.MONTH : Timeline.What.LOOK, null, null, 0);
            if (step.kind() == Step.Kind.MONTH) {
                ZonedDateTime date = Instant.ofEpochSecond(now).atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS);
                plan(date.withDayOfMonth(1).plusMonths(1).toEpochSecond(), Step.Kind.MONTH);
            }
        }
        now = Math.max(now, time);
        reached = now;
    }

    private void plan(long at, Step.Kind kind) {
        steps.add(new Step(at, -1, number++, kind, 0, null));
    }

    private void happened(long stepsUntil, Timeline.What what, Assignments before, Assignments after, double share) {
        rules = servicing.rules();
        timeline.add(now, stepsUntil, what, rules, before, after, share);
    }

    private void happened(Timeline.What what, Assignments before, Assignments after, double share) {
        happened(now, what, before, after, share);
    }

    /** One device as it is now. It is not carried on by itself: ask again after something happened. */
    Device device(int index) {
        Device device = held.get(index);
        if (device == null) {
            device = fleet.start(index);
            device.rules = firstRules;
            held.put(device);
        }
        course.carry(device, now);
        return device;
    }

    /** A release that comes out, now or later. */
    void publish(Release release) {
        plan(Math.max(release.at(), now), Step.Kind.PUBLISH);
    }

    /** Every device that one of two assignments reaches looks again what it should do. */
    void reconsider(Assignments before, Assignments after) {
        happened(Timeline.What.LOOK, before, after, 0);
    }

    /** Every device looks again what it should do. */
    void reconsiderAll() {
        happened(Timeline.What.LOOK, null, null, 0);
    }

    /** Devices of the assignment take their newest update off when they are next online; one in a hundred never does, or none where the sandbox plays so. */
    void uninstall(Assignments assignments) {
        happened(Timeline.What.UNINSTALL, assignments, assignments, 0);
    }

    /** The service forgets a share of the enrolments, and finds the others again. */
    void loseEnrolments(double share) {
        fleet.loseEnrolments(share);
        happened(Timeline.What.ENROLMENT, null, null, share);
    }

    /** What was written may hold for devices although none of them has to look now. */
    void settle() {
        if (servicing.rules() != rules) {
            happened(Timeline.What.RULES, null, null, 0);
        }
    }

    /** A device is in these groups from now on, one bit each, and looks again. */
    void move(int device, long groups) {
        fleet.log.add(device, timeline.moment(now), DeviceLog.What.GROUPS, 0, groups);
    }

    /** As {@link #move}, and the device looks only when all do. */
    void place(int device, long groups) {
        fleet.log.add(device, timeline.moment(now), DeviceLog.What.PLACED, 0, groups);
    }

    /** Somebody deletes a device in Entra, which takes it out of its groups, or in Intune. */
    void delete(int device, boolean inEntra) {
        fleet.log.addDeleted(device, timeline.moment(now), inEntra, fleet.groups(device));
    }

    /** Asks a device to restart; its action shows later what became of it. */
    void reboot(int device) {
        done(device, DeviceLog.What.REBOOT, 0);
    }

    /** Asks a device to check in. */
    void sync(int device) {
        done(device, DeviceLog.What.SYNC, 0);
    }

    /** A build of a release comes to a device without an approval. */
    void install(int device, DeviceLog.What how, Release release) {
        done(device, how, release.index());
    }

    private void done(int device, DeviceLog.What what, int release) {
        fleet.log.add(device, timeline.moment(now), what, release, fleet.groups(device));
    }
}
