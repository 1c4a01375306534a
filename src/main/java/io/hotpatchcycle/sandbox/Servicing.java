package io.hotpatchcycle.sandbox;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which release may reach which device and when: policies and their approvals, expedite policies, update rings, the tenant default. */
final class Servicing {

    /** Deadline and grace of a device that no ring reaches. */
    private static final long DEFAULT_FORCED_AFTER = 9 * 86_400L;

    final Map<String, QualityPolicy> policies = new LinkedHashMap<>();
    final Map<String, UpdateRing> rings = new LinkedHashMap<>();
    final Map<String, ExpediteProfile> expedites = new LinkedHashMap<>();
    private final Catalog catalog;
    private final DeviceFacts facts;
    private boolean leaking;
    private final long defaultDeferral;

    Servicing(Catalog catalog, DeviceFacts facts, SandboxSettings settings) {
        this.catalog = catalog;
        this.facts = facts;
        this.leaking = settings.gateAnswer() == GateAnswer.LEAKING;
        this.defaultDeferral = settings.defaultDeferralDays() * 86_400L;
    }

    /** From now on manual approval holds back, or it does not. */
    void leak(boolean leaks) {
        leaking = leaks;
    }

    /** What a device should take now, and when to look again. Without a release: nothing now. */
    record Choice(Release release, Device.Plan plan, long lookAgain) {
    }

    Choice choose(Device device, long now) {
        long lookAgain = Device.NEVER;
        for (Release release : catalog.newestFirst()) {
            if (release.at() > now) {
                continue;
            }
            Release.Levels levels = release.levels().get(device.build);
            if (levels == null) {
                continue;
            }
            if (device.ubr >= levels.floor()) {
                break;
            }
            Device.Plan plan = release == device.gaveUp ? null : plan(device, release, levels);
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
    private Device.Plan plan(Device device, Release release, Release.Levels levels) {
        if (expedite(device, release) == null && levels.hotpatch() > 0 && facts.capable(device.index) && !device.offTrack && hotpatchAllowed(device, release)) {
            return device.ubr >= catalog.baselineUbr(release, device.build) ? Device.Plan.HOTPATCH : Device.Plan.DEBT;
        }
        return levels.lcu() > device.ubr ? Device.Plan.LCU : null;
    }

    /** Epoch second from which a device may be offered a release, NEVER when something must change first. */
    long allowedFrom(Device device, Release release) {
        UpdateRing ring = ring(device);
        long deferral = ring == null ? 0 : ring.deferralSeconds();
        long pausedUntil = ring == null ? 0 : ring.pausedUntil();
        boolean governed = false;
        long from = Device.NEVER;
        for (QualityPolicy policy : policies.values()) {
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
    private ExpediteProfile expedite(Device device, Release release) {
        return expedites.values().stream().filter(profile -> profile.wants(device, release)).min(Comparator.comparingLong(ExpediteProfile::forcedAfterSeconds))
                .orElse(null);
    }

    private long allowedBy(QualityPolicy policy, Release release, long deferral) {
        int automatic = policy.automaticAfterDays(release.outOfBand());
        if (automatic != QualityPolicy.MANUAL || leaking) {
            return release.at() + deferral + Math.max(0, automatic) * 86_400L;
        }
        QualityPolicy.Approval approval = policy.approval(release);
        return approval != null && approval.approved() ? Math.max(approval.since(), release.at() + deferral) : Device.NEVER;
    }

    private boolean hotpatchAllowed(Device device, Release release) {
        boolean governed = false;
        for (QualityPolicy policy : policies.values()) {
            if (policy.reaches(device)) {
                governed = true;
                if (policy.hotpatch() && allowedBy(policy, release, 0) != Device.NEVER) {
                    return true;
                }
            }
        }
        return !governed;
    }

    /** The first update ring that reaches a device, or null. */
    UpdateRing ring(Device device) {
        for (UpdateRing ring : rings.values()) {
            if (ring.assignments.applyTo(device)) {
                return ring;
            }
        }
        return null;
    }

    long forcedAfter(Device device) {
        ExpediteProfile expedite = device.release == null ? null : expedite(device, device.release);
        if (expedite != null) {
            return expedite.forcedAfterSeconds();
        }
        UpdateRing ring = ring(device);
        return ring == null ? DEFAULT_FORCED_AFTER : ring.forcedAfterSeconds();
    }

    /** The newest release ever approved in a policy, or that went out by itself; null when there is none. */
    Release newestIn(QualityPolicy policy, long now) {
        for (Release release : catalog.newestFirst()) {
            if (release.at() <= now && !release.levels().isEmpty()
                    && (policy.everApproved(release) || policy.automaticAfterDays(release.outOfBand()) != QualityPolicy.MANUAL)) {
                return release;
            }
        }
        return null;
    }
}
