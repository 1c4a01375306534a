package io.hotpatchcycle.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A single flipped bit in the tables of the trail, wherever it is, is found by our own check. The place comes from a seed, which is in the message. */
class FlippedBitsTest {

    private static final int FLIPS = 1_000;
    private static final int BATCHES = 4;
    private static final int BATCH = 10;
    private static final List<Place> PLACES = List.of(
            new Place("event", "id", Form.NUMBER), new Place("event", "business_time", Form.TIME), new Place("event", "wall_time", Form.TIME),
            new Place("event", "actor", Form.TEXT), new Place("event", "actor_kind", Form.TEXT), new Place("event", "type", Form.TEXT),
            new Place("event", "cycle_id", Form.TEXT), new Place("event", "ring", Form.TEXT), new Place("event", "device_id", Form.TEXT),
            new Place("event", "subject", Form.TEXT), new Place("event", "data", Form.JSON),
            new Place("seal", "sequence", Form.NUMBER), new Place("seal", "event_id", Form.NUMBER), new Place("seal", "previous", Form.BYTES),
            new Place("seal", "hash", Form.BYTES),
            new Place("seal_head", "sequence", Form.NUMBER), new Place("seal_head", "previous_head", Form.NUMBER), new Place("seal_head", "hash", Form.BYTES),
            new Place("seal_head", "wall_time", Form.TIME), new Place("seal_head", "key_id", Form.TEXT), new Place("seal_head", "signature", Form.BYTES));

    @TempDir
    private Path folder;

    private SealedTrail trail;

    /** Every column holds something, and nothing but the check stands in the way of who owns the tables. */
    @BeforeEach
    void seal() {
        trail = new SealedTrail(folder.resolve("key.pem"), Clock.systemUTC());
        for (int i = 0; i < BATCHES; i++) {
            trail.tell(BATCH);
            trail.owner.update("update hotpatch.event set device_id = 'device-' || id, subject = 'CHANGE' where subject is null");
            trail.sealer.seal();
        }
        trail.owner.execute("alter table hotpatch.event alter column id drop identity, drop constraint event_actor_kind_check");
        assertThat(trail.verify().finding()).isNull();
    }

    @AfterEach
    void close() {
        trail.close();
    }

    @Test
    void aThousandFlippedBitsOverAllColumnsAreFoundAndNoneIsLeft() {
        for (long seed = 1; seed <= FLIPS; seed++) {
            Place place = PLACES.get((int) (seed % PLACES.size()));
            Random random = new Random(seed);
            long row = place.table.equals("seal_head") ? BATCH * (1 + random.nextInt(BATCHES)) : 1 + random.nextInt(BATCHES * BATCH);
            Object before = trail.owner.queryForObject("select " + place.read() + place.where(), Object.class, row);
            Object flipped = place.form.flip(before, random);
            trail.owner.update(place.write(), flipped, row);

            Verification found = trail.verify();

            assertThat(found.intact()).as("seed %d: %s of row %d from %s to %s", seed, place, row, before, flipped).isFalse();
            if (!place.table.equals("seal_head")) {
                assertThat(found.finding().sequence()).as("seed %d: %s", seed, found.finding()).isEqualTo(row);
            }
            trail.owner.update(place.write(), before, place.isKey() ? flipped : row);
        }
        assertThat(trail.verify().finding()).isNull();
    }

    /** A column that is added is one more place. */
    @Test
    void everyColumnOfTheTrailIsAPlace() {
        assertThat(trail.owner.queryForList("select table_name || '.' || column_name from information_schema.columns where table_schema = 'hotpatch' "
                + "and table_name in ('event', 'seal', 'seal_head')", String.class))
                .containsExactlyInAnyOrderElementsOf(PLACES.stream().map(place -> place.table + "." + place.column).toList());
    }

    /** A column of a table of the trail. */
    private record Place(String table, String column, Form form) {

        String key() {
            return table.equals("event") ? "id" : "sequence";
        }

        boolean isKey() {
            return column.equals(key());
        }

        String where() {
            return " from hotpatch." + table + " where " + key() + " = ?";
        }

        String read() {
            return form.read.formatted(column);
        }

        String write() {
            return "update hotpatch." + table + " set " + column + " = " + form.write + " where " + key() + " = ?";
        }
    }

    /** How a column keeps its bits. */
    private enum Form {

        NUMBER("%s", "?"), TIME("(extract(epoch from %s) * 1000000)::bigint", "timestamptz 'epoch' + ? * interval '1 microsecond'"), TEXT("%s", "?"),
        JSON("%s::text", "?::jsonb"), BYTES("%s", "?");

        private static final ObjectMapper MAPPER = new ObjectMapper();

        private final String read;
        private final String write;

        Form(String read, String write) {
            this.read = read;
            this.write = write;
        }

        Object flip(Object value, Random random) {
            return switch (this) {
                // the numbers here stay below 64: another one of them would be refused by the database, not by the check
                case NUMBER -> (Long) value ^ 1L << 6 + random.nextInt(40);
                case TIME -> (Long) value ^ 1L << random.nextInt(50);
                case BYTES -> flipped((byte[]) value, random);
                case TEXT, JSON -> flipped((String) value, random);
            };
        }

        /** Until the database can hold it: no text has a zero in it, and not everything is JSON. */
        private String flipped(String value, Random random) {
            String other;
            do {
                other = new String(flipped(value.getBytes(StandardCharsets.UTF_8), random), StandardCharsets.UTF_8);
            } while (other.indexOf('\0') >= 0 || other.indexOf('\uFFFD') >= 0 || this == JSON && !isJson(other));
            return other;
        }

        private static byte[] flipped(byte[] bytes, Random random) {
            byte[] other = bytes.clone();
            int bit = random.nextInt(bytes.length * 8);
            other[bit / 8] ^= (byte) (1 << bit % 8);
            return other;
        }

        private static boolean isJson(String text) {
            try {
                MAPPER.readTree(text);
                return true;
            } catch (JsonProcessingException e) {
                return false;
            }
        }
    }
}
