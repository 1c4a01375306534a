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
    private final TimeStampAuthority authority;
    private final TimeStampTrust trust;
    private final Clock wallClock;

    TimeStamps(TimeStampRows rows, SealRows seals, TimeStampAuthority authority, TimeStampTrust trust, Clock wallClock) {
        this.rows = rows;
        this.seals = seals;
        this.authority = authority;
        this.trust = trust;
        this.wallClock = wallClock;
    }

    /** Stamps by the authority at this address; none are asked for when it is null, and stored ones still count. */
    public static TimeStamps by(URI url, TimeStampTrust trust, TimeStampRows rows, SealRows seals, Clock wallClock) {
        return new TimeStamps(rows, seals, url == null ? null : new HttpTimeStampAuthority(url), trust, wallClock);
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
            rows.add(head.sequence(), token, stamped, wallClock.instant());
            return stamped.at();
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("The time stamp of head " + head.sequence() + " is not accepted: " + e.getMessage() + ".", e);
        }
    }

    /** The first stamp that does not hold; null when each does. */
    Finding finding() {
        long done = 0;
        for (List<TimeStampRows.Stored> some = rows.after(done, AT_ONCE); !some.isEmpty(); some = rows.after(done, AT_ONCE)) {
            for (TimeStampRows.Stored stored : some) {
                done = stored.sequence();
                String objection = seals.head(done).map(head -> objection(head, stored)).orElse("its head is gone");
                if (!objection.isEmpty()) {
                    return new Finding(Kind.UNPROVEN, done, null, "The time stamp of the head at " + done + " does not hold: " + objection + ".");
                }
            }
        }
        return null;
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
