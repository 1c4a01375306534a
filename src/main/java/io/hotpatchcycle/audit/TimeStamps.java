package io.hotpatchcycle.audit;

import io.hotpatchcycle.audit.Verification.Finding;
import io.hotpatchcycle.audit.Verification.Kind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Has signed heads stamped by an authority outside, each day and for each pack: whoever holds the database and the key can
 * write a trail anew, but not with stamps of the past.
 */
public final class TimeStamps {

    private static final int AT_ONCE = 500;
    /** Clocks of two machines are never the same. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private final TimeStampRows rows;
    private final SealRows seals;
    private final Trail trail;
    private final Sealer.Transaction transaction;
    private final TimeStampAuthority authority;
    private final TimeStampTrust trust;
    private final Clock wallClock;

    TimeStamps(Storage storage, TimeStampAuthority authority, TimeStampTrust trust, Clock wallClock) {
        this.rows = storage.rows();
        this.seals = storage.seals();
        this.trail = storage.trail();
        this.transaction = storage.transaction();
        this.authority = authority;
        this.trust = trust;
        this.wallClock = wallClock;
    }

    /**
     * Where stamps are kept.
     *
     * @param trail told of each stamp in the transaction that keeps it, so that no bit of one changes unnoticed
     */
    public record Storage(TimeStampRows rows, SealRows seals, Trail trail, Sealer.Transaction transaction) {
    }

    /** Stamps by the authority at this address; none are asked for when it is null, and stored ones still count. */
    public static TimeStamps by(URI url, TimeStampTrust trust, Storage storage, Clock wallClock) {
        return new TimeStamps(storage, url == null ? null : new HttpTimeStampAuthority(url), trust, wallClock);
    }

    /**
     * Has something stamped that means nothing, and keeps nothing: whether the authority at this address can be used.
     *
     * @throws IllegalStateException    when it does not answer as it should
     * @throws IllegalArgumentException when its token does not lead to whom we trust
     */
    public static TimeStampTrust.Stamped tryOut(URI url, TimeStampTrust trust) {
        byte[] nothing = "hotpatch-cycle check".getBytes(StandardCharsets.US_ASCII);
        return trust.check(new HttpTimeStampAuthority(url).stamp(nothing), nothing);
    }

    /** A head as anchors have it, and its token. */
    public record Proof(byte[] head, byte[] token) {
    }

    /** Whether an authority is set. */
    public boolean isSet() {
        return authority != null;
    }

    /**
     * Stamps the last head once a day (UTC); any node may do it, and twice is harmless.
     *
     * @return when it was stamped; empty when there was nothing to do
     * @throws IllegalStateException when the authority does not answer as it should
     */
    public Optional<Instant> ofTheDay() {
        LocalDate today = day(wallClock.instant());
        boolean done = rows.newest().filter(s -> !day(s.at()).isBefore(today)).isPresent();
        return authority == null || done ? Optional.empty() : seals.lastHead().map(this::stamp);
    }

    /** Stamps the head that covers all of a cycle, unless it is; throws as {@link #ofTheDay()}. */
    public void cover(String cycleId) {
        if (authority != null) {
            rows.headOf(cycleId).filter(sequence -> rows.of(sequence).isEmpty()).flatMap(seals::head).ifPresent(this::stamp);
        }
    }

    /** The stamp of the head that covers all of a cycle. */
    public Optional<Proof> of(String cycleId) {
        return rows.headOf(cycleId).flatMap(rows::of).flatMap(s -> seals.head(s.sequence()).map(head -> new Proof(file(head), s.token())));
    }

    private Instant stamp(Head head) {
        byte[] token = authority.stamp(file(head));
        try {
            TimeStampTrust.Stamped stamped = trust.check(token, file(head));
            keep(new TimeStampRows.Stored(head.sequence(), token, stamped.at(), stamped.by(), wallClock.instant().truncatedTo(ChronoUnit.MICROS)));
            return stamped.at();
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("The time stamp of head " + head.sequence() + " is not accepted: " + e.getMessage() + ".", e);
        }
    }

    private void keep(TimeStampRows.Stored stamp) {
        transaction.run(() -> {
            if (rows.add(stamp)) {
                trail.system(TimeStampRows.TOLD, null, null, stamp.told());
            }
            return null;
        });
    }

    /** The first stamp that does not hold; null when each does. */
    Finding finding() {
        long done = 0;
        for (List<TimeStampRows.Pair> some = rows.after(done, AT_ONCE); !some.isEmpty(); some = rows.after(done, AT_ONCE)) {
            for (TimeStampRows.Pair pair : some) {
                done = pair.sequence();
                Finding finding = finding(pair);
                if (finding != null) {
                    return finding;
                }
            }
        }
        return null;
    }

    private Finding finding(TimeStampRows.Pair pair) {
        long sequence = pair.sequence();
        if (pair.stored() == null) {
            return new Finding(Kind.REMOVED, sequence, null, "The time stamp of the head at " + sequence + " is gone; the trail tells of it.");
        }
        if (pair.told() == null) {
            return new Finding(Kind.INSERTED, sequence, null, "The time stamp of the head at " + sequence + " was put there behind the program's back: the trail does not tell of it.");
        }
        String changed = pair.stored().differs(pair.told());
        if (changed != null) {
            return new Finding(Kind.ALTERED, sequence, null, "The time stamp of the head at " + sequence + " is not as it was kept: its " + changed + " was changed.");
        }
        String objection = seals.head(sequence).map(head -> objection(head, pair.stored())).orElse("its head is gone");
        return objection.isEmpty() ? null
                : new Finding(Kind.UNPROVEN, sequence, null, "The time stamp of the head at " + sequence + " does not hold: " + objection + ".");
    }

    private String objection(Head head, TimeStampRows.Stored stored) {
        try {
            Instant at = trust.check(stored.token(), file(head)).at();
            return at.isBefore(head.time().minus(CLOCKS_DIFFER)) ? "the head says it was sealed at " + head.time() + ", after it was stamped at " + at : "";
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    private static byte[] file(Head head) {
        return head.file().getBytes(StandardCharsets.US_ASCII);
    }

    private static LocalDate day(Instant time) {
        return time.atZone(ZoneOffset.UTC).toLocalDate();
    }
}
