package io.hotpatchcycle.sandbox;

import java.util.List;
import java.util.Map;

/**
 * Which release may reach which device and when, at one time: policies and their approvals, expedite policies, update rings, the tenant
 * default, the catalog. Never changes: what is written makes new ones, and old ones stay for devices that have yet to go through them.
 *
 * @param luck            played shares, by the short name of the release
 * @param defaultDeferral seconds
 */
record Rules(List<Policy> policies, List<Ring> rings, List<Expedite> expedites, boolean leaking, Offers offers, Map<String, Luck.Shares> luck,
             DeviceFacts facts, long defaultDeferral) {

    /** Deadline and grace of a device that no ring reaches. */
    private static final long DEFAULT_FORCED_AFTER = 9 * 86_400L;
    private static final long DAY = 86_400;

    /** One quality update policy. @param monthly and @param outOfBand days until a release goes out by itself, or {@link QualityPolicy#MANUAL} */
    record Policy(Assignments assignments, boolean hotpatch, int monthly, int outOfBand, Map<Integer, QualityPolicy.Approval> approvals) {

        private boolean reaches(Device device) {
            return !device.unenrolled && assignments.applyTo(device);
        }
    }

    /** One update ring; times in seconds. */
    record Ring(Assignments assignments, long deferral, long pausedUntil, long forcedAfter, boolean uninstalling) {
    }

    /** One expedite policy. @param day of the release it wants, as epoch second of its midnight */
    record Expedite(Assignments assignments, long day, long forcedAfter) {

        private boolean wants(Device device, Release release) {
            return !device.unenrolled && Math.floorDiv(release.at(), DAY) * DAY == day && !release.levels().isEmpty() && assignments.applyTo(device);
        }
    }

    /** What a device should take now, and when to look again. Without a release: nothing now. */
    record Choice(Release release, Device.Plan plan, long lookAgain) {
    }

    Choice choose(Device device, long now) {
        long lookAgain = Device.NEVER;
        for (Offers.Offer offer : offers.of(device.build)) {
            Release release = offer.release();
            if (release.at() > now) {
                continue;
            }
            if (device.ubr >= offer.floor()) {
                break;
            }
            Device.Plan plan = release == device.gaveUp ? null : plan(device, offer);
            if (plan == null) {
                continue;
            }
            long from = allowedFrom(device, release);
            if (from <= now) {
                return new Choice(release, plan, lookAgain);
            }
            lookAgain = Math.min(lookAgain, from);
        }
        return new Choice(null, null, lookAgain);
    }

    /** Which of the two an expedited device gets is not documented: here it is the one with the restart. */
    private Device.Plan plan(Device device, Offers.Offer offer) {
        if (offer.hotpatch() > 0 && expedite(device, offer.release()) == null && facts.capable(device.index) && !device.offTrack
                && hotpatchAllowed(device, offer.release())) {
            return device.ubr >= offer.baseline() ? Device.Plan.HOTPATCH : Device.Plan.DEBT;
        }
        return offer.lcu() > device.ubr ? Device.Plan.LCU : null;
    }

    /** Epoch second from which a device may be offered a release, NEVER when something must change first. */
    long allowedFrom(Device device, Release release) {
        Ring ring = ring(device);
        long deferral = ring == null ? 0 : ring.deferral;
        long pausedUntil = ring == null ? 0 : ring.pausedUntil;
        boolean governed = false;
        long from = Device.NEVER;
        for (Policy policy : policies) {
            if (policy.reaches(device)) {
                governed = true;
                from = Math.min(from, allowedBy(policy, release, deferral));
            }
        }
        if (!governed && !release.outOfBand()) {
            from = release.at() + (ring == null ? defaultDeferral : deferral);
        }
        return Math.max(expedite(device, release) == null ? from : release.at(), pausedUntil);
    }

    /** The expedite policy that wants a device to have a release, the most urgent of them; null without one. */
    private Expedite expedite(Device device, Release release) {
        Expedite found = null;
        for (Expedite expedite : expedites) {
            if (expedite.wants(device, release) && (found == null || expedite.forcedAfter < found.forcedAfter)) {
                found = expedite;
            }
        }
        return found;
    }

    private long allowedBy(Policy policy, Release release, long deferral) {
        int automatic = release.outOfBand() ? policy.outOfBand : policy.monthly;
        if (automatic != QualityPolicy.MANUAL || leaking) {
            return release.at() + deferral + Math.max(0, automatic) * DAY;
        }
        QualityPolicy.Approval approval = policy.approvals.get(release.index());
        return approval != null && approval.approved() ? Math.max(approval.since(), release.at() + deferral) : Device.NEVER;
    }

    private boolean hotpatchAllowed(Device device, Release release) {
        boolean governed = false;
        for (Policy policy : policies) {
            if (policy.reaches(device)) {
                governed = true;
                if (policy.hotpatch && allowedBy(policy, release, 0) != Device.NEVER) {
                    return true;
                }
            }
        }
        return !governed;
    }

    /** The first update ring that reaches a device, or null. */
    Ring ring(Device device) {
        for (Ring ring : rings) {
            if (ring.assignments.applyTo(device)) {
                return ring;
            }
        }
        return null;
    }

    /** Seconds from the offer until Windows restarts a device whether it suits or not. */
    long forcedAfter(Device device) {
        Expedite expedite = device.release == null ? null : expedite(device, device.release);
        if (expedite != null) {
            return expedite.forcedAfter;
        }
        Ring ring = ring(device);
        return ring == null ? DEFAULT_FORCED_AFTER : ring.forcedAfter;
    }
}
