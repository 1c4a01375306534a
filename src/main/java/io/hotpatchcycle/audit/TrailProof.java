package io.hotpatchcycle.audit;

import io.hotpatchcycle.audit.SealRows.Ends;
import io.hotpatchcycle.audit.SealRows.Waiting;
import io.hotpatchcycle.audit.Verification.End;
import io.hotpatchcycle.audit.Verification.Finding;
import io.hotpatchcycle.audit.Verification.Kind;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** Proves the trail, or names the first row that is not as it was; and takes proof out of the database's reach. */
public final class TrailProof {

    private final SealRows rows;
    private final TrustedKeys trusted;
    private final AnchorFolder anchors;
    private final Clock wallClock;
    private final TimeStamps stamps;
    private volatile Verification last;

    /** @param anchorFolder where signed heads go; null for nowhere */
    public TrailProof(SealRows rows, TrustedKeys trusted, Path anchorFolder, TimeStamps stamps, Clock wallClock) {
        this.stamps = stamps;
        this.rows = rows;
        this.trusted = trusted;
        this.anchors = new AnchorFolder(anchorFolder);
        this.wallClock = wallClock;
    }

    /** How far sealing is, without recomputing anything; {@code lag} is how long the oldest waiting event has waited. */
    public record Progress(long waiting, Duration lag, End end) {
    }

    public Progress progress() {
        Waiting waiting = rows.waiting();
        return new Progress(waiting.events(), lag(waiting), rows.lastHead().map(End::of).orElse(null));
    }

    /** The last full look since the start. */
    public Optional<Verification> last() {
        return Optional.ofNullable(last);
    }

    /** Whether heads go to a place outside. */
    public boolean isAnchored() {
        return anchors.isSet();
    }

    /** Recomputes the whole chain, in constant memory; about ten seconds for a million events. One at a time. */
    public synchronized Verification verify() {
        Instant now = wallClock.instant();
        AnchorFolder.Content outside = anchors.read(trusted);
        Head end = rows.lastHead().orElse(null);
        ChainWalk walk = new ChainWalk(rows, trusted, outside.anchors(), end == null ? 0 : end.sequence());
        Finding finding = first(walk, end == null ? 0 : end.sequence(), outside);
        Waiting waiting = rows.waiting();
        last = new Verification(now, finding, walk.walked(), waiting.events(), lag(waiting), end == null ? null : End.of(end),
                outside.anchors().size(), walk.late(), walk.firstLate());
        return last;
    }

    private Finding first(ChainWalk walk, long until, AnchorFolder.Content outside) {
        Finding finding = walk.run();
        finding = finding != null ? finding : outside.finding();
        finding = finding != null ? finding : beyond(outside.anchors(), until);
        finding = finding != null ? finding : ends();
        finding = finding != null ? finding : strays();
        return finding != null ? finding : stamps.finding();
    }

    private static Finding beyond(Map<Long, AnchorFolder.Anchor> anchors, long until) {
        return anchors.keySet().stream().filter(sequence -> sequence > until).min(Long::compare)
                .map(sequence -> new Finding(Kind.REMOVED, until + 1, null, "The trail was cut: it ends at sequence " + until + ", but anchor "
                        + anchors.get(sequence).file().getFileName() + " proves it reached " + sequence + ".")).orElse(null);
    }

    private Finding ends() {
        Ends ends = rows.ends();
        if (ends.lastSeal() > ends.lastHead()) {
            return new Finding(Kind.INSERTED, ends.lastHead() + 1, null, "Seal " + (ends.lastHead() + 1) + " stands behind the last signed head at "
                    + ends.lastHead() + ".");
        }
        if (ends.lastSeal() < ends.lastHead()) {
            return new Finding(Kind.REMOVED, ends.lastSeal() + 1, null, "Seal " + (ends.lastSeal() + 1) + " is missing; the chain was signed up to "
                    + ends.lastHead() + ".");
        }
        return ends.seals() == ends.lastSeal() ? null : new Finding(Kind.INSERTED, null, null, "The chain ends at " + ends.lastSeal() + ", but there are "
                + ends.seals() + " seals: some were inserted twice or outside the sequence.");
    }

    private Finding strays() {
        Optional<Finding> stray = rows.strayEvent().map(id -> new Finding(Kind.INSERTED, null, id, "Event " + id
                + " was inserted behind the program's back: it has no seal and does not wait for one."));
        return stray.or(() -> rows.lostEvent().map(id -> new Finding(Kind.REMOVED, null, id, "Event " + id + " was removed before it was sealed.")))
                .orElse(null);
    }

    /**
     * Writes the last signed head to the anchor folder, where it is not yet.
     *
     * @throws IllegalStateException when there is no folder, nothing is sealed, or the folder says another thing
     */
    public Path anchor() {
        if (!anchors.isSet()) {
            throw new IllegalStateException("There is no place for anchors. Set hotpatch.audit.anchor-folder to a write-once folder and start again.");
        }
        return anchors.write(rows.lastHead().orElseThrow(() -> new IllegalStateException("Nothing is sealed yet, so there is nothing to anchor.")));
    }

    /** Anchors once a day (UTC), where there is a folder; any node may do it, and twice is harmless. */
    public Optional<Path> anchorOfTheDay() {
        if (!anchors.isSet() || rows.lastHead().isEmpty()) {
            return Optional.empty();
        }
        LocalDate today = day(wallClock.instant());
        boolean done = anchors.read(trusted).anchors().values().stream().anyMatch(anchor -> !day(anchor.head().time()).isBefore(today));
        return done ? Optional.empty() : Optional.of(anchor());
    }

    private static LocalDate day(Instant time) {
        return time.atZone(ZoneOffset.UTC).toLocalDate();
    }

    private Duration lag(Waiting waiting) {
        Duration lag = waiting.since() == null ? Duration.ZERO : Duration.between(waiting.since(), wallClock.instant());
        return lag.isNegative() ? Duration.ZERO : lag;
    }
}
