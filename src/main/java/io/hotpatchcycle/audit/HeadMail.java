package io.hotpatchcycle.audit;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Has the signed head of the day mailed to an address outside: who holds the database and the key cannot take a mail back.
 * The mail goes the way of all messages, so it is tried again, never sent twice, and told of when it cannot be delivered.
 */
public final class HeadMail {

    /** Event of the trail that the mail is made from. */
    public static final String TOLD = "trail.headOfTheDay";

    private final String to;
    private final HeadMailRows rows;
    private final SealRows seals;
    private final Sealer.Transaction transaction;
    private final Trail trail;
    private final Clock wallClock;

    /** @param to address outside; null for none */
    public HeadMail(String to, HeadMailRows rows, SealRows seals, Sealer.Transaction transaction, Trail trail, Clock wallClock) {
        this.to = to;
        this.rows = rows;
        this.seals = seals;
        this.transaction = transaction;
        this.trail = trail;
        this.wallClock = wallClock;
    }

    /** Whether an address is set. */
    public boolean isSet() {
        return to != null;
    }

    /**
     * Gives the last head to the mail once a day (UTC), whichever node comes first.
     *
     * @return its sequence; empty when there was nothing to do
     */
    public Optional<Long> ofTheDay() {
        LocalDate today = wallClock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        return to == null || rows.isDone(today) ? Optional.empty() : seals.lastHead().flatMap(head -> transaction.run(() -> tell(head, today)));
    }

    private Optional<Long> tell(Head head, LocalDate today) {
        if (!rows.claim(today, head.sequence(), wallClock.instant())) {
            return Optional.empty(); // another node was quicker
        }
        String[] lines = head.file().split("\n");
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("to", to);
        told.put("sequence", head.sequence());
        told.put("signed", lines[0]);
        told.put("signature", lines[1]);
        trail.system(TOLD, null, null, told);
        return Optional.of(head.sequence());
    }
}
