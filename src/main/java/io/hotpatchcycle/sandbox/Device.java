package io.hotpatchcycle.sandbox;

import java.util.ArrayList;
import java.util.List;

/**
 * One device, carried to some time by {@link Simulation}: what becomes of it follows from seed, index and what happened to the tenant, so
 * it can be forgotten and made again. Times are epoch seconds of virtual time.
 */
final class Device {

    static final long NEVER = Long.MAX_VALUE;

    /** Where a device stands with a release. Order is stored; add at the end. */
    enum Phase { NONE, OFFERED, DOWNLOADING, INSTALLING, RESTART_REQUIRED, INSTALLED, FAILED, ROLLED_BACK, HELD }

    /** What it installs: the hotpatch, the LCU, or the baseline first and the hotpatch then. */
    enum Plan { HOTPATCH, LCU, DEBT }

    /** Why a restart was needed. */
    enum Cause { BASELINE, LCU, BASELINE_DEBT, OOB_LCU, ROLLBACK, REMOTE_ACTION }

    /** What made it happen then. */
    enum Trigger { HABIT, DEADLINE, REMOTE_ACTION }

    /** A restart asked for through Graph. {@code done} is 0 while pending. */
    static final class Action {
        final long asked;
        long done;
        boolean failed;

        Action(long asked) {
            this.asked = asked;
        }
    }

    final int index;
    int build;
    int ubr;
    /** Took the LCU of a hotpatch month: no hotpatch until the next baseline. */
    boolean offTrack;
    /** One bit per group. */
    long groups;

    Phase phase = Phase.NONE;
    Release release;
    Plan plan;
    int attempt;
    long discovered;
    /** The release this device failed for good. */
    Release gaveUp;

    long goneFrom = NEVER;
    long quietFrom = NEVER;
    long quietUntil = NEVER;
    long forcedCheckIn = Long.MIN_VALUE;
    /** The service has lost its enrolment for quality updates: no policy reaches it. */
    boolean unenrolled;
    /** When that last changed; 0 when it never did. */
    long enrolmentChanged;
    /** When it was enrolled anew; 0 as long as its first enrolment stands. */
    long enrolledAnew;

    /** Somebody deleted its object in Entra: it is in no group and can be put in none. */
    boolean outOfEntra;
    /** Somebody deleted its record in Intune. */
    boolean outOfIntune;

    /** Outdates planned steps: a step of an older generation is dropped. */
    int generation;
    Step.Kind planned;
    long plannedAt;
    /** The planned step that is due next, if it is of the present generation; null without one. */
    Step next;
    /** Steps that nothing outdates. */
    private List<Step> others = List.of();
    private long stepNumber;

    /** What holds at the time it has been carried to. */
    Rules rules;
    /** How many events of the tenant it has gone through. */
    int events;
    /** The last entry of the {@link DeviceLog} that it has gone through. */
    int entry;

    final LongLog levels = new LongLog();
    final LongLog phases = new LongLog();
    final LongLog restarts = new LongLog();
    /** Few are ever asked. */
    List<Action> actions = List.of();

    Device(int index) {
        this.index = index;
    }

    /** Plans a step that a later change of the plan outdates; one that never comes only outdates the earlier. */
    void plan(Step.Kind kind, long at) {
        generation++;
        planned = kind;
        plannedAt = at;
        next = at == NEVER ? null : new Step(at, index, stepNumber++, kind, generation, null);
    }

    /** Plans a step that nothing outdates. */
    void plan(long at, Step.Kind kind, Object extra) {
        if (at != NEVER) {
            others = new ArrayList<>(others);
            others.add(new Step(at, index, stepNumber++, kind, 0, extra));
        }
    }

    /** Takes the next step up to a time off the plan; null when there is none. */
    Step take(long until) {
        Step found = next != null && next.generation() == generation && next.at() <= until ? next : null;
        for (Step other : others) {
            if (other.at() <= until && (found == null || other.compareTo(found) < 0)) {
                found = other;
            }
        }
        if (found != null && found == next) {
            next = null;
        } else if (found != null) {
            others.remove(found);
        }
        return found;
    }

    void setLevel(long now, int newBuild, int newUbr) {
        build = newBuild;
        ubr = newUbr;
        levels.add(now, ((long) newBuild << 32) | newUbr);
    }

    void setPhase(long now, Phase newPhase) {
        phase = newPhase;
        int of = release == null ? 0xFFFF : release.index();
        phases.add(now, ((long) of << 8) | newPhase.ordinal());
    }

    void restarted(long now, Cause cause, Trigger trigger) {
        restarts.add(now, ((long) cause.ordinal() << 8) | trigger.ordinal());
    }

    void asked(Action action) {
        List<Action> more = new ArrayList<>(actions);
        more.add(action);
        actions = List.copyOf(more);
    }

    /** Has begun to download, so a suspended approval no longer stops it. */
    boolean busy() {
        return phase == Phase.DOWNLOADING || phase == Phase.INSTALLING || phase == Phase.RESTART_REQUIRED;
    }

    boolean in(int group) {
        return (groups & (1L << group)) != 0;
    }

    static int buildOf(long level) {
        return (int) (level >>> 32);
    }

    static int ubrOf(long level) {
        return (int) level;
    }

    static int releaseOf(long phase) {
        return (int) (phase >>> 8);
    }

    static Phase phaseOf(long phase) {
        return Phase.values()[(int) (phase & 0xFF)];
    }
}
