package io.hotpatchcycle.audit;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Chains the events of the trail, batch by batch, and signs the end of each. One at a time over all nodes: who does not
 * get the lock leaves it to who has it.
 */
public final class Sealer {

    private static final int BATCH = 1_000;

    private final SealRows rows;
    private final SigningKey key;
    private final TrustedKeys trusted;
    private final Transaction transaction;
    private final Clock wallClock;
    private Head written;
    /** Remembered, so that a head of ours that goes missing later is noticed. */
    private Head seen;

    public Sealer(SealRows rows, SigningKey key, TrustedKeys trusted, Transaction transaction, Clock wallClock) {
        this.rows = rows;
        this.key = key;
        this.trusted = trusted;
        this.transaction = transaction;
        this.wallClock = wallClock;
    }

    /** Runs work in a transaction of its own. */
    @FunctionalInterface
    public interface Transaction {

        <T> T run(Supplier<T> work);
    }

    /**
     * Seals what is committed and waits.
     *
     * @return how many events; 0 also when another node is at it
     * @throws SealingRefused when the chain was changed behind the program's back
     */
    public synchronized int seal() {
        int sealed = 0;
        int batch;
        do {
            batch = transaction.run(this::batch);
            seen = batch > 0 ? written : seen; // committed
            sealed += batch;
        } while (batch == BATCH);
        return sealed;
    }

    private int batch() {
        if (!rows.lock()) {
            return 0;
        }
        List<Entry> waiting = rows.waiting(BATCH);
        if (waiting.isEmpty()) {
            return 0;
        }
        Head last = end();
        List<Seal> seals = new ArrayList<>(waiting.size());
        long sequence = last == null ? 0 : last.sequence();
        String hash = last == null ? Seal.START : last.hash();
        for (Entry entry : waiting) {
            Seal seal = Seal.of(++sequence, hash, entry);
            seals.add(seal);
            hash = seal.hash();
        }
        rows.insert(seals);
        written = Head.sign(key, sequence, last == null ? 0 : last.sequence(), hash, wallClock.instant());
        rows.insert(written);
        return seals.size();
    }

    /** The head to go on from, null before the first. */
    private Head end() {
        Head last = rows.lastHead().orElse(null);
        Seal end = rows.lastSeal().orElse(null);
        if (last == null ? end != null : end == null || end.sequence() != last.sequence() || !end.hash().equals(last.hash())) {
            throw new SealingRefused("The trail's last seal is " + (end == null ? "none" : end.sequence()) + ", its last signed head "
                    + (last == null ? "none" : last.sequence()) + ": they do not belong together.");
        }
        String objection = last == null ? null : trusted.objection(last);
        if (objection != null) {
            throw new SealingRefused("The trail's head at sequence " + last.sequence() + " " + objection + ".");
        }
        if (seen != null && !rows.head(seen.sequence()).equals(Optional.of(seen))) {
            throw new SealingRefused("The trail's head at sequence " + seen.sequence() + " was there before and is gone or changed.");
        }
        return last;
    }
}
