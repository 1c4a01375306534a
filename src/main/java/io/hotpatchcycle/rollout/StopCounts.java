package io.hotpatchcycle.rollout;

import io.hotpatchcycle.fleet.VisibleRings;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.ring.RingView;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.rollout.StopRows.Counted;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.Optional;
import java.util.function.Consumer;

/** Counts what a stop has reached, once every unit reads back as suspended. */
public final class StopCounts {

    /** Devices check in every eight hours; who missed three in a row is switched off. */
    private static final Duration ONLINE = Duration.ofHours(24);

    /** What Intune accepts shows within that time; what does not is refused, or the service is down. */
    private static final Duration HELD_WITHIN = Duration.ofMinutes(30);
    private static final int LONGEST = 2000;

    private final StopRows rows;
    private final Rollouts rollouts;
    private final Rings rings;
    private final InstallReports reports;
    private final Duration reportDelay;
    private final Clock businessClock;

    /**
     * @param reportDelay how far the reports may lag: before that has passed since the suspension they prove nothing
     */
    public StopCounts(StopRows rows, Rollouts rollouts, Rings rings, InstallReports reports, Duration reportDelay, Clock businessClock) {
        this.rows = rows;
        this.rollouts = rollouts;
        this.rings = rings;
        this.reports = reports;
        this.reportDelay = reportDelay;
        this.businessClock = businessClock;
    }

    /** In mode observe nothing was let through by us: no stop of ours holds it back, and what devices do after one proves nothing. */
    private boolean onlyLooking(String cycleId) {
        return rollouts.observing(cycleId) && !rows.approved(cycleId);
    }

    /** Reads what the sources say now of every ring that was opened, and counts. */
    public StopCount count(String cycleId, boolean baseline) {
        if (onlyLooking(cycleId)) {
            return last(cycleId);
        }
        List<RingView> opened = rings.of(cycleId).stream().filter(RingView::everOpened).toList();
        if (!opened.isEmpty()) {
            rollouts.observe(cycleId, null, baseline);
        }
        Instant now = businessClock.instant();
        Instant asOf = rings.of(cycleId).stream().map(RingView::asOf).filter(Objects::nonNull).max(Comparator.naturalOrder()).orElse(null);
        Set<String> gone = rows.gone(cycleId).stream().map(PolicyGone::ring).collect(Collectors.toSet());
        for (RingView ring : rings.of(cycleId)) {
            if (!ring.everOpened() && gone.contains(ring.name())) {
                rows.countUnopened(cycleId, ring.name(), ring.controlled(), now);
            } else if (!ring.everOpened()) {
                rows.forgetUnopened(cycleId, ring.name());
            }
        }
        // what is taken back is counted by its roll-back, and sent to another update by a person's decision
        for (RingView ring : opened.stream().filter(r -> !rows.takenBack(cycleId, r.name())).toList()) {
            String policy = rings.unit(ring.name()).policyId();
            if (policy != null) {
                reports.read(policy, page -> rows.seen(cycleId, ring.openedAt(), page));
            }
            Instant suspendedAt = rows.suspendedAt(cycleId, ring.name(), now);
            rows.count(cycleId, ring.name(), !gone.contains(ring.name()), suspendedAt, rows.heldFrom(cycleId, ring.name(), suspendedAt), now.minus(ONLINE), asOf, now);
        }
        return last(cycleId);
    }

    /** Notes what the stop in force does not reach yet; nothing when it reaches all. */
    public void open(String cycleId, List<String> what) {
        if (what.isEmpty()) {
            rows.nothingOpen(cycleId);
        } else {
            String told = String.join("; ", what);
            rows.open(cycleId, told.length() <= LONGEST ? told : told.substring(0, LONGEST) + "…", businessClock.instant());
        }
    }

    /** Notes that the stop in force holds every unit, but those that a person accepted. */
    public void held(String cycleId) {
        rows.held(cycleId, businessClock.instant());
    }

    /**
     * Notes which units let the release through although the stop in force had held them.
     *
     * @return those of which that was not known
     */
    public List<LetThrough> letThrough(String cycleId, Rollouts.Suspended found) {
        Instant now = businessClock.instant();
        List<LetThrough> anew = found.through().entrySet().stream().filter(e -> rows.letThrough(cycleId, e.getKey(), e.getValue(), now))
                .map(e -> new LetThrough(e.getKey(), e.getValue(), now, found.held().contains(e.getKey()) ? now : null)).toList();
        found.held().forEach(ring -> rows.heldAgain(cycleId, ring, now));
        return anew;
    }

    /** Units that let the release through during the stop in force, oldest first. */
    public List<LetThrough> letThrough(String cycleId) {
        return rows.letThrough(cycleId);
    }

    /** Notes which units the stop in force finds without their policy. */
    public void gone(String cycleId, List<Rollouts.Gone> found) {
        rows.gone(cycleId, found, businessClock.instant());
    }

    /** The units that the stop in force finds without their policy, in ring order. */
    public List<PolicyGone> gone(String cycleId) {
        return rows.gone(cycleId);
    }

    /** Whether people are told for the first time that the policy of one of them is gone. */
    public boolean tellGone(String cycleId) {
        return rows.tellGone(cycleId);
    }

    /** What the stop in force does not reach although that was tried for so long that a person has to look; empty when there is nothing. */
    public Optional<String> openTooLong(String cycleId) {
        return rows.openSince(cycleId, businessClock.instant().minus(HELD_WITHIN));
    }

    /** Whether people are told of that for the first time. */
    public boolean tell(String cycleId) {
        return rows.tell(cycleId);
    }

    /** As last counted for the stop in force. */
    public StopCount last(String cycleId) {
        List<Counted> counted = rows.counted(cycleId);
        Instant now = businessClock.instant();
        List<PolicyGone> gone = rows.gone(cycleId);
        Set<String> back = rings.of(cycleId).stream().filter(r -> r.state() == RingState.ROLLED_BACK).map(RingView::name).collect(Collectors.toSet());
        Set<String> unheld = Stream.concat(gone.stream().map(PolicyGone::ring), back.stream()).collect(Collectors.toSet());
        String open = Stream.concat(gone.stream().filter(PolicyGone::undecided).map(PolicyGone::says), rows.openSince(cycleId, now).stream())
                .reduce((one, other) -> one + "; " + other).orElse(null);
        Instant notBefore = counted.stream().filter(c -> !unheld.contains(c.ring().name())).map(c -> c.ring().suspendedAt()).max(Comparator.naturalOrder()).map(at -> at.plus(reportDelay)).orElse(null);
        boolean allCounted = onlyLooking(cycleId) || rings.of(cycleId).stream().filter(r -> r.everOpened() && r.controlled() > 0 && !back.contains(r.name()))
                .allMatch(r -> counted.stream().anyMatch(c -> c.ring().name().equals(r.name())));
        boolean known = allCounted && (notBefore == null || !now.isBefore(notBefore)) && counted.stream().allMatch(c -> c.ring().notSeen() == 0 || back.contains(c.ring().name()));
        return new StopCount(counted.stream().map(Counted::ring).toList(),
                counted.stream().map(Counted::asOf).filter(Objects::nonNull).min(Comparator.naturalOrder()).orElse(null),
                counted.stream().map(Counted::countedAt).min(Comparator.naturalOrder()).orElse(null), notBefore,
                known && open == null && gone.isEmpty(), open, known && open == null && !gone.isEmpty());
    }

    /** Devices that installed after the last stop and before it was lifted, the latest first. */
    public List<StopCount.Installed> installedAfter(String cycleId, VisibleRings visible, int offset, int limit) {
        return rows.installedAfter(cycleId, visible, offset, limit);
    }

    /** How many did. */
    public int countInstalledAfter(String cycleId, VisibleRings visible) {
        return rows.countInstalledAfter(cycleId, visible);
    }

    /** Each of them, in the order of devices and in parts. */
    public void eachInstalledAfter(String cycleId, VisibleRings visible, Consumer<StopCount.Installed> device) {
        Parts.each((behind, limit) -> rows.installedBehind(cycleId, visible, behind, limit), StopRows.Device::id, d -> device.accept(d.installed()));
    }
}
