package io.hotpatchcycle.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A single flipped bit, wherever it is. The place comes from a seed, which is in the message. */
class FlippedBitsTest {

    private static final int EVENTS = 40;

    @TempDir
    private Path folder;

    private SealedTrail trail;

    @BeforeEach
    void seal() {
        trail = new SealedTrail(folder.resolve("key.pem"), Clock.systemUTC());
        trail.tellAndSeal(4, EVENTS / 4);
    }

    @AfterEach
    void close() {
        trail.close();
    }

    @Test
    void aThousandFlippedBitsOfTheSealedTextAreFound() {
        List<SealRows.Link> links = trail.rows.linksAfter(0, EVENTS);
        List<Head> heads = trail.rows.headsAfter(0, EVENTS);
        for (long seed = 1; seed <= 1_000; seed++) {
            Random random = new Random(seed);
            Seal seal = links.get(random.nextInt(EVENTS)).seal();
            byte[] text = Seal.text(seal.sequence(), seal.previous(), links.get((int) seal.sequence() - 1).entry()).getBytes(StandardCharsets.UTF_8);
            assertThat(Sha256.hex(text)).isEqualTo(seal.hash());
            assertThat(Sha256.hex(flip(text, random))).as("seed " + seed).isNotEqualTo(seal.hash());

            Head head = heads.get(random.nextInt(heads.size()));
            byte[] signature = HexFormat.of().parseHex(head.signature());
            byte[] signed = head.text().getBytes(StandardCharsets.UTF_8);
            assertThat(trail.key.verifyingKey().verifies(signed, signature)).isTrue();
            assertThat(trail.key.verifyingKey().verifies(flip(signed, random), signature)).as("seed " + seed).isFalse();
            assertThat(trail.key.verifyingKey().verifies(signed, flip(signature, random))).as("seed " + seed).isFalse();
        }
    }

    /** In the tables themselves, where a check of ours would otherwise be trusted to look at every column. */
    @Test
    void flippedBitsInTheTablesAreFoundInEveryColumnThatCanCarryThem() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            Place place = PLACES.get(random.nextInt(PLACES.size()));
            long row = place.table.equals("seal_head") ? EVENTS / 4 * (1 + random.nextInt(4)) : 1 + random.nextInt(EVENTS);
            String where = " where " + (place.table.equals("event") ? "id" : "sequence") + " = " + row;
            Object before = trail.owner.queryForObject("select " + place.column + " from hotpatch." + place.table + where, Object.class);
            trail.owner.update("update hotpatch." + place.table + " set " + place.column + " = " + place.flipped(random) + where);

            assertThat(trail.verify().intact()).as("seed %d: %s", seed, place + where).isFalse();

            trail.owner.update("update hotpatch." + place.table + " set " + place.column + " = ?" + place.cast + where, before instanceof byte[] ? before : before.toString());
        }
        assertThat(trail.verify().finding()).isNull();
    }

    private static final List<Place> PLACES = List.of(new Place("seal", "hash", "", 256), new Place("seal", "previous", "", 256),
            new Place("seal_head", "hash", "", 256), new Place("seal_head", "signature", "", 512), new Place("event", "actor", "", 0),
            new Place("event", "type", "", 0), new Place("event", "cycle_id", "", 0), new Place("event", "ring", "", 0), new Place("event", "data", "::jsonb", -1),
            new Place("event", "wall_time", "::timestamptz", -2), new Place("event", "business_time", "::timestamptz", -2));

    /**
     * A column.
     *
     * @param bits of a bytea; 0 for text, -1 for JSON, -2 for a time
     */
    private record Place(String table, String column, String cast, int bits) {

        String flipped(Random random) {
            int bit = random.nextInt(Math.max(1, bits));
            return switch (bits) {
                case 0 -> "overlay(" + column + " placing chr(ascii(substr(" + column + ", 2, 1)) # (1 << " + random.nextInt(3) + ")) from 2 for 1)";
                case -1 -> "jsonb_set(data, '{number}', to_jsonb((data ->> 'number')::int # (1 << " + random.nextInt(20) + ")))";
                case -2 -> column + " + interval '1 microsecond' * (1 << " + random.nextInt(30) + ")";
                default -> "set_bit(" + column + ", " + bit + ", 1 - get_bit(" + column + ", " + bit + "))";
            };
        }
    }

    private static byte[] flip(byte[] bytes, Random random) {
        byte[] other = bytes.clone();
        int bit = random.nextInt(bytes.length * 8);
        other[bit / 8] ^= (byte) (1 << bit % 8);
        return other;
    }
}
