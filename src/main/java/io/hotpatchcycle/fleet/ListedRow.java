package io.hotpatchcycle.fleet;

import io.hotpatchcycle.fleet.ListedFacts.Told;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Listed devices as rows: texts cut to what a column holds, enumerations as classes, moments that can be believed. */
final class ListedRow {

    /** In the order in which rows give them. */
    static final String TYPES = "id text, entra_device_id text, serial text, name text, owner text, model text, last_check_in timestamptz, "
            + "observed_at timestamptz, level_since timestamptz, enrolled_at timestamptz, received_at timestamptz, " + ListedFacts.TYPES;
    static final String COLUMNS = TYPES.replaceAll(" (text|integer|boolean|timestamptz)", "");
    /** With the numbers of a device, which the database otherwise finds for itself. */
    static final String NUMBERED = COLUMNS + ", facts, bucket, no";

    /** How far a device's clock may be ahead of ours when it is listed. */
    static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(10);

    private static final int VALUES = COLUMNS.split(",").length;
    private static final int MAX_TEXT = 200;
    private static final int BUCKETS = 10_000;
    private static final int BITS_LEFT_OUT = 4;
    private static final int NUMBERS = 3;

    private final Clock clock;
    private final Reading reading;
    private final ListedFacts facts;
    private final SharedKeys keys = new SharedKeys();
    private final SharedKeys serials = new SharedKeys();
    private final MessageDigest md5;
    private long next;

    private ListedRow(Clock clock, Reading reading, ListedFacts facts, MessageDigest md5) {
        this.clock = clock;
        this.reading = reading;
        this.facts = facts;
        this.md5 = md5;
    }

    /** Rows of {@link #COLUMNS}. */
    static ListedRow plain(Clock clock, Reading reading) {
        return new ListedRow(clock, reading, new ListedFacts(null), null);
    }

    /**
     * Rows of {@link #NUMBERED}, which are all devices there are.
     *
     * @param first number of a device that no other has, nor any that follows
     */
    static ListedRow numbered(Clock clock, Reading reading, ListedFacts.Numbers numbers, long first) {
        try {
            ListedRow rows = new ListedRow(clock, reading, new ListedFacts(numbers), MessageDigest.getInstance("MD5"));
            rows.next = first;
            return rows;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5", e);
        }
    }

    /** Whether it is certain that no two rows are records of one device. */
    boolean apart() {
        return md5 != null && keys.apart() && serials.apart();
    }

    /** Adds a page, which has just arrived. What has no usable id is rejected. */
    void add(List<DeviceFact> page, BinaryRows copy) {
        Instant receivedAt = clock.instant();
        reading.read(page.size());
        List<DeviceFact> usable = page.stream().filter(this::usable).toList();
        byte[][] shared = facts.of(usable.stream().map(Told::of).toArray(Told[]::new));
        for (int i = 0; i < shared.length; i++) {
            reading.staged();
            add(usable.get(i), shared[i], receivedAt, copy);
        }
    }

    private boolean usable(DeviceFact fact) {
        if (fact.id() == null || fact.id().isBlank()) {
            reading.reject("no id", 1);
            return false;
        }
        if (fact.id().length() > MAX_TEXT || fact.id().indexOf(0) >= 0) {
            reading.reject("an id that is none", 1);
            return false;
        }
        return true;
    }

    private void add(DeviceFact fact, byte[] shared, Instant receivedAt, BinaryRows copy) {
        Instant seen = seen(fact.lastCheckIn(), receivedAt);
        if (seen == null && fact.lastCheckIn() != null) {
            reading.note("clock off");
        }
        byte[] id = fact.id().getBytes(StandardCharsets.UTF_8);
        byte[] entra = bytes(fact.entraDeviceId());
        byte[] serial = bytes(fact.serial());
        copy.row(md5 == null ? VALUES : VALUES + NUMBERS).text(id).text(entra).text(serial)
                .text(fact.name() == null ? "(no name)" : clip(fact.name())).text(clip(fact.owner())).text(clip(fact.model()))
                .time(seen).time(seen).time(seen).time(fact.enrolledAt()).time(receivedAt).ready(shared);
        if (md5 != null) {
            copy.smallInteger(bucket(id)).longInteger(next++);
            keys.add(entra != null ? entra : serial != null ? serial : id);
            if (serial != null) {
                serials.add(serial);
            }
        }
    }

    /**
     * When a device was seen. Reading a large list takes hours in which devices go on checking in, so what counts is when the page arrived.
     *
     * @return null where the check-in lies further ahead than clocks differ: a clock that is off proves nothing
     */
    static Instant seen(Instant checkIn, Instant receivedAt) {
        if (checkIn == null || checkIn.isAfter(receivedAt.plus(CLOCK_TOLERANCE))) {
            return null;
        }
        return checkIn.isAfter(receivedAt) ? receivedAt : checkIn;
    }

    /** As the database's {@code bucket_of}: the first 28 bits. */
    private int bucket(byte[] id) {
        byte[] digest = md5.digest(id);
        int first = (digest[0] & 0xFF) << 24 | (digest[1] & 0xFF) << 16 | (digest[2] & 0xFF) << 8 | digest[3] & 0xFF;
        return (first >>> BITS_LEFT_OUT) % BUCKETS;
    }

    private static byte[] bytes(String text) {
        return text == null ? null : clip(text).getBytes(StandardCharsets.UTF_8);
    }

    private static String clip(String text) {
        if (text == null) {
            return null;
        }
        String clean = text.indexOf(0) < 0 ? text : text.replace("\u0000", "");
        if (clean.length() <= MAX_TEXT) {
            return clean;
        }
        // A character of four bytes is two of Java's: half of one is none.
        return clean.substring(0, Character.isHighSurrogate(clean.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT);
    }
}
