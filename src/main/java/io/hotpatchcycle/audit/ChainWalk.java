package io.hotpatchcycle.audit;

import io.hotpatchcycle.audit.SealRows.Link;
import io.hotpatchcycle.audit.Verification.Finding;
import io.hotpatchcycle.audit.Verification.Kind;
import java.util.Map;

/** Recomputes the chain from its start to a signed head and stops at the first thing that is wrong. */
final class ChainWalk {

    private static final int PAGE = 2_000;

    private final TrustedKeys trusted;
    private final Map<Long, AnchorFolder.Anchor> anchors;
    private final Diagnosis diagnosis;
    private final Paged<Link> links;
    private final Paged<Head> heads;
    private final long until;
    private String hash = Seal.START;
    private long sequence;
    private long lastHead;
    private long late;
    private Long firstLate;

    /**
     * @param until   sequence of the last signed head
     * @param anchors by sequence
     */
    ChainWalk(SealRows rows, TrustedKeys trusted, Map<Long, AnchorFolder.Anchor> anchors, long until) {
        this.trusted = trusted;
        this.anchors = anchors;
        this.diagnosis = new Diagnosis(rows);
        this.links = new Paged<>(after -> rows.linksAfter(after, PAGE), link -> link.seal().sequence());
        this.heads = new Paged<>(after -> rows.headsAfter(after, PAGE), Head::sequence);
        this.until = until;
    }

    /** Walks; null when everything up to the end belongs together. */
    Finding run() {
        while (sequence < until) {
            Finding finding = step();
            if (finding != null) {
                return finding;
            }
        }
        return null;
    }

    private Finding step() {
        long expected = sequence + 1;
        Link link = links.peek();
        if (link == null || link.seal().sequence() != expected) {
            return new Finding(Kind.REMOVED, expected, null, "Seal " + expected + " is missing"
                    + (link == null ? "; the chain was signed up to " + until + "." : "; the next one is " + link.seal().sequence() + "."));
        }
        links.next();
        Finding finding = diagnosis.of(link, hash, following());
        if (finding != null) {
            return finding;
        }
        sequence = expected;
        hash = link.seal().hash();
        return compareAnchor(expected, link, head(link));
    }

    /** The hash that the row behind, or the head, says this link has; null when neither is there. */
    private String following() {
        Link behind = links.peek();
        Head head = heads.peek();
        return behind != null ? behind.seal().previous() : head != null ? head.hash() : null;
    }

    private Finding head(Link link) {
        Head head = heads.peek();
        if (head == null) {
            return new Finding(Kind.REMOVED, sequence, null, "The signed head behind seal " + sequence + " is missing.");
        }
        countLate(link.entry(), head);
        if (head.sequence() != sequence) {
            return null;
        }
        heads.next();
        Finding finding = judge(head);
        lastHead = head.sequence();
        return finding;
    }

    private Finding judge(Head head) {
        String name = "The head at sequence " + sequence;
        String objection = trusted.objection(head);
        if (objection != null) {
            return new Finding(objection.contains("neither") ? Kind.UNPROVEN : Kind.ALTERED, sequence, null, name + " " + objection + ".");
        }
        if (head.previousHead() != lastHead) {
            return new Finding(Kind.REMOVED, head.previousHead(), null, name + " was signed behind the head at " + head.previousHead()
                    + ", but the one before it stands at " + lastHead + ".");
        }
        if (!head.hash().equals(hash)) {
            return new Finding(Kind.ALTERED, lastHead + 1, null, "Seals " + (lastHead + 1) + " to " + sequence
                    + " were rewritten: they belong together, but not to the signed head at " + sequence + ".");
        }
        return null;
    }

    private void countLate(Entry entry, Head head) {
        if (entry.wallTime().plus(Verification.LATE).isBefore(head.time())) {
            late++;
            firstLate = firstLate == null ? Long.valueOf(entry.id()) : firstLate;
        }
    }

    private Finding compareAnchor(long at, Link link, Finding sofar) {
        AnchorFolder.Anchor anchor = anchors.get(at);
        if (sofar != null || anchor == null || anchor.head().hash().equals(hash)) {
            return sofar;
        }
        return new Finding(Kind.ALTERED, at, link.entry().id(), "The trail was rewritten up to sequence " + at + ": anchor " + anchor.file().getFileName()
                + " holds another hash.");
    }

    long walked() {
        return sequence;
    }

    long late() {
        return late;
    }

    Long firstLate() {
        return firstLate;
    }
}
