package io.hotpatchcycle.fleet;

import io.hotpatchcycle.fleet.ListedFacts.Shared;
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

    private static final String SAID = "id text, entra_device_id text, serial text, name text, owner text, model text, last_check_in timestamptz, ";
    private static final String REST = "enrolled_at timestamptz, received_at timestamptz, " + ListedFacts.TYPES;
    /** In the order in which {@link #plain} rows give them. */
    static final String TYPES = "place bigint, " + SAID + REST;
    /** Of a device, in the order in which {@link #numbered} rows give them: with the numbers that the database otherwise finds for itself. */
    static final String NUMBERED = names(SAID + "observed_at timestamptz, level_since timestamptz, " + REST) + ", hotpatched_at, facts, bucket, no";
    /** Of a device, as a new one is told by {@link #TYPES}. */
    static final String COLUMNS = names(SAID + REST) + ", observed_at, level_since";
    static final String VALUES_OF_NEW = names(SAID + REST) + ", last_check_in, last_check_in";

    /** How far a device's clock may be ahead of ours when it is listed. */
    static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(10);

    private static final int VALUES = TYPES.split(",").length;
    private static final int VALUES_NUMBERED = NUMBERED.split(",").length;
    private static final int MAX_TEXT = 200;
    private static final int BUCKETS = 10_000;
    private static final int BITS_LEFT_OUT = 4;

    private final Clock clock;
    private final Reading reading;
    private final ListedFacts facts;
    private final SharedKeys ids;
    private final SharedKeys keys = new SharedKeys();
    private final SharedKeys serials = new SharedKeys();
    private final MessageDigest md5;
    private final FirstList first;
    private long next;

    private ListedRow(Clock clock, Reading reading, ListedFacts facts, MessageDigest md5, FirstList first) {
        this.clock = clock;
        this.reading = reading;
        this.facts = facts;
        this.md5 = md5;
        this.first = first;
        this.ids = first == null ? new SharedKeys() : null;
    }

    private static String names(String types) {
        return types.replaceAll(" (text|bigint|integer|boolean|timestamptz)", "");
    }

    /** Rows of {@link #TYPES}. */
    static ListedRow plain(Clock clock, Reading reading) {
        return new ListedRow(clock, reading, ListedFacts.plain(), null, null);
    }

    /**
     * Rows of {@link #NUMBERED}, which are all devices there are.
     *
     * @param first number of a device that no other has, nor any that follows
     */
    static ListedRow numbered(Clock clock, Reading reading, ListedFacts.Numbers numbers, long first) {
        try {
            FirstList told = new FirstList();
            ListedRow rows = new ListedRow(clock, reading, ListedFacts.numbered(numbers, told), MessageDigest.getInstance("MD5"), told);
            rows.next = first;
            return rows;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5", e);
        }
    }

    /** Whether it is certain that no two rows are records of one device. */
    boolean apart() {
        return keys.apart() && serials.apart();
    }

    /** Whether it is certain that no device was listed twice; only asked of {@link #plain} rows, the others have a unique key. */
    boolean listedOnce() {
        return ids.apart();
    }

    /** The number that the device after the last would have. */
    long next() {
        return next;
    }

    /** What was told of the fleet; null for {@link #plain} rows. */
    FirstList first() {
        return first;
    }

    /** Adds a page, which has just arrived. What has no usable id is rejected. */
    void add(List<DeviceFact> page, BinaryRows copy) {
        Instant receivedAt = clock.instant();
        reading.read(page.size());
        List<DeviceFact> usable = page.stream().filter(this::usable).toList();
        Shared[] shared = facts.of(usable.stream().map(Told::of).toArray(Told[]::new));
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

    private void add(DeviceFact fact, Shared shared, Instant receivedAt, BinaryRows copy) {
        Instant seen = seen(fact.lastCheckIn(), receivedAt);
        if (seen == null && fact.lastCheckIn() != null) {
            reading.note("clock off");
        }
        byte[] id = fact.id().getBytes(StandardCharsets.UTF_8);
        byte[] entra = bytes(fact.entraDeviceId());
        byte[] serial = bytes(fact.serial());
        keys.add(entra != null ? entra : serial != null ? serial : id);
        if (serial != null) {
            serials.add(serial);
        }
        if (first == null) {
            ids.add(id);
            copy.row(VALUES).longInteger(next++);
        } else {
            copy.row(VALUES_NUMBERED);
        }
        copy.text(id).text(entra).text(serial).text(fact.name() == null ? "(no name)" : clip(fact.name())).text(clip(fact.owner())).text(clip(fact.model())).time(seen);
        if (first != null) {
            copy.time(seen).time(seen);
        }
        copy.time(fact.enrolledAt()).time(receivedAt).ready(shared.values());
        if (first != null) {
            number(id, seen, shared, copy);
        }
    }

    private void number(byte[] id, Instant seen, Shared shared, BinaryRows copy) {
        boolean hotpatched = shared.number().atHotpatch() && seen != null;
        copy.time(hotpatched ? seen : null).longInteger(hotpatched ? shared.number().hotpatched() : shared.number().facts())
                .smallInteger(bucket(id)).longInteger(next++);
        if (shared.due()) {
            first.oneMoreDue();
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
