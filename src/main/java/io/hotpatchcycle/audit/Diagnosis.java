package io.hotpatchcycle.audit;

import io.hotpatchcycle.audit.SealRows.Link;
import io.hotpatchcycle.audit.Verification.Finding;
import io.hotpatchcycle.audit.Verification.Kind;
import java.util.Optional;

/** Names what happened to the first link that does not fit: which row, and whether altered, removed, swapped or inserted. */
final class Diagnosis {

    /** How far around a row its true place is looked for. */
    private static final int DISTANCE = 1_000;

    private final SealRows rows;

    Diagnosis(SealRows rows) {
        this.rows = rows;
    }

    /**
     * Judges one link.
     *
     * @param hash      of the link before, as recomputed
     * @param following what the row behind says this link's hash is; null when there is none
     * @return null when the link fits
     */
    Finding of(Link link, String hash, String following) {
        Seal seal = link.seal();
        if (link.entry() == null) {
            return finding(Kind.REMOVED, seal, "Event " + seal.eventId() + " is missing; seal " + seal.sequence() + " stands for it.");
        }
        if (!seal.previous().equals(hash)) {
            return misplaced(link, hash);
        }
        String recomputed = Seal.hash(seal.sequence(), hash, link.entry());
        if (recomputed.equals(seal.hash())) {
            return null;
        }
        if (recomputed.equals(following)) {
            return finding(Kind.ALTERED, seal, "The hash in seal " + seal.sequence() + " (event " + seal.eventId() + ") was altered.");
        }
        return rows.continuing(hash, seal.sequence()).map(rightful -> inserted(seal, rightful)).orElseGet(() -> otherEvent(link, hash));
    }

    /** The row does not continue the chain: does it belong elsewhere, or does another row belong here? */
    private Finding misplaced(Link link, String hash) {
        Seal seal = link.seal();
        long at = seal.sequence();
        Optional<Long> rightful = rows.continuing(hash, at);
        Optional<Long> home = home(link);
        if (rightful.isPresent() && home.isPresent()) {
            return finding(Kind.SWAPPED, seal, "Seals " + at + " and " + rightful.get() + " were swapped (event " + seal.eventId() + " stands at " + at + ").");
        }
        if (rightful.isPresent()) {
            return inserted(seal, rightful.get());
        }
        if (home.isPresent() && home.get() < at) {
            return new Finding(Kind.INSERTED, home.get(), null, "Seal " + home.get() + " was inserted: what stands at " + at + " was sealed as " + home.get() + ".");
        }
        if (home.isPresent()) {
            return finding(Kind.REMOVED, seal, "Seal " + at + " is missing: what stands in its place was sealed as " + home.get() + ".");
        }
        return finding(Kind.ALTERED, seal, "Seal " + at + " (event " + seal.eventId() + ") was altered: it does not continue seal " + (at - 1) + ".");
    }

    private static Finding inserted(Seal seal, long rightful) {
        return finding(Kind.INSERTED, seal, "Seal " + seal.sequence() + " (event " + seal.eventId() + ") was inserted: the one that belongs here stands at "
                + rightful + ".");
    }

    /** The sequence under which this row was sealed, when it is another than the one it has. */
    private static Optional<Long> home(Link link) {
        Seal seal = link.seal();
        for (long at = Math.max(1, seal.sequence() - DISTANCE); at <= seal.sequence() + DISTANCE; at++) {
            if (at != seal.sequence() && Seal.hash(at, seal.previous(), link.entry()).equals(seal.hash())) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    /** The row continues the chain, but its event is not the one that was sealed: does that one stand under another id? */
    private Finding otherEvent(Link link, String hash) {
        Seal seal = link.seal();
        for (Entry other : rows.entriesNear(seal.eventId(), DISTANCE)) {
            if (Seal.hash(seal.sequence(), hash, other.as(seal.eventId())).equals(seal.hash())) {
                return finding(Kind.SWAPPED, seal, "Events " + seal.eventId() + " and " + other.id() + " were swapped: what was sealed as "
                        + seal.eventId() + " (seal " + seal.sequence() + ") stands under " + other.id() + ".");
            }
            if (Seal.hash(seal.sequence(), hash, other).equals(seal.hash())) {
                return finding(Kind.SWAPPED, seal, "Seal " + seal.sequence() + " names event " + seal.eventId() + ", but was made for event " + other.id() + ".");
            }
        }
        return finding(Kind.ALTERED, seal, "Event " + seal.eventId() + " (seal " + seal.sequence() + ") was altered after it was sealed.");
    }

    private static Finding finding(Kind kind, Seal seal, String sentence) {
        return new Finding(kind, seal.sequence(), seal.eventId(), sentence);
    }
}
