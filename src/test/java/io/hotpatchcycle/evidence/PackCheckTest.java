package io.hotpatchcycle.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.audit.SigningKey;
import io.hotpatchcycle.audit.TimeStampTrust;
import io.hotpatchcycle.testing.TestAuthority;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

class PackCheckTest {

    private static final long SEED = 20260811;
    private static final int PLACES = 1000;

    @TempDir
    static Path folder;
    private static PackFixture fixture;
    private static byte[] pack;

    @BeforeAll
    static void draw() throws IOException {
        fixture = new PackFixture(folder);
        pack = Files.readAllBytes(fixture.draw("pack.zip"));
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void theEndOfTheTrailIsTimeStamped() throws IOException {
        try (TestAuthority authority = new TestAuthority(Instant.now()); TestAuthority stranger = new TestAuthority(Instant.now())) {
            TimeStampTrust trust = TimeStampTrust.of(authority.pem(folder.resolve("tsa.pem")));
            try (PackFixture stamped = new PackFixture(folder, authority.url(), trust)) {
                Path drawn = stamped.draw("stamped.zip");
                assertThat(PackCheck.check(drawn, null, trust).stamped().trusted()).isTrue();
                assertThat(PackCheck.check(drawn, null).stamped().trusted()).isFalse();
                assertThat(PackCheck.check(drawn, null, TimeStampTrust.of(stranger.pem(folder.resolve("other.pem")))).findings()).singleElement().asString()
                        .contains("leads to none of the certificates given");
                assertThat(Files.readAllBytes(stamped.draw("once-more.zip"))).as("stamped once").isEqualTo(Files.readAllBytes(drawn));
                assertThat(PackCheck.check(Files.write(folder.resolve("plain.zip"), pack), null, trust).findings()).singleElement().asString()
                        .contains("not time-stamped");
                Map<String, byte[]> files = PackFixture.files(drawn);
                String head = new String(files.get("time-stamp/head.txt"), StandardCharsets.UTF_8);
                files.put("time-stamp/head.txt", head.replaceFirst("\"hash\":\"..", "\"hash\":\"zz").getBytes(StandardCharsets.UTF_8));
                assertThat(check(zip(files, ZipEntry.STORED), null).findings()).anyMatch(f -> f.contains("is not the head that data/seal-head.csv names"))
                        .anyMatch(f -> f.contains("it stamps another thing"));
            }
            authority.status = 503;
            try (PackFixture unstamped = new PackFixture(folder, authority.url(), trust)) {
                assertThat(PackCheck.check(unstamped.draw("unstamped.zip"), null).caveats()).last().asString().contains("has no time stamp");
            }
        }
    }

    @Test
    void anIntactPackSaysWhetherItsSignerWasChecked() {
        PackCheck.Result with = check(pack, fixture.key.publicPem());
        assertThat(with.findings()).isEmpty();
        assertThat(with.signerChecked()).isTrue();
        assertThat(with.cycle()).isEqualTo(PackFixture.CYCLE);
        assertThat(with.state()).isEqualTo("CLOSED");
        assertThat(with.keyId()).isEqualTo(fixture.key.id());
        assertThat(with.caveats()).isEqualTo(PackFixture.CAVEATS);

        PackCheck.Result without = check(pack, null);
        assertThat(without.findings()).isEmpty();
        assertThat(without.signerChecked()).isFalse();
    }

    @Test
    void everyFlippedBitIsFoundAlsoWithoutAKey() {
        Random random = new Random(SEED);
        for (int i = 0; i < PLACES; i++) {
            byte[] flipped = pack.clone();
            int place = random.nextInt(flipped.length);
            int bit = random.nextInt(8);
            flipped[place] ^= (byte) (1 << bit);
            assertThat(check(flipped, null).findings()).as("bit %s of byte %s, seed %s", bit, place, SEED).isNotEmpty();
        }
    }

    @Test
    void everyFlippedBitOfATimeStampInAPackIsFound() throws Exception {
        try (TestAuthority authority = new TestAuthority(Instant.now()); PackFixture stamped = new PackFixture(folder, authority.url(), TimeStampTrust.of(authority.pem(folder.resolve("tsa.pem"))))) {
            byte[] drawn = Files.readAllBytes(stamped.draw("with-stamp.zip"));
            byte[] token = PackFixture.files(drawn).get("time-stamp/head.tst");
            int start = Collections.indexOfSubList(list(drawn), list(token));
            Random random = new Random(SEED);
            for (int i = 0; i < PLACES; i++) {
                byte[] flipped = drawn.clone();
                int place = start + random.nextInt(token.length);
                flipped[place] ^= (byte) (1 << random.nextInt(8));
                assertThat(check(flipped, null).findings()).as("byte %s, seed %s", place, SEED).anyMatch(f -> f.contains("time-stamp/head.tst"));
            }
        }
    }

    /** A pack that is signed and whole, of a trail that was tampered with before it was drawn. */
    @Test
    void aTrailThatDoesNotHoldTogetherIsFoundInThePackAlone() throws Exception {
        try (PackFixture tampered = new PackFixture(Files.createDirectories(folder.resolve("tampered")))) {
            tampered.draw("whole.zip");
            new JdbcTemplate(tampered.rollout.owner()).update("update hotpatch.seal set previous = hash where sequence = 2");
            assertThat(PackCheck.check(tampered.draw("broken.zip"), tampered.key.publicPem()).findings()).singleElement().asString().contains("the event of link 2 says another thing");
        }
    }

    @Test
    void everyFlippedBitAroundTheFilesIsFound() {
        // samples rarely hit headers, the manifest and the signature: the last kilobytes hold them all
        for (int place = pack.length - 12_000; place < pack.length; place += 7) {
            byte[] flipped = pack.clone();
            flipped[place] ^= (byte) (1 << place % 8);
            assertThat(check(flipped, null).findings()).as("byte %s", place).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"data/devices.csv", "summary.pdf", "shown/0002-restart.json", "SHA256SUMS", "HOWTO.txt"})
    void anAlteredOrRemovedFileIsNamed(String name) {
        assertThat(altered(files -> files.put(name, "other".getBytes(StandardCharsets.UTF_8))).findings()).anyMatch(f -> f.startsWith("changed: " + name));
        assertThat(altered(files -> files.remove(name)).findings()).containsExactly("missing: " + name + ".");
    }

    @Test
    void anAddedFileIsNamed() {
        assertThat(altered(files -> files.put("data/more.csv", new byte[0])).findings()).containsExactly("added: data/more.csv.");
    }

    @Test
    void aFileOfTheSameLengthIsNamed() {
        assertThat(altered(files -> files.get("cycle.json")[10] ^= 1).findings()).containsExactly("changed: cycle.json.");
    }

    @Test
    void anotherOrderIsNamed() {
        Map<String, byte[]> files = PackFixture.files(pack);
        List<String> names = new ArrayList<>(files.keySet());
        Collections.swap(names, 3, 4);
        Map<String, byte[]> swapped = new LinkedHashMap<>();
        names.forEach(name -> swapped.put(name, files.get(name)));
        assertThat(check(canonical(swapped), null).findings()).containsExactly("reordered: release.json stands where cycle.json belongs.");
    }

    @ParameterizedTest
    @ValueSource(ints = {ZipEntry.STORED, ZipEntry.DEFLATED})
    void aPackPackedAnewIsNamedAlthoughItsFilesAreIntact(int method) {
        assertThat(check(zip(PackFixture.files(pack), method), null).findings()).singleElement().asString().startsWith("packed anew: the files are intact");
    }

    @Test
    void bytesBehindTheEndAreFound() {
        assertThat(check(Arrays.copyOf(pack, pack.length + 3), null).findings()).isNotEmpty();
        byte[] moved = new byte[pack.length + 5];
        System.arraycopy(pack, 0, moved, 5, pack.length);
        assertThat(check(moved, null).findings()).isNotEmpty();
    }

    @Test
    void aPackSignedAnewByAnotherKeyNeedsTheKeyToBeFound() {
        SigningKey other = SigningKey.readOrCreate(folder.resolve("other.pem"));
        byte[] forged = forged(other);

        assertThat(check(forged, null).findings()).isEmpty();
        assertThat(check(forged, fixture.key.publicPem()).findings()).containsExactly("signed by another key: " + other.id() + ", not by the one given, "
                + fixture.key.id() + ".");
        assertThat(check(forged, other.publicPem()).findings()).isEmpty();
    }

    /** What was sealed is proven by the chain and its time stamp, which a new signature does not reach. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "data/trail.jsonl     | -2+3                  | all was well      | says another thing than what was sealed",
            "data/trail.jsonl     | \"weight\":1.50       | \"weight\":1.5    | says another thing than what was sealed",
            "data/trail.jsonl     | \"cycle.haltRequested\" | \"cycle.noted\" | says another thing than what was sealed",
            "data/approvals.jsonl | \"AGREE\"             | \"EXCEPTION\"     | changed: data/approvals.jsonl says of task t2 'EXCEPTION by business.owner",
            "data/seal-head.csv   | .*                    | -                 | The signature of key"})
    void whoHasTheKeyCannotTellAnotherTrail(String file, String from, String to, String finding) {
        assertThat(drawnAnew(file, before -> from.startsWith(".*") ? before.substring(0, before.length() - 4) + (before.charAt(before.length() - 4) == '0' ? '1' : '0')
                + before.substring(before.length() - 3) : before.replace(from, to)).findings()).singleElement().asString().contains(finding);
    }

    /** A file is changed by somebody who has the key, and signs the pack again. */
    private static PackCheck.Result drawnAnew(String file, UnaryOperator<String> change) {
        Map<String, byte[]> files = PackFixture.files(pack);
        String before = new String(files.get(file), StandardCharsets.UTF_8);
        String after = change.apply(before);
        assertThat(after).as("what is to be altered is there").isNotEqualTo(before);
        files.put(file, after.getBytes(StandardCharsets.UTF_8));
        return check(signed(files, fixture.key), fixture.key.publicPem());
    }

    /** Who has the key may draw all anew; what was sealed, or what the pack says a second time, still tells of it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "shown/0002-restart.json   | Agree the restarts    | Nothing to see         | is not the form that was shown",
            "data/approvals.csv        | AGREE                 | EXCEPTION              | row 2 of data/approvals.csv and of data/approvals.jsonl tell different things",
            "data/approvals.jsonl      | looks                 | looked                 | changed: data/approvals.jsonl says of task t2",
            "data/approvals.jsonl      | plant.manager         | somebody               | changed: data/approvals.jsonl says of task t2",
            "data/graph-writes.jsonl   | \"state\":\"DONE\"      | \"state\":\"FAILED\"     | changed: data/graph-writes.jsonl says of the write k",
            "data/graph-writes.jsonl   | \"request\":\"{}\"      | \"request\":\"{1}\"      | changed: data/graph-writes.jsonl says of the write k",
            "data/graph-writes.csv     | DONE                  | FAILED                 | row 1 of data/graph-writes.csv",
            "data/trail.csv            | cycle.started         | cycle.ended            | of data/trail.csv and of data/trail.jsonl",
            "data/trail-sealed.txt     | -2+3                  | 1                      | has other lines than data/trail.jsonl tells"})
    void whoHasTheKeyCannotTellTwoTales(String file, String from, String to, String finding) {
        assertThat(drawnAnew(file, before -> before.replace(from, to)).findings()).singleElement().asString().contains(finding);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data/chain.csv", "data/trail.jsonl", "data/trail-sealed.txt", "data/seal-head.csv", "data/approvals.jsonl", "data/approvals.csv", "data/graph-writes.jsonl",
            "shown/0002-restart.json"})
    void whatProvesTheRestCannotBeLeftOut(String file) {
        Map<String, byte[]> files = PackFixture.files(pack);
        assertThat(files.remove(file)).isNotNull();
        assertThat(check(signed(files, fixture.key), fixture.key.publicPem()).findings()).singleElement().asString().startsWith("missing: " + file);
    }

    @Test
    void aDecisionCannotBeToldASecondTime() {
        assertThat(drawnAnew("data/trail.jsonl", trail -> trail + trail.lines().filter(line -> line.contains("approval.decided") && line.contains("AGREE")).findFirst().orElseThrow()
                .replace("AGREE", "EXCEPTION").replaceAll("\"sealSequence\":\\d+", "\"sealSequence\":null") + "\n").findings()).singleElement().asString()
                .contains("tells the decision of task t2 twice");
    }

    @Test
    void anEventOrADecisionThatIsLeftOutIsMissed() {
        for (String file : List.of("data/trail.jsonl", "data/approvals.jsonl")) {
            Map<String, byte[]> files = PackFixture.files(pack);
            String whole = new String(files.get(file), StandardCharsets.UTF_8);
            files.put(file, whole.substring(whole.indexOf('\n') + 1).getBytes(StandardCharsets.UTF_8));
            assertThat(check(signed(files, fixture.key), fixture.key.publicPem()).findings()).singleElement().asString().containsAnyOf("is missing", "lacks the decision");
        }
    }

    @Test
    void eachLineOfTheSealedTrailIsWhatItsHashIsOf() {
        Map<String, byte[]> files = PackFixture.files(pack);
        String chain = new String(files.get("data/chain.csv"), StandardCharsets.UTF_8);
        List<String> sealed = new String(files.get("data/trail-sealed.txt"), StandardCharsets.UTF_8).lines().toList();
        assertThat(sealed).hasSizeGreaterThan(5).allSatisfy(line -> assertThat(chain).contains("," + Hashes.hex(line.getBytes(StandardCharsets.UTF_8)) + ","));
    }

    /** Somebody who changes a comment and then does all that drawing does, with a key of his own. */
    private static byte[] forged(SigningKey other) {
        Map<String, byte[]> files = PackFixture.files(pack);
        files.put("cycle.json", "{}".getBytes(StandardCharsets.UTF_8));
        return signed(files, other);
    }

    private static byte[] signed(Map<String, byte[]> files, SigningKey other) {
        files.put("signer.pem", other.publicPem().getBytes(StandardCharsets.UTF_8));
        try {
            Manifest old = Manifest.parse(files.get("manifest.json"));
            List<Manifest.Entry> entries = old.entries().stream().filter(e -> files.containsKey(e.name()))
                    .map(e -> new Manifest.Entry(e.name(), files.get(e.name()).length, Hashes.hex(files.get(e.name())))).toList();
            files.put("manifest.json", JsonText.pretty(new Manifest(old.format(), old.cycle(), old.state(), old.application(), old.asOf(), other.id(), List.of(), entries)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.put("manifest.sig", other.sign(files.get("manifest.json")));
        return canonical(files);
    }

    @Test
    void aSignatureThatDoesNotFitIsFound() {
        assertThat(altered(files -> files.put("manifest.sig", new byte[64])).findings()).singleElement().asString().contains("signature does not fit");
        assertThat(altered(files -> files.remove("manifest.sig")).findings()).containsExactly("missing: manifest.sig. The pack is not signed.");
        assertThat(altered(files -> files.remove("manifest.json")).findings()).singleElement().asString().contains("has no manifest.json");
    }

    @Test
    void whatIsNoPackIsRefused() {
        refused(Arrays.copyOf(pack, pack.length / 2), "truncated or damaged");
        refused("This is text, and long enough to be read.".getBytes(StandardCharsets.UTF_8), "is not a zip file");
        refused(new byte[0], "which no pack has");
        refused(zip(Map.of("readme.txt", new byte[0]), ZipEntry.STORED), "has no manifest.json");
        refused(zip(Map.of("manifest.json", "{}".getBytes(StandardCharsets.UTF_8)), ZipEntry.STORED), "manifest.json");
        assertThat(PackCheck.check(folder.resolve("nothing.zip"), null).findings()).singleElement().asString().contains("is not a file");
        assertThat(PackCheck.check(folder, null).findings()).singleElement().asString().contains("is not a file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "/etc/passwd", "data\\evil", "C:/evil", "a/../../b", "data/\u001b[2J", "..", "-rf", "a//b"})
    void aNameThatIsNotSafeToUnpackIsRefused(String name) {
        Map<String, byte[]> files = PackFixture.files(pack);
        files.put(name, new byte[0]);
        refused(zip(files, ZipEntry.STORED), "has a name that is not safe to unpack");
    }

    @Test
    void anEntryThatIsThereTwiceIsRefused() {
        byte[] twice = zip(Map.of("manifest.json", new byte[1], "manifest.jsoX", new byte[1]), ZipEntry.STORED);
        String text = new String(twice, StandardCharsets.ISO_8859_1).replace("manifest.jsoX", "manifest.json");
        refused(text.getBytes(StandardCharsets.ISO_8859_1), "is there twice");
    }

    @Test
    void aBombIsRefusedBeforeItIsRead() {
        String manifest = new String(PackFixture.files(pack).get("manifest.json"), StandardCharsets.UTF_8).replaceFirst("\"size\" : \\d+", "\"size\" : 4000000000000");
        Map<String, byte[]> files = PackFixture.files(pack);
        files.put("manifest.json", manifest.getBytes(StandardCharsets.UTF_8));
        refused(canonical(files), "a zip bomb");

        Map<String, byte[]> large = PackFixture.files(pack);
        large.put("HOWTO.txt", new byte[50 << 20]);
        assertThat(check(zip(large, ZipEntry.DEFLATED), null).findings()).anyMatch(f -> f.startsWith("changed: HOWTO.txt is longer"));
        Map<String, byte[]> manifestBomb = new LinkedHashMap<>(Map.of("manifest.json", new byte[50 << 20]));
        refused(zip(manifestBomb, ZipEntry.DEFLATED), "larger than any pack has it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no key", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"})
    void aKeyThatIsNoneIsSaid(String pem) throws IOException {
        Path file = Files.writeString(folder.resolve("pub.pem"), pem);
        assertThatThrownBy(() -> PackCheck.readKey(file)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("cannot be used");
        assertThatThrownBy(() -> PackCheck.readKey(folder.resolve("none.pem"))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("cannot be read");
    }

    private static void refused(byte[] file, String why) {
        assertThat(check(file, null).findings()).singleElement().asString().startsWith("refused: ").contains(why);
    }

    private static PackCheck.Result altered(Consumer<Map<String, byte[]>> change) {
        Map<String, byte[]> files = PackFixture.files(pack);
        change.accept(files);
        return check(canonical(files), fixture.key.publicPem());
    }

    private static PackCheck.Result check(byte[] content, String key) {
        try {
            return PackCheck.check(Files.write(folder.resolve("checked.zip"), content), key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] canonical(Map<String, byte[]> files) {
        Path file = folder.resolve("canonical.zip");
        try (PackWriter writer = new PackWriter(file)) {
            for (Map.Entry<String, byte[]> entry : files.entrySet()) {
                writer.add(entry.getKey(), entry.getValue());
            }
            writer.finish();
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] zip(Map<String, byte[]> files, int method) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setMethod(method);
                if (method == ZipEntry.STORED) {
                    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
                    crc.update(file.getValue());
                    entry.setSize(file.getValue().length);
                    entry.setCrc(crc.getValue());
                }
                out.putNextEntry(entry);
                out.write(file.getValue());
                out.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static List<Byte> list(byte[] bytes) {
        List<Byte> list = new ArrayList<>(bytes.length);
        for (byte b : bytes) {
            list.add(b);
        }
        return list;
    }
}
