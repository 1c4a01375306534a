package io.hotpatchcycle.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.hotpatchcycle.process.Models;
import io.hotpatchcycle.testing.TestDatabase;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** What the sources say, missing and doubled rows included, becomes a fleet that can be counted. */
class FleetTest {

    private static final Instant NOW = Instant.parse("2026-08-12T08:00:00Z");
    private static final Instant TODAY = NOW.minus(Duration.ofHours(2));

    private final TestDatabase database = TestDatabase.fresh();
    private final JdbcTemplate jdbc = new JdbcTemplate(database.app());
    private final Directory directory = new Directory();
    private final Fleet fleet = new Fleet(new DeviceRows(jdbc), directory, Clock.fixed(NOW, ZoneOffset.UTC));

    @AfterEach
    void close() {
        database.close();
    }

    /** Hands on what it was given, in pages of two. */
    private static final class Directory implements DeviceDirectory {

        private final List<DeviceFact> devices = new ArrayList<>();
        private final List<DeviceLevel> levels = new ArrayList<>();
        private final List<UserFact> users = new ArrayList<>(List.of(new UserFact("anna@example.org", true, "de")));
        private final Map<String, Boolean> workloads = new java.util.LinkedHashMap<>();
        private final List<HybridCodeFact> hybridCode = new ArrayList<>();
        private final List<EnrolmentFact> enrolments = new ArrayList<>();
        private RuntimeException breaksAfterAPage;
        private Runnable meanwhile;
        private final java.util.ArrayDeque<String> links = new java.util.ArrayDeque<>();
        private final List<String> linksAsked = new ArrayList<>();
        private final Map<String, String> changes = new java.util.LinkedHashMap<>();
        private int objectLists;
        private final Set<String> deletedInEntra = new HashSet<>();
        private RuntimeException entraBreaks;
        private RuntimeException usersBreak;
        private HardwareFact hardware;
        private int callsLeft = Integer.MAX_VALUE;
        private int hardwareAsked;

        private void call() {
            if (--callsLeft < 0) {
                throw new IllegalStateException("killed");
            }
        }

        @Override
        public void readDevices(Consumer<List<DeviceFact>> pages) {
            for (int i = 0; i < devices.size(); i += 2) {
                call();
                pages.accept(devices.subList(i, Math.min(devices.size(), i + 2)));
                if (breaksAfterAPage != null) {
                    throw breaksAfterAPage;
                }
                if (meanwhile != null) {
                    meanwhile.run();
                }
            }
        }

        @Override
        public void readLevels(Instant changedSince, Consumer<List<DeviceLevel>> pages) {
            pages.accept(levels);
        }

        @Override
        public void readHardware(Collection<String> deviceIds, Consumer<List<HardwareFact>> pages) {
            for (String id : deviceIds) {
                call();
                hardwareAsked++;
                pages.accept(List.of(hardware == null ? new HardwareFact(id, "running", null, null)
                        : new HardwareFact(id, hardware.vbsState(), hardware.vbsNeeds(), hardware.edition())));
            }
        }

        @Override
        public String objectIdLink() {
            return links.peekLast();
        }

        @Override
        public java.util.Optional<String> readObjectIdChanges(String link, BiConsumer<String, String> changed, Consumer<String> gone) {
            linksAsked.add(link);
            changes.forEach((object, device) -> {
                if (device == null) {
                    gone.accept(object);
                } else {
                    changed.accept(device, object);
                }
            });
            return link.equals(links.peekLast()) ? java.util.Optional.of(link + "'") : java.util.Optional.empty();
        }

        @Override
        public void readObjectIds(BiConsumer<String, String> deviceIdAndObjectId) {
            objectLists++;
            devices.stream().filter(d -> d.entraDeviceId() != null && !deletedInEntra.contains(d.entraDeviceId()))
                    .forEach(d -> deviceIdAndObjectId.accept(d.entraDeviceId(), "o-" + d.entraDeviceId()));
            if (entraBreaks != null) {
                throw entraBreaks;
            }
        }

        @Override
        public void readUsers(LicenceRule covering, Consumer<List<UserFact>> pages) {
            pages.accept(users);
            if (usersBreak != null) {
                throw usersBreak;
            }
        }

        @Override
        public void readUpdateWorkloads(BiConsumer<String, Boolean> deviceIdAndWithIntune) {
            workloads.forEach(deviceIdAndWithIntune);
        }

        @Override
        public boolean readHybridCode(Consumer<List<HybridCodeFact>> pages) {
            pages.accept(hybridCode);
            return true;
        }

        @Override
        public boolean readEnrolments(Consumer<List<EnrolmentFact>> pages) {
            pages.accept(enrolments);
            return true;
        }
    }

    private void device(String id, String entraId, String serial, String osVersion, String state, Instant lastCheckIn) {
        directory.devices.add(new DeviceFact(id, entraId, serial, "PC-" + id, "anna@example.org", osVersion, "Enterprise", "x64",
                "azureADJoined", "mdm", state, lastCheckIn, NOW.minus(Duration.ofDays(400)), "Book 5"));
    }

    private Map<String, Object> row(String id) {
        return jdbc.queryForMap("select * from hotpatch.device where id = ?", id);
    }

    @Test
    void recordsOfOneDeviceAreOneAndApartAgainWhenTheyAre() {
        Random random = new Random(7);
        for (int round = 0; round < 6; round++) {
            directory.devices.clear();
            Instant at = TODAY.plusSeconds(round * 60L);
            for (int i = 0; i < 40; i++) {
                int key = random.nextInt(15);
                device("d" + i, key % 3 == 0 ? null : "e" + key, key % 3 == 1 ? null : "s" + key, "10.0.26100.1", "managed",
                        random.nextInt(5) == 0 ? null : at.plusSeconds(random.nextInt(20)));
            }
            fleet.takeSnapshot("c");
            assertThat(jdbc.queryForList("select id from hotpatch.device where duplicate order by id", String.class)).as("round " + round).isNotEmpty()
                    .isEqualTo(jdbc.queryForList("select d.id from hotpatch.device d where exists (select 1 from hotpatch.device o where o.id <> d.id "
                            + "and coalesce(o.entra_device_id, o.serial, o.id) = coalesce(d.entra_device_id, d.serial, d.id) and "
                            + "(coalesce(o.last_check_in, '-infinity'), d.id) > (coalesce(d.last_check_in, '-infinity'), o.id)) order by d.id", String.class));
        }
    }

    private List<String> duplicates() {
        return jdbc.queryForList("select id from hotpatch.device where duplicate order by id", String.class);
    }

    /** One that was set up anew has another Entra id. Makers leave serials as they found them. */
    @Test
    void recordsOfOneSerialAreOneDeviceUnlessTheSerialIsNone() {
        Instant before = TODAY.minus(Duration.ofDays(1));
        device("a", "e1", "s-1", "10.0.26100.1", "managed", before);
        device("b", "e2", "s-1", "10.0.26100.1", "managed", TODAY);
        device("c", null, "s-2", "10.0.26100.1", "managed", before);
        device("d", "e4", "s-2", "10.0.26100.1", "managed", TODAY);
        device("x1", "e5", "s-5", "10.0.26100.1", "managed", before.minusSeconds(1));
        device("x2", "e5", "s-5", "10.0.26100.1", "managed", TODAY);
        device("x3", "e6", "s-5", "10.0.26100.1", "managed", before);
        for (String none : List.of("Default string", "To be filled by O.E.M.", "0000000", "")) {
            device("p" + none.length(), "p" + none.length(), none, "10.0.26100.1", "managed", TODAY);
            device("q" + none.length(), "q" + none.length(), none, "10.0.26100.1", "managed", before);
        }
        for (int i = 0; i < 6; i++) {
            device("vm" + i, "vm" + i, "of an image", "10.0.26100.1", "managed", TODAY.minusSeconds(i));
        }
        fleet.takeSnapshot("2026.08-B");
        assertThat(duplicates()).containsExactly("a", "c", "x1", "x3");
        assertThat(fleet.population().active()).isEqualTo(3 + 8 + 6);
        assertThat(fact(fleet.known("a").orElseThrow(), "Another record of a device")).extracting(KnownFact::value, KnownFact::remark)
                .containsExactly("yes", "record b speaks for it: the same Entra device id or serial, and seen last");
        assertThat(fact(fleet.known("x1").orElseThrow(), "Another record of a device").remark()).startsWith("record x2 speaks");
        assertThat(fact(fleet.known("b").orElseThrow(), "Another record of a device")).extracting(KnownFact::value, KnownFact::remark).containsExactly("no", null);
        List<String> written = versions();
        fleet.takeSnapshot("2026.09-B");
        assertThat(versions()).as("nothing new is written").isEqualTo(written);

        directory.devices.removeIf(d -> d.id().equals("b"));
        device("b", "e2", "s-9", "10.0.26100.1", "managed", TODAY.plusSeconds(1));
        fleet.takeSnapshot("2026.10-B");
        assertThat(duplicates()).as("apart again when they are").containsExactly("c", "x1", "x3");
    }

    @Test
    void twoDevicesOfWhichOnlyTheSerialIsOneAreSeenInTheFirstListToo() {
        device("a", "e1", "s-1", "10.0.26100.1", "managed", TODAY.minusSeconds(1));
        device("b", "e2", "s-1", "10.0.26100.1", "managed", TODAY);
        fleet.takeSnapshot("2026.08-B");
        assertThat(duplicates()).containsExactly("a");
    }

    @Test
    void countsActiveStaleRetiredAndDoubledDevicesOnce() {
        device("a", "e1", "s1", "10.0.26100.1", "managed", TODAY);
        device("a-again", "e1", "s1", "10.0.26100.1", "managed", TODAY.minus(Duration.ofDays(3)));
        device("b", "e2", "s2", "10.0.26200.1", "managed", NOW.minus(Fleet.STALE_AFTER).minusSeconds(1));
        device("c", "e3", "s3", "10.0.26200.1", "managed", null);
        device("d", "e4", "s4", "10.0.26200.1", "wipeIssued", TODAY);
        fleet.takeSnapshot("2026.08-B");
        Population population = fleet.population();
        assertThat(population.active()).isEqualTo(1);
        assertThat(population.stale()).isEqualTo(2);
        assertThat(population.retired()).isEqualTo(1);
        assertThat(population.total()).isEqualTo(4);
        assertThat(fleet.activeBuilds()).containsExactly(26100);
    }

    @Test
    void aDeviceWithoutAnOsVersionIsKeptWithoutABuild() {
        device("a", "e1", "s1", null, "managed", TODAY);
        device("b", "e2", "s2", "Windows", "managed", TODAY);
        fleet.takeSnapshot("2026.08-B");
        assertThat(List.of(row("a"), row("b"))).allSatisfy(row -> {
            assertThat(row.get("build")).isNull();
            assertThat(row.get("line")).isEqualTo("UNKNOWN");
            assertThat(row.get("vbs")).isEqualTo("UNKNOWN");
        });
        assertThat(fleet.population().active()).isEqualTo(2);
        assertThat(fleet.activeBuilds()).isEmpty();
    }

    @Test
    void aRowWithoutAnIdIsRejectedAndSaidSo() {
        device(null, "e1", "s1", "10.0.26100.1", "managed", TODAY);
        device("b", "e2", "s2", "10.0.26100.1", "managed", TODAY);
        long snapshot = fleet.takeSnapshot("2026.08-B");
        assertThat(jdbc.queryForMap("select * from hotpatch.snapshot where id = ?", snapshot)).containsEntry("rows_read", 2)
                .containsEntry("rows_merged", 1).containsEntry("rows_rejected", 1).containsEntry("complete", true)
                .hasEntrySatisfying("rejected_why", why -> assertThat(why.toString()).contains("no id"));
    }

    @Test
    void aReadingThatBreaksOffLeavesNoCompleteSnapshot() {
        device("a", "e1", "s1", "10.0.26100.1", "managed", TODAY);
        device("b", "e2", "s2", "10.0.26100.1", "managed", TODAY);
        device("c", "e3", "s3", "10.0.26100.1", "managed", TODAY);
        directory.breaksAfterAPage = new IllegalStateException("cut");
        assertThatThrownBy(() -> fleet.takeSnapshot("2026.08-B")).hasMessage("cut");
        assertThat(jdbc.queryForObject("select count(*) from hotpatch.snapshot where complete", Integer.class)).isZero();
        assertThat(fleet.asOf()).isNull();
        assertThat(lookups()).as("built over what is there; those that follow the object ids come with them").containsExactly("device_pkey", "number_new");
    }

    @Test
    void aDeviceThatComesAfterTheFirstListHasTheNextNumber() {
        device("a", "e1", "s1", "10.0.26100.1", "managed", TODAY);
        device("b", "e2", "s2", "10.0.26100.1", "managed", TODAY);
        fleet.takeSnapshot("2026.08-B");
        device("c", "e3", "s3", "10.0.26100.1", "managed", TODAY);
        device("d", "e4", "s4", "10.0.26100.1", "managed", TODAY);
        fleet.takeSnapshot("2026.09-B");
        List<Long> numbers = jdbc.queryForList("select no from hotpatch.device order by id", Long.class);
        assertThat(numbers).isSorted().doesNotHaveDuplicates().hasSize(4);
    }

    private static final List<String> ALL_LOOKUPS = List.of("device_duplicate", "device_key", "device_no", "device_object", "device_pkey", "number_new");

    private List<String> lookups() {
        return jdbc.queryForList("select indexname::text from pg_indexes where tablename = 'device' union select tgname::text from pg_trigger "
                + "where tgname = 'number_new' order by 1", String.class);
    }

    /** Whoever looks at the fleet while its first list is read, and whoever reads another one meanwhile, waits for nothing but its end. */
    @Test
    void twoFirstListsAtATimeAreOneFleet() throws Exception {
        for (int i = 0; i < 30; i++) {
            device("d" + i, "e" + i, "s" + i, "10.0.26100.1", "managed", TODAY);
        }
        ExecutorService other = Executors.newSingleThreadExecutor();
        List<Future<?>> meanwhile = new ArrayList<>();
        directory.meanwhile = () -> {
            directory.meanwhile = null;
            assertThat(fleet.population().total()).as("nothing is seen of a list that is being read").isZero();
            meanwhile.add(other.submit(() -> fleet.takeSnapshot("2026.09-B")));
        };
        fleet.takeSnapshot("2026.08-B");
        meanwhile.get(0).get(30, TimeUnit.SECONDS);
        other.shutdown();
        assertThat(fleet.population().total()).isEqualTo(30);
        assertThat(lookups()).containsExactlyElementsOf(ALL_LOOKUPS);
        assertThat(jdbc.queryForList("select rows_merged from hotpatch.snapshot where complete", Integer.class)).containsExactly(30, 30);
    }

    /** Where somebody has looked at the fleet in a transaction that goes on, its table is not to be had alone. */
    @Test
    void aFirstListDoesNotWaitForATransactionThatHasSeenTheEmptyFleet() {
        device("a", "e1", "s1", "10.0.26100.1", "managed", TODAY);
        TransactionTemplate step = new TransactionTemplate(new DataSourceTransactionManager(jdbc.getDataSource()));
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> step.executeWithoutResult(status -> {
            assertThat(fleet.population().total()).isZero();
            fleet.takeSnapshot("2026.08-B");
        }));
        assertThat(fleet.population().total()).isEqualTo(1);
        assertThat(lookups()).containsExactlyElementsOf(ALL_LOOKUPS);
    }

    /** A program that was killed while it read the first list left a fleet without lookups; only an empty one can be without. */
    @Test
    void lookupsThatWereLeftAsideComeBack() {
        jdbc.execute("select hotpatch.set_lookups_aside()");
        device("a", "e1", "s1", "10.0.26100.1", "managed", TODAY);
        device("a", "e1", "s1", "10.0.26100.2", "managed", TODAY);
        assertThatThrownBy(() -> new TransactionTemplate(new DataSourceTransactionManager(jdbc.getDataSource())).executeWithoutResult(status -> {
            assertThat(fleet.population().total()).isZero();
            fleet.takeSnapshot("2026.08-B");
            throw new IllegalStateException("later");
        })).hasMessage("later");
        assertThat(fleet.population().total()).isEqualTo(1);
        assertThat(row("a")).as("of two that were seen at once, the one listed last").containsEntry("ubr", 2);
        assertThat(lookups()).containsExactlyElementsOf(ALL_LOOKUPS);
    }

    @Test
    void aLaterListCountsAndTakesOverAsTheFirst() {
        device("known", "e1", "s1", "10.0.26100.1", "managed", TODAY.minus(Duration.ofDays(2)));
        device("gone", "e2", "s2", "10.0.26100.1", "managed", NOW.minus(Duration.ofDays(25)));
        device("silent", "e3", "s3", "10.0.26100.1", "managed", null);
        fleet.takeSnapshot("2026.08-B");
        directory.devices.clear();
        device("known", "e1", "s1", "10.0.26100.5", "managed", TODAY.minusSeconds(5));
        device("known", "e1", "s1", "10.0.26100.7", "managed", TODAY);
        device("known", "e1", "s1", "10.0.26100.6", "managed", TODAY.minusSeconds(5));
        device("gone", "e2", "s2", "10.0.26100.1", "managed", NOW.minus(Duration.ofDays(25)).plusSeconds(60));
        device("silent", "e3", "s3", "10.0.26100.2", "managed", null);
        device("it's; \uD83D\uDE00", "e4", "s4", "10.0.26100.1", "managed", TODAY);
        device("it's; \uD83D\uDE00", "e4", "s4", "10.0.26100.2", "managed", TODAY);
        fleet.takeSnapshot("2026.09-B");
        assertThat(fleet.newestSnapshot()).get().isEqualTo(new SnapshotCounts(NOW, 7, 4, 3, "{listed twice=3}"));
        assertThat(row("known")).containsEntry("ubr", 7);
        assertThat(lastCheckIn("gone")).as("near the limit the moment counts").isEqualTo(NOW.minus(Duration.ofDays(25)).plusSeconds(60));
        assertThat(row("silent")).as("nothing dates either of the two").containsEntry("ubr", 2);
        assertThat(row("it's; \uD83D\uDE00")).containsEntry("ubr", 2);
    }

    /** Rings by share go by the one number, plans by the other. */
    private void assertThatNumbersAreRight() {
        assertThat(jdbc.queryForList("select id from hotpatch.device where bucket <> ('x' || substr(md5(id), 1, 7))::bit(28)::integer % 10000 or facts <> "
                + "hotpatch.facts_key(line, build, ubr, edition, cpu, chpe, join_type, management, licence, vbs, hotpatched_at is not null)", String.class)).isEmpty();
    }

    @Test
    void theNumbersOfADeviceFollowItsFactsWhoeverTellsThem() {
        for (int i = 0; i < 50; i++) {
            // nobody's, and no Windows 11: nothing but the list tells of it
            directory.devices.add(new DeviceFact("it's \uD83D\uDE00 " + i, null, null, null, null, i % 5 == 0 ? null : "10.0.19045." + i % 7, "Pro", "x64",
                    "azureADJoined", "mdm", i % 3 == 0 ? "wipeIssued" : "managed", TODAY, null, null));
        }
        directory.devices.add(new DeviceFact("half \uD83D", null, null, null, null, "10.0.26100.1", null, "arm64", null, null, null, null, null, null));
        fleet.takeSnapshot("2026.08-B");
        assertThat(fleet.population().total()).isEqualTo(51);
        assertThatNumbersAreRight();
        device("late", "e1", "s1", "10.0.26200.1", "managed", TODAY);
        directory.levels.add(new DeviceLevel("late", "10.0.26200.2", TODAY.plusSeconds(60), null));
        fleet.takeSnapshot("2026.09-B");
        fleet.refresh();
        assertThat(row("late")).containsEntry("ubr", 2);
        assertThatNumbersAreRight();
        jdbc.update("update hotpatch.device set facts = 1, bucket = 1, hotpatched_at = now() where id = 'late'");
        assertThatNumbersAreRight();
    }

    @Test
    void aDeviceHasTheLicenceThatItsOwnerHasNow() {
        for (String owner : List.of("Anna", "ben", "nobody")) {
            directory.devices.add(new DeviceFact(owner, "e-" + owner, null, "PC", owner + "@example.org", "10.0.26100.1", "Enterprise", "x64", "azureADJoined", "mdm",
                    "managed", TODAY, null, null));
        }
        for (boolean anna : List.of(true, false)) {
            directory.users.clear();
            directory.users.addAll(List.of(new UserFact("anna@example.org", anna, null), new UserFact("Ben@example.org", !anna, null)));
            fleet.takeSnapshot("2026.08-B");
            assertThat(List.of(row("Anna"), row("ben"), row("nobody"))).extracting("licence")
                    .containsExactly(anna ? "QUALIFYING" : "NONE", anna ? "NONE" : "QUALIFYING", "UNKNOWN");
        }
        directory.users.clear();
        fleet.takeSnapshot("2026.08-B");
        assertThat(jdbc.queryForList("select distinct licence from hotpatch.device", String.class)).containsExactly("UNKNOWN");
    }

    /** Fetched page by page, while those that were told are due no longer. */
    @Test
    void eachDeviceWhoseHardwareIsDueIsAskedOnce() {
        jdbc.update("insert into hotpatch.device (id, name, line, edition, cpu, chpe, join_type, management, received_at, last_check_in, vbs, vbs_observed_at) "
                + "select 'd' || i, 'PC', case when i % 10 = 0 then 'WINDOWS_10' else 'WINDOWS_11' end, 'PRO', 'X64', 'NOT_APPLICABLE', 'ENTRA', 'INTUNE', now(), timestamptz '2026-08-11', "
                + "case when i % 10 = 1 then 'RUNNING' else 'UNKNOWN' end, case when i % 10 < 3 then timestamptz '2026-08-01' end from generate_series(1, 25000) i");
        DueRows due = new DueRows(jdbc, NOW, Optional.empty());
        assertThat(due).hasSize(20_000);
        Set<String> asked = new HashSet<>();
        for (String id : due) {
            assertThat(asked.add(id)).isTrue();
            if (asked.size() % 100 == 0) {
                jdbc.update("update hotpatch.device set vbs = 'RUNNING', vbs_observed_at = ? where id = ?", Timestamp.from(NOW), id);
            }
        }
        assertThat(asked).hasSize(20_000).allMatch(id -> !id.endsWith("0") && !id.endsWith("1"));
    }

    /** What was told stands until the device was seen again, and a running VBS for two to three months after that. */
    @Test
    void hardwareIsAskedAgainOnlyWhereItCanHaveChanged() {
        String device = "insert into hotpatch.device (id, name, line, edition, cpu, chpe, join_type, management, received_at, vbs, vbs_observed_at, last_check_in) "
                + "values (?, 'PC', 'WINDOWS_11', 'PRO', 'X64', 'NOT_APPLICABLE', 'ENTRA', 'INTUNE', now(), ?, ?::timestamptz, ?::timestamptz)";
        Timestamp told = Timestamp.from(NOW.minus(Duration.ofDays(2)));
        Timestamp seen = Timestamp.from(NOW.minus(Duration.ofDays(1)));
        jdbc.update(device, "never told", "UNKNOWN", null, null);
        jdbc.update(device, "fixed, perhaps", "NOT_CONFIGURED", told, seen);
        jdbc.update(device, "not seen since", "NOT_CONFIGURED", seen, told);
        jdbc.update(device, "gone, and told nothing", "UNKNOWN", seen, told);
        jdbc.update(device, "running", "RUNNING", told, seen);
        jdbc.update(device, "told long ago", "RUNNING", Timestamp.from(NOW.minus(Duration.ofDays(90))), seen);
        jdbc.update(device, "told long ago, not seen since", "RUNNING", Timestamp.from(NOW.minus(Duration.ofDays(90))), Timestamp.from(NOW.minus(Duration.ofDays(91))));
        assertThat(new DueRows(jdbc, NOW, Optional.empty())).containsExactly("never told", "fixed, perhaps", "told long ago");

        jdbc.update("insert into hotpatch.device (id, name, line, edition, cpu, chpe, join_type, management, received_at, vbs, vbs_observed_at, last_check_in) "
                + "select 's' || i, 'PC', 'WINDOWS_11', 'PRO', 'X64', 'NOT_APPLICABLE', 'ENTRA', 'INTUNE', now(), 'RUNNING', ?, ? from generate_series(1, 3000) i",
                Timestamp.from(NOW.minus(Duration.ofDays(75))), seen);
        assertThat(new DueRows(jdbc, NOW, Optional.empty())).as("not all in one day").hasSizeBetween(1300, 1700);
    }

    @Test
    void aRunningVbsIsDoubtedWhereTheCumulativeUpdateCameInsteadOfTheHotpatch() {
        for (String id : List.of("took it", "hotpatched", "planned so", "took it before")) {
            device(id, id, id, "10.0.26100.8000", "managed", TODAY);
        }
        fleet.takeSnapshot("2026.08-B");
        assertThat(new DueRows(jdbc, NOW, Optional.empty())).isEmpty();
        jdbc.update("insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence, first_seen_at, fingerprint) "
                + "values ('r', 'c', 'r', 'r', ?, 'security', 'monthly', ?, '')", Timestamp.from(NOW), Timestamp.from(NOW));
        jdbc.update("insert into hotpatch.cycle (id, release_id, state, kind, created_at) values ('c', 'r', 'ROLLING_OUT', 'HOTPATCH', ?)", Timestamp.from(NOW));
        for (String id : List.of("took it", "hotpatched", "planned so", "took it before")) {
            jdbc.update("insert into hotpatch.plan_class (class, cycle_id, devices, population, line, edition, cpu, chpe, join_type, management, licence, vbs, policy, track) "
                    + "values (?, 'c', 1, 'ACTIVE', 'WINDOWS_11', 'PRO', 'X64', 'NOT_APPLICABLE', 'ENTRA', 'INTUNE', 'NONE', 'RUNNING', 'UNIT', ?)", id.hashCode(),
                    id.equals("planned so") ? "LCU" : "HOTPATCH");
            jdbc.query("select hotpatch.plan_members(c.no, array[d.no], array[?::bigint], null, null) from hotpatch.cycle c, hotpatch.device d where d.id = ?", rs -> { },
                    id.hashCode(), id);
            jdbc.update("insert into hotpatch.progress (cycle_id, device_id, ring, outcome, effective_at) values ('c', ?, 'pilot', ?, ?)", id,
                    id.equals("hotpatched") ? "EFFECTIVE_HOTPATCH" : "EFFECTIVE_LCU",
                    Timestamp.from(id.equals("took it before") ? NOW.minus(Duration.ofDays(1)) : NOW.plus(Duration.ofDays(2))));
        }
        assertThat(new DueRows(jdbc, NOW.plus(Duration.ofDays(3)), Optional.empty())).containsExactly("took it");
    }

    /** As in the readings between two lists: a row whose facts are the same is not written again for a mere check-in. */
    @Test
    void aListRewritesOnlyWhatChanged() {
        Instant before = TODAY.minus(Duration.ofHours(10));
        List.of("same", "renamed", "updated", "awaited").forEach(id -> device(id, id, id, "10.0.26100.1", "managed", before));
        fleet.takeSnapshot("2026.08-B");
        awaits("2026.08-B", "ROLLING_OUT", "awaited");
        directory.devices.clear();
        List.of("same", "awaited").forEach(id -> device(id, id, id, "10.0.26100.1", "managed", TODAY));
        device("renamed", "renamed", "another", "10.0.26100.1", "managed", TODAY);
        device("updated", "updated", "updated", "10.0.26100.2", "managed", TODAY);
        fleet.takeSnapshot("2026.09-B");
        assertThat(fleet.newestSnapshot()).get().extracting(SnapshotCounts::merged).isEqualTo(4);
        assertThat(lastCheckIn("same")).isEqualTo(before);
        assertThat(List.of(lastCheckIn("renamed"), lastCheckIn("updated"), lastCheckIn("awaited"))).containsOnly(TODAY);
    }

    /** Whatever the moment: the list is the old one or the new one, and what was told of hardware is not asked again. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aReadingKilledAtAnyPointLeavesAWholeListAndGoesOnWhereItWas(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            device("d" + i, "e" + i, "s" + i, "10.0.26100.1", "managed", TODAY.minus(Duration.ofDays(2)));
        }
        directory.callsLeft = 10;
        assertThatThrownBy(() -> fleet.takeSnapshot("2026.08-B")).hasMessage("killed");
        directory.callsLeft = Integer.MAX_VALUE;
        fleet.takeSnapshot("2026.08-B");
        assertThat(directory.hardwareAsked).as("each device once").isEqualTo(20);
        List<DeviceFact> before = List.copyOf(directory.devices);
        directory.devices.clear();
        before.forEach(d -> device(d.id(), d.entraDeviceId(), d.serial(), "10.0.26100.2", "managed", TODAY));
        for (int i = 20; i < 30; i++) {
            device("d" + i, "e" + i, "s" + i, "10.0.26100.2", "managed", TODAY);
        }
        for (boolean done = false; !done;) {
            directory.callsLeft = random.nextInt(28);
            try {
                fleet.takeSnapshot("2026.08-B");
                done = true;
            } catch (IllegalStateException killed) {
                List<Integer> revisions = jdbc.queryForList("select distinct ubr from hotpatch.device", Integer.class);
                assertThat(revisions).as("a mixture").hasSize(1);
                assertThat(jdbc.queryForObject("select count(*) from hotpatch.device", Integer.class)).isEqualTo(revisions.get(0) == 1 ? 20 : 30);
                assertThat(jdbc.queryForObject("select count(*) from hotpatch.snapshot where complete", Integer.class)).isOne();
            }
        }
        assertThat(directory.hardwareAsked).as("each device once").isEqualTo(30);
        assertThat(hardwareUnknownShare()).isZero();
        assertThat(fleet.progress()).extracting(ReadingProgress::source).containsExactlyInAnyOrder("devices", "Entra devices", "licences", "update workload",
                "compiled hybrid code", "update enrolment", "hardware");
        assertThat(fleet.progress()).allMatch(p -> p.finishedAt() != null);
    }

    @Test
    void whileListsAreReadItIsToldHowFarEachHasComeAndWhatIsNotKnownYet() {
        for (int i = 0; i < 5; i++) {
            device("d" + i, "e" + i, "s" + i, "10.0.26100.1", "managed", TODAY);
        }
        assertThat(fleet.reading(false).unknown()).isEmpty();
        fleet.takeSnapshot("2026.07-B");
        assertThat(fleet.reading(false).unknown()).anySatisfy(u -> assertThat(u).isEqualTo(new FleetProgress.Unknown("virtualization-based security", 0, 5)))
                .anySatisfy(u -> assertThat(u).isEqualTo(new FleetProgress.Unknown("edition", 0, 5)));
        List<FleetProgress> seen = new ArrayList<>();
        directory.meanwhile = () -> seen.add(fleet.reading(true));
        fleet.takeSnapshot("2026.08-B");
        assertThat(seen).hasSize(3);
        FleetProgress.Source first = seen.get(0).sources().stream().filter(s -> s.reading().source().equals(Fleet.LIST)).findFirst().orElseThrow();
        assertThat(first.state()).isEqualTo(FleetProgress.State.RUNNING);
        assertThat(first.reading().done()).isEqualTo(2);
        assertThat(first.reading().whole()).as("as many as last time").isEqualTo(5);
        assertThat(first.reading().shareToRead()).isEqualTo(60);

        directory.usersBreak = new IllegalStateException("HTTP 503");
        assertThatThrownBy(() -> fleet.takeSnapshot("2026.08-B")).isSameAs(directory.usersBreak);
        assertThat(fleet.reading(false).sources()).filteredOn(s -> s.state() == FleetProgress.State.BROKEN_OFF).extracting(s -> s.reading().source()).containsExactly(Fleet.LICENCES);
    }

    private Fleet at(Instant now) {
        return new Fleet(new DeviceRows(jdbc), directory, Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void betweenWholeListsOnlyWhatHasChangedInEntraIsRead() {
        device("a", "e1", "s1", "10.0.26100.1", "managed", TODAY);
        device("b", "e2", "s2", "10.0.26100.1", "managed", TODAY);
        directory.links.add("link");
        fleet.takeSnapshot("2026.08-B");
        assertThat(directory.objectLists).isOne();

        device("c", "e3", "s3", "10.0.26100.1", "managed", TODAY);
        directory.changes.put("o-e1", null);
        directory.changes.put("o-new", "e2");
        directory.changes.put("o-e3", "e3");
        at(NOW.plus(Duration.ofDays(2))).takeSnapshot("2026.08-B/pilot");
        assertThat(directory.objectLists).as("not the list").isOne();
        assertThat(directory.linksAsked).containsExactly("link");
        assertThat(row("a").get("object_id")).as("deleted in Entra").isNull();
        assertThat(row("b")).containsEntry("object_id", "o-new");
        assertThat(row("c")).containsEntry("object_id", "o-e3");
        assertThat(fleet.progress()).filteredOn(p -> p.source().equals(Fleet.ENTRA)).singleElement().satisfies(p -> assertThat(p.done()).as("all that are known").isEqualTo(2));

        directory.links.add("link'");
        directory.changes.clear();
        directory.changes.put("o-e1", "e1");
        at(NOW.plus(Duration.ofDays(3))).takeSnapshot("2026.08-B/early");
        assertThat(directory.linksAsked).as("from where the last one ended").containsExactly("link", "link'");
        assertThat(row("a")).as("restored").containsEntry("object_id", "o-e1");
    }

    @Test
    void aLinkThatIsNotTakenAnyMoreOrIsOldMeansTheWholeListAndNothingOfItsChangesCounts() {
        device("a", "e1", "s1", "10.0.26100.1", "managed", TODAY);
        directory.links.add("old");
        fleet.takeSnapshot("2026.08-B");
        directory.links.add("new");
        directory.changes.put("o-e1", null);
        at(NOW.plus(Duration.ofDays(2))).takeSnapshot("2026.08-B/pilot");
        assertThat(directory.objectLists).as("HTTP 410").isEqualTo(2);
        assertThat(row("a")).containsEntry("object_id", "o-e1");
        assertThat(jdbc.queryForObject("select link from hotpatch.entra_delta", String.class)).isEqualTo("new");

        directory.linksAsked.clear();
        at(NOW.plus(Duration.ofDays(9))).takeSnapshot("2026.09-B");
        assertThat(directory.linksAsked).as("a week later nobody takes it").isEmpty();
        assertThat(directory.objectLists).isEqualTo(3);
    }

    @Test
    void aDirectoryThatTellsNoChangesIsReadAsAWholeEachTime() {
        device("a", "e1", "s1", "10.0.26100.1", "managed", TODAY);
        fleet.takeSnapshot("2026.08-B");
        fleet.takeSnapshot("2026.08-B/pilot");
        assertThat(directory.objectLists).isEqualTo(2);
    }

    /** Steps of the process run in a transaction, in which Spring gives out one connection per data source. */
    @Test
    void aSnapshotTakenInATransactionDoesNotWaitForItselfNorGoWithIt() {
        device("a", "e1", "s1", "10.0.26100.1", "managed", TODAY);
        TransactionTemplate step = new TransactionTemplate(new DataSourceTransactionManager(jdbc.getDataSource()));
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> step.executeWithoutResult(status -> {
            fleet.takeSnapshot("2026.08-B");
            status.setRollbackOnly();
        }));
        assertThat(fleet.newestSnapshot()).get().extracting(SnapshotCounts::merged).isEqualTo(1);
        assertThat(row("a")).containsEntry("vbs", "RUNNING");
    }

    @Test
    void aSnapshotSaysWhatItReadAndWhyItLeftOutTheRest() {
        device("a", "e1", "s1", "10.0.26100.100", "managed", TODAY);
        device("b", "e2", "s2", "10.0.26100.100", "managed", TODAY);
        device("a", "e1", "s1", "10.0.26100.200", "managed", TODAY.plusSeconds(1));
        device(" ", "e3", "s3", "10.0.26100.100", "managed", TODAY);
        device("x".repeat(500), "e4", "s4", "10.0.26100.100", "managed", TODAY);
        device("c", "e5", "s5", "10.0.26100.4294967296", "managed", TODAY);
        fleet.takeSnapshot("2026.08-B");
        assertThat(fleet.newestSnapshot()).get().isEqualTo(new SnapshotCounts(NOW, 6, 3, 3, "{an id that is none=1, listed twice=1, no id=1}"));
        assertThat(row("a")).containsEntry("ubr", 200);
        assertThat(row("c").get("build")).as("an absurd revision is none").isNull();
        device("b", "e2", "s2", "10.0.26100.50", "managed", TODAY.minusSeconds(1));
        directory.devices.subList(0, 6).clear();
        fleet.takeSnapshot("2026.08-B");
        assertThat(fleet.newestSnapshot()).get().isEqualTo(new SnapshotCounts(NOW, 1, 0, 1, "{older than what is known=1}"));
    }

    @Test
    void anOlderReportNeverOverwritesANewerOne() {
        device("a", "e1", "s1", "10.0.26100.200", "managed", TODAY);
        fleet.takeSnapshot("2026.08-B");
        directory.devices.clear();
        device("a", "e1", "s1", "10.0.26100.100", "managed", TODAY.minus(Duration.ofDays(1)));
        fleet.takeSnapshot("2026.08-B");
        assertThat(row("a")).containsEntry("ubr", 200);
    }

    /** Paging may hand out a device twice. The driver makes one statement of a batch, as in the running program. */
    @Test
    void aDeviceThatIsListedTwiceInAPageCountsOnce() {
        device("a", "e1", "s1", "10.0.26100.100", "managed", TODAY.minusSeconds(60));
        device("a", "e1", "s1", "10.0.26100.200", "managed", TODAY);
        DriverManagerDataSource batching = new DriverManagerDataSource(database.url() + "?reWriteBatchedInserts=true", "hotpatch_app", "");
        new Fleet(new DeviceRows(new JdbcTemplate(batching)), directory, Clock.fixed(NOW, ZoneOffset.UTC)).takeSnapshot("2026.08-B");
        assertThat(fleet.population().total()).isEqualTo(1);
        assertThat(row("a")).containsEntry("ubr", 200);
    }

    /** What the list of devices cannot tell: who updates a co-managed device, and compiled hybrid code. */
    @Test
    void whatOnlySomeDevicesNeedIsToldApartAndUnknownAgainWhenItIsNoLongerTold() {
        for (String id : List.of("with", "other", "silent")) {
            directory.devices.add(new DeviceFact(id, "e-" + id, "s-" + id, "PC", "Anna@example.org", "10.0.26100.1", "Enterprise", "x64", "azureADJoined",
                    "configurationManagerClientMdm", "managed", TODAY, null, "Book 5"));
        }
        directory.workloads.putAll(Map.of("with", true, "other", false));
        for (String id : List.of("off", "on", "odd", "never")) {
            directory.devices.add(new DeviceFact(id, "e-" + id, "s-" + id, "PC", null, "10.0.26100.1", "Enterprise", "arm64", "azureADJoined", "mdm", "managed",
                    TODAY, null, "Book Arm"));
        }
        directory.hybridCode.addAll(List.of(new HybridCodeFact("off", 0, TODAY.minusSeconds(60)), new HybridCodeFact("off", 1, TODAY),
                new HybridCodeFact("on", 0, TODAY), new HybridCodeFact("odd", 7, TODAY)));
        List<String> written = List.of();
        for (int i = 0; i < 2; i++) {
            fleet.takeSnapshot("2026.08-B");
            assertThat(List.of(row("with"), row("other"), row("silent"))).extracting("management").containsExactly("CO_MANAGED_INTUNE", "CO_MANAGED_OTHER", "CO_MANAGED");
            assertThat(List.of(row("off"), row("on"), row("odd"), row("never"))).extracting("chpe").containsExactly("OFF", "ON", "UNKNOWN", "UNKNOWN");
            assertThat(row("with")).containsEntry("chpe", "NOT_APPLICABLE").containsEntry("licence", "QUALIFYING");
            List<String> versions = versions();
            assertThat(i == 0 || versions.equals(written)).as("a list that says nothing new rewrites no device").isTrue();
            written = versions;
        }
        assertThat(jdbc.queryForObject("select region from hotpatch.user_licence", String.class)).isEqualTo("DE");
        directory.workloads.clear();
        directory.hybridCode.clear();
        fleet.takeSnapshot("2026.08-B");
        assertThat(List.of(row("with"), row("other"))).extracting("management").containsOnly("CO_MANAGED");
        assertThat(List.of(row("off"), row("on"))).extracting("chpe").containsOnly("UNKNOWN");
    }

    /** Of each device the version of its row: another one after whatever writes it. */
    private List<String> versions() {
        return jdbc.queryForList("select id || ' ' || xmin from hotpatch.device order by id", String.class);
    }

    private static KnownFact fact(KnownDevice device, String name) {
        return device.facts().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void everyFactOfADeviceSaysWhoToldItAndHowOldItIs() {
        device("a", "e1", "s1", "10.0.26100.1", "managed", TODAY);
        device("b", "e2", "s2", null, "managed", TODAY);
        fleet.takeSnapshot("2026.08-B");
        KnownDevice known = fleet.known("a").orElseThrow();
        assertThat(fact(known, "Build")).isEqualTo(new KnownFact("Build", "26100.1", "Intune", TODAY, NOW, "first seen with it " + TODAY));
        assertThat(fact(known, "Licence")).isEqualTo(new KnownFact("Licence", "QUALIFYING", "Entra", null, NOW, null));
        assertThat(fact(known, "Region").value()).isEqualTo("DE");
        assertThat(fact(known, "Time zone")).extracting(KnownFact::value, KnownFact::receivedAt).containsExactly(null, null);
        assertThat(fact(fleet.known("b").orElseThrow(), "Build").value()).isNull();
        for (String text : List.of("a", "o-e1", "e1", "PC-a")) {
            assertThat(fleet.known(text)).as(text).get().isEqualTo(known);
        }
        for (String text : List.of("nobody", "' or true --", "%", "")) {
            assertThat(fleet.known(text)).as(text).isEmpty();
        }
    }

    /** Microsoft does not say whether the service names devices by device id or by object id: either finds them. */
    @Test
    void whatTheServiceForUpdatesSaysOfADeviceIsToldAndWhatItDoesNotSayIsUnknown() {
        for (int i = 1; i <= 5; i++) {
            device("d" + i, "e" + i, "s" + i, "10.0.26100.1", "managed", TODAY);
        }
        directory.enrolments.addAll(List.of(new EnrolmentFact("e1", "enrolledWithPolicy", "", TODAY), new EnrolmentFact("o-e2", "notEnrolled", "missingTrustType", null),
                new EnrolmentFact("e3", "unknownFutureValue", null, null), new EnrolmentFact("e4", "enrolled", "", null), new EnrolmentFact("e4", "unenrolling", "", TODAY)));
        fleet.takeSnapshot("2026.08-B");
        assertThat(List.of("d1", "d2", "d3", "d4", "d5")).extracting(this::enrolment).containsExactly("ENROLLED " + TODAY + " null, errors none",
                "NOT_ENROLLED null null, errors missingTrustType", "null null null, errors null", "UNENROLLING " + TODAY + " null, errors none",
                "null null the service does not list it, or may not be asked, errors null");
        assertThat(fact(fleet.known("d1").orElseThrow(), "Enrolled for quality updates").receivedAt()).isEqualTo(NOW);
        directory.enrolments.clear();
        fleet.takeSnapshot("2026.09-B");
        assertThat(enrolment("d1")).as("no longer told").startsWith("null");
    }

    private String enrolment(String device) {
        KnownDevice known = fleet.known(device).orElseThrow();
        KnownFact state = fact(known, "Enrolled for quality updates");
        return state.value() + " " + state.observedAt() + " " + state.remark() + ", errors " + fact(known, "Errors of its enrolment").value();
    }

    /** Reading a million devices takes hours, in which they go on checking in. */
    @Test
    void whoeverChecksInWhileTheListIsReadIsSeenAndAClockThatIsOffIsCounted() {
        Instant[] now = {NOW};
        Clock moving = new Clock() {

            @Override
            public Instant instant() {
                return now[0];
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        };
        Fleet reading = new Fleet(new DeviceRows(jdbc), directory, moving);
        directory.meanwhile = () -> now[0] = now[0].plus(Duration.ofHours(1));
        device("a", "e1", "s1", "10.0.26100.1", "managed", TODAY);
        device("b", "e2", "s2", "10.0.26100.1", "managed", NOW.plus(ListedRow.CLOCK_TOLERANCE));
        device("c", "e3", "s3", "10.0.26100.1", "managed", NOW.plus(Duration.ofMinutes(50)));
        device("d", "e4", "s4", "10.0.26100.1", "managed", NOW.plus(Duration.ofHours(1)).plus(ListedRow.CLOCK_TOLERANCE).plusSeconds(1));
        reading.takeSnapshot("2026.08-B");
        assertThat(List.of(lastCheckIn("a"), lastCheckIn("b"), lastCheckIn("c"))).as("a clock that is a little ahead saw nothing before we heard of it")
                .containsExactly(TODAY, NOW, NOW.plus(Duration.ofMinutes(50)));
        assertThat(row("c")).containsEntry("received_at", Timestamp.from(NOW.plus(Duration.ofHours(1))));
        assertThat(row("d").get("last_check_in")).isNull();
        assertThat(reading.population()).isEqualTo(new Population(3, 1, 0));
        assertThat(reading.newestSnapshot()).get().isEqualTo(new SnapshotCounts(NOW, 4, 4, 0, "{clock off=1}"));

        Instant later = now[0];
        directory.meanwhile = null;
        directory.levels.add(new DeviceLevel("a", "10.0.26100.2", later.plusSeconds(1), null));
        directory.levels.add(new DeviceLevel("b", "10.0.26100.2", later.plus(ListedRow.CLOCK_TOLERANCE).plusSeconds(1), null));
        reading.refresh();
        assertThat(lastCheckIn("a")).isEqualTo(later);
        assertThat(row("a")).containsEntry("ubr", 2);
        assertThat(row("b")).as("the next list counts it").containsEntry("ubr", 1);
    }

    private void server(String id, String edition, Instant seen) {
        directory.devices.add(new DeviceFact(id, "e-" + id, "s-" + id, "SRV-" + id, null, "10.0.26100.32230", edition, "x64", "azureADJoined", "mdm", "managed", seen,
                null, null));
    }

    private List<Object> blocking(String id) {
        Map<String, Object> row = row(id);
        Map<String, Object> inputs = new java.util.HashMap<>(Map.of("product", row.get("line"), "buildClass", "CURRENT", "edition", row.get("edition"), "licence", "QUALIFYING",
                "cpu", row.get("cpu"), "chpe", row.get("chpe"), "vbs", "RUNNING", "join", row.get("join_type"), "management", row.get("management")));
        inputs.putAll(Map.of("policy", "UNIT", "enrolment", "NOTHING_AGAINST"));
        return Models.builtIn().decisions().open("eligibility", null).evaluate(inputs).stream().filter(hit -> "NOT_ELIGIBLE".equals(hit.get("effect")))
                .map(hit -> hit.get("reason")).toList();
    }

    private String line(String id) {
        return row(id).get("line") + " " + row(id).get("edition");
    }

    /** 26100 is both; what tells no edition does not make it a client again. */
    @Test
    void aServerStaysOneWhateverIsReadWithoutItsEdition() {
        server("a", "ServerStandardCore", TODAY.minus(Duration.ofDays(4)));
        device("b", "e2", "s2", "10.0.26100.1", "managed", TODAY);
        fleet.takeSnapshot("2026.08-B");
        assertThat(line("a")).isEqualTo("WINDOWS_SERVER UNKNOWN");
        assertThat(line("b")).isEqualTo("WINDOWS_11 ENTERPRISE");
        assertThat(blocking("a")).as("from the list to the reason").containsExactly("OS_SERVER");
        assertThat(blocking("b")).isEmpty();
        assertThat(fleet.activeBuilds()).containsExactly(26100);
        jdbc.update("update hotpatch.device set retired = true where id = 'b'");
        assertThat(fleet.activeBuilds()).as("no build of a client").isEmpty();
        directory.levels.add(new DeviceLevel("a", "10.0.26100.32231", TODAY, null));
        fleet.refresh();
        assertThat(line("a")).isEqualTo("WINDOWS_SERVER UNKNOWN");
        assertThat(row("a").get("last_check_in")).isEqualTo(Timestamp.from(TODAY));
        directory.devices.clear();
        server("a", null, TODAY.plusSeconds(1));
        fleet.takeSnapshot("2026.09-B");
        assertThat(line("a")).isEqualTo("WINDOWS_SERVER UNKNOWN");
        directory.devices.clear();
        server("a", "Enterprise", TODAY.plusSeconds(2));
        fleet.takeSnapshot("2026.10-B");
        assertThat(line("a")).as("set up anew").isEqualTo("WINDOWS_11 ENTERPRISE");
        directory.devices.clear();
        server("a", "ServerDatacenter", TODAY.plusSeconds(3));
        fleet.takeSnapshot("2026.11-B");
        assertThat(line("a")).as("and back").isEqualTo("WINDOWS_SERVER UNKNOWN");
    }

    private void revision(String release, String line, int ubr, String kb, String hotpatch) {
        jdbc.update("insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence, first_seen_at, fingerprint) "
                + "values (?, ?, ?, ?, now(), 'security', 'monthly', now(), '') on conflict do nothing", release, release, release, release);
        jdbc.update("insert into hotpatch.revision (release_id, product, line, version, build, ubr, kb, hotpatch) values (?, ?, ?, '24H2', 26100, ?, ?, ?)", release, kb, line,
                ubr, kb, hotpatch);
    }

    private Object hotpatchedAt(String id) {
        return row(id).get("hotpatched_at");
    }

    /** On the first connection no cycle has told anything yet, and of devices that none governs none ever will. */
    @Test
    void whoRunsAHotpatchWasHotpatchedWhateverGovernsHim() {
        revision("july", "WINDOWS_11", 8875, "KB1", "NO");
        revision("august", "WINDOWS_11", 9106, "KB2", "YES");
        revision("august", "WINDOWS_11", 9168, "KB3", "NO");
        revision("august", "WINDOWS_SERVER", 8900, "KB4", "YES");
        revision("september", "WINDOWS_11", 9300, "KB5", "YES");
        revision("september", "WINDOWS_11", 9400, "KB6", "UNREADABLE");
        for (int ubr : new int[] {8875, 9106, 9168, 8900, 9400, 9999}) {
            device("d" + ubr, "e" + ubr, "s" + ubr, "10.0.26100." + ubr, "managed", TODAY);
        }
        fleet.takeSnapshot("2026.08-B");
        assertThat(jdbc.queryForList("select id from hotpatch.device where hotpatched_at is not null", String.class)).containsExactly("d9106");
        assertThatNumbersAreRight();
        assertThat(hotpatchedAt("d9106")).isEqualTo(Timestamp.from(TODAY));
        List<String> written = versions();
        fleet.takeSnapshot("2026.09-B");
        assertThat(versions()).as("what was noted is not written again").isEqualTo(written);

        Instant later = TODAY.plus(Duration.ofHours(1));
        Map.of("d9106", 9300, "d8875", 9106, "d9168", 9168).forEach((id, ubr) -> directory.levels.add(new DeviceLevel(id, "10.0.26100." + ubr, later, null)));
        fleet.refresh();
        assertThat(List.of(hotpatchedAt("d9106"), hotpatchedAt("d8875"))).containsOnly(Timestamp.from(later));
        assertThat(hotpatchedAt("d9168")).isNull();
        directory.levels.clear();
        Map.of("d9106", 8875, "d8875", 9168).forEach((id, ubr) -> directory.levels.add(new DeviceLevel(id, "10.0.26100." + ubr, later.plusSeconds(60), null)));
        fleet.refresh();
        assertThat(hotpatchedAt("d9106")).as("a baseline takes nothing back").isEqualTo(Timestamp.from(later));
        assertThat(hotpatchedAt("d8875")).as("the cumulative update where there was a hotpatch").isNull();
    }

    /** A large list takes hours to read, in which the catalog is read too. */
    @Test
    void whatTheCatalogSaysWhenTheFirstListEndsCounts() {
        for (int i = 0; i < 30; i++) {
            device("d" + i, "e" + i, "s" + i, "10.0.26100.9106", "managed", TODAY);
        }
        device("never seen", "e", "s", "10.0.26100.9300", "managed", null);
        revision("september", "WINDOWS_11", 9300, "KB5", "YES");
        directory.meanwhile = () -> {
            directory.meanwhile = null;
            revision("august", "WINDOWS_11", 9106, "KB2", "YES");
        };
        fleet.takeSnapshot("2026.08-B");
        assertThat(jdbc.queryForList("select id from hotpatch.device where hotpatched_at is null", String.class)).containsExactly("never seen");
        assertThatNumbersAreRight();
    }

    /** Since when a device runs its level is an interval: last seen before, first seen after. */
    @Test
    void aLevelIsKnownToBeReachedBetweenTwoSightings() {
        Instant before = NOW.minus(Duration.ofDays(3));
        device("a", "e1", "s1", "10.0.26100.1", "managed", before);
        fleet.takeSnapshot("2026.08-B");
        assertThat(row("a").get("level_after")).isNull();
        assertThat(row("a")).containsEntry("level_since", Timestamp.from(before));
        directory.levels.add(new DeviceLevel("a", "10.0.26100.2", TODAY.minus(Duration.ofHours(30)), null));
        fleet.refresh();
        assertThat(row("a")).containsEntry("level_after", Timestamp.from(before)).containsEntry("level_since", Timestamp.from(TODAY.minus(Duration.ofHours(30))));
        directory.devices.clear();
        device("a", "e1", "s1", "10.0.26100.2", "managed", TODAY);
        fleet.takeSnapshot("2026.08-B");
        assertThat(row("a")).containsEntry("level_after", Timestamp.from(before)).containsEntry("observed_at", Timestamp.from(TODAY));
    }

    @Test
    void whoAppearsAmongTheBuildsIsNotedUntilAListTellsOfHimOrDoesWithoutHim() {
        device("a", "e1", "s1", "10.0.26100.1", "managed", NOW.minus(Duration.ofDays(3)));
        fleet.takeSnapshot("2026.08-B");
        for (int read = 0; read < 2; read++) {
            directory.levels.add(new DeviceLevel("fresh", "10.0.26100.2", TODAY, null));
            directory.levels.add(new DeviceLevel("passing", "10.0.26100.2", TODAY, null));
            fleet.refresh();
        }
        assertThat(jdbc.queryForList("select id from hotpatch.newcomer order by id", String.class)).containsExactly("fresh", "passing");
        device("fresh", "e2", "s2", "10.0.26100.2", "managed", TODAY);
        fleet.takeSnapshot("2026.09-B");
        assertThat(jdbc.queryForList("select id from hotpatch.newcomer", String.class)).isEmpty();
    }

    @Test
    void ofLevelsThatAreToldTwiceWhatWasSeenLastCounts() {
        device("a", "e1", "s1", "10.0.26100.1", "managed", TODAY);
        fleet.takeSnapshot("2026.08-B");
        for (String id : List.of("a", "new")) {
            directory.levels.add(new DeviceLevel(id, "10.0.26100.2", TODAY.plusSeconds(10), null));
            directory.levels.add(new DeviceLevel(id, "10.0.26100.4", TODAY.plusSeconds(30), null));
            directory.levels.add(new DeviceLevel(id, "10.0.26100.3", TODAY.plusSeconds(20), null));
        }
        fleet.refresh();
        assertThat(row("a")).containsEntry("ubr", 4);
        assertThat(jdbc.queryForObject("select ubr from hotpatch.newcomer where id = 'new'", Integer.class)).isEqualTo(4);
    }

    @Test
    void aNameThatIsTooLongIsCutBetweenCharacters() {
        directory.devices.add(new DeviceFact("it's \uD83D\uDE00", "e1", "s1", "x" + "\uD83D\uDE00".repeat(1000), "anna@example.org", "10.0.26100.999999", "Enterprise",
                "x64", "azureADJoined", "mdm", "managed", NOW.plus(Duration.ofDays(400)), null, null));
        fleet.takeSnapshot("2026.08-B");
        Map<String, Object> row = row("it's \uD83D\uDE00");
        assertThat(row.get("name").toString()).startsWith("x\uD83D\uDE00").hasSize(199);
        assertThat(row.get("last_check_in")).as("a clock that is far off proves nothing").isNull();
        assertThat(fleet.population().stale()).isEqualTo(1);
    }

    @Test
    void knowsTheObjectsBehindTheDevices() {
        device("a", "e1", "s1", "10.0.26100.1", "managed", TODAY);
        device("b", null, "s2", "10.0.26100.1", "managed", TODAY);
        fleet.takeSnapshot("2026.08-B");
        assertThat(row("a")).containsEntry("object_id", "o-e1");
        assertThat(row("b").get("object_id")).isNull();
    }

    /** What is rewritten at once: a new build, a device a cycle awaits, and what was seen more than a day ago. */
    @Test
    void aMereCheckInOfADeviceThatNobodyAwaitsIsTakenOverEveryThirdDay() {
        Instant before = NOW.minus(Duration.ofHours(10));
        List.of("idle", "updated", "awaited", "late").forEach(id -> device(id, id, id, "10.0.26100.1", "managed", before));
        device("old", "old", "old", "10.0.26100.1", "managed", NOW.minus(Duration.ofHours(75)));
        fleet.takeSnapshot("2026.08-B");
        awaits("2026.08-B", "ROLLING_OUT", "awaited");
        awaits("2026.07-B", "CLOSED", "late");
        List.of("idle", "awaited", "late", "old").forEach(id -> directory.levels.add(new DeviceLevel(id, "10.0.26100.1", TODAY, null)));
        directory.levels.add(new DeviceLevel("updated", "10.0.26100.2", TODAY, null));

        fleet.refresh();

        assertThat(List.of(lastCheckIn("idle"), lastCheckIn("late"))).containsOnly(before);
        assertThat(List.of(lastCheckIn("awaited"), lastCheckIn("updated"), lastCheckIn("old"))).containsOnly(TODAY);
        assertThat(row("updated")).containsEntry("ubr", 2);
    }

    private void awaits(String cycle, String state, String device) {
        jdbc.update("insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence, first_seen_at, fingerprint) "
                + "values (?, ?, ?, ?, now(), 'security', 'monthly', now(), '')", "r-" + cycle, cycle, cycle, cycle);
        jdbc.update("insert into hotpatch.cycle (id, release_id, state, created_at) values (?, ?, ?, now())", cycle, "r-" + cycle, state);
        jdbc.update("insert into hotpatch.progress (cycle_id, device_id, ring) values (?, ?, 'pilot')", cycle, device);
    }

    private Instant lastCheckIn(String id) {
        return ((Timestamp) row(id).get("last_check_in")).toInstant();
    }

    private List<String> gone() {
        return jdbc.queryForList("select id from hotpatch.device where gone order by id", String.class);
    }

    /** A row may be missed once. */
    @Test
    void aDeviceThatTwoListsInARowLackIsCountedNoMoreUntilItIsListedAgain() {
        List.of("a", "b", "c", "d").forEach(id -> device(id, "e-" + id, "s-" + id, "10.0.26100.1", "managed", TODAY));
        fleet.takeSnapshot("2026.06-B");
        List<DeviceFact> all = List.copyOf(directory.devices);
        directory.devices.removeIf(d -> d.id().equals("d"));
        fleet.takeSnapshot("2026.07-B");
        assertThat(gone()).as("one list proves nothing").isEmpty();
        assertThat(fleet.population().active()).isEqualTo(4);
        assertThat(fact(fleet.known("d").orElseThrow(), "In Intune's list")).extracting(KnownFact::value, KnownFact::remark)
                .containsExactly("no", "the list of " + NOW + " lacked it; where the next one does too, it is gone");
        fleet.takeSnapshot("2026.08-B");
        assertThat(gone()).containsExactly("d");
        assertThat(fleet.population()).isEqualTo(new Population(3, 0, 0));
        assertThat(fact(fleet.known("d").orElseThrow(), "In Intune's list").remark()).contains("neither counted nor planned");
        List<String> written = versions();
        fleet.takeSnapshot("2026.09-B");
        assertThat(versions()).as("what is gone stays so without being written again").isEqualTo(written);
        directory.devices.clear();
        directory.devices.addAll(all);
        fleet.takeSnapshot("2026.10-B");
        assertThat(fleet.population().active()).isEqualTo(4);
        assertThat(fact(fleet.known("d").orElseThrow(), "In Intune's list").value()).isEqualTo("yes");
    }

    @Test
    void aListThatLacksMoreThanItHasIsNotBelievedInWhatItLacks() {
        for (int i = 0; i < 10; i++) {
            device("d" + i, "e" + i, "s" + i, "10.0.26100.1", "managed", TODAY);
        }
        fleet.takeSnapshot("2026.06-B");
        List<DeviceFact> all = List.copyOf(directory.devices);
        for (int few : new int[] {4, 4, 0, 0}) {
            directory.devices.clear();
            directory.devices.addAll(all.subList(0, few));
            fleet.takeSnapshot("2026.07-B");
        }
        assertThat(gone()).isEmpty();
        assertThat(fleet.population().active()).isEqualTo(10);
        assertThat(jdbc.queryForObject("select count(object_id) from hotpatch.device", Integer.class)).isEqualTo(10);
    }

    /** Intune knows it still, so nothing but Entra's list tells. */
    @Test
    void aDeviceThatWasDeletedInEntraHasNoObjectAnyMore() {
        List.of("a", "b", "c").forEach(id -> device(id, "e-" + id, "s-" + id, "10.0.26100.1", "managed", TODAY));
        fleet.takeSnapshot("2026.06-B");
        directory.deletedInEntra.add("e-c");
        fleet.takeSnapshot("2026.07-B");
        assertThat(row("c")).as("one list proves nothing").containsEntry("object_id", "o-e-c");
        fleet.takeSnapshot("2026.08-B");
        assertThat(row("c").get("object_id")).isNull();
        assertThat(row("a")).containsEntry("object_id", "o-e-a");
        directory.deletedInEntra.clear();
        fleet.takeSnapshot("2026.09-B");
        assertThat(row("c")).containsEntry("object_id", "o-e-c");
    }

    @Test
    void aListedRecordSpeaksForItsDeviceAndNotOneThatIsListedNoMore() {
        device("old", "e1", "s1", "10.0.26100.1", "managed", TODAY);
        List.of("x", "y").forEach(id -> device(id, id, id, "10.0.26100.1", "managed", TODAY));
        fleet.takeSnapshot("2026.06-B");
        directory.devices.removeIf(d -> d.id().equals("old"));
        device("new", "e1", "s1", "10.0.26100.1", "managed", null);
        fleet.takeSnapshot("2026.07-B");
        assertThat(jdbc.queryForList("select id from hotpatch.device where duplicate", String.class)).containsExactly("old");
    }

    /** Whoever looks while a list is read, and where the reading breaks off, sees the list before. */
    @Test
    void aReadingThatBreaksOffLeavesWhatWasToldBefore() {
        device("a", "e1", "s1", "10.0.26100.1", "managed", TODAY);
        directory.workloads.put("a", true);
        directory.enrolments.add(new EnrolmentFact("e1", "enrolled", "", TODAY));
        fleet.takeSnapshot("2026.08-B");
        directory.entraBreaks = new IllegalStateException("cut");
        assertThatThrownBy(() -> fleet.takeSnapshot("2026.09-B")).hasMessage("cut");
        directory.entraBreaks = null;
        directory.usersBreak = new IllegalStateException("cut");
        assertThatThrownBy(() -> fleet.takeSnapshot("2026.09-B")).hasMessage("cut");
        for (String table : List.of("entra_device", "user_licence", "update_workload", "update_enrolment")) {
            assertThat(jdbc.queryForObject("select count(*) from hotpatch." + table, Integer.class)).as(table).isOne();
        }
        assertThat(fact(fleet.known("a").orElseThrow(), "Licence")).extracting(KnownFact::value, KnownFact::remark).containsExactly("QUALIFYING", null);
    }

    private double hardwareUnknownShare() {
        return fleet.reading(false).unknown().stream().filter(unknown -> unknown.fact().equals("virtualization-based security")).findFirst().orElseThrow().share();
    }

    @Test
    void aDeviceThatAnswersWithoutItsHardwareIsNotKnown() {
        List.of("a", "b").forEach(id -> device(id, "e-" + id, "s-" + id, "10.0.26100.1", "managed", TODAY));
        directory.hardware = new HardwareFact(null, null, null, null);
        fleet.takeSnapshot("2026.08-B");
        assertThat(row("a").get("vbs_observed_at")).as("it was told").isNotNull();
        assertThat(hardwareUnknownShare()).isEqualTo(100);
    }

    @Test
    void theVersionOfADeviceIsWhatTheCatalogCallsItsBuild() {
        device("a", "e1", "s1", "10.0.26200.1", "managed", TODAY);
        device("b", "e2", "s2", "10.0.26100.1", "managed", TODAY);
        fleet.takeSnapshot("2026.08-B");
        jdbc.update("insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence, first_seen_at, fingerprint) "
                + "values ('r', 'r', 'r', 'r', now(), 'security', 'monthly', now(), '')");
        jdbc.update("insert into hotpatch.revision (release_id, product, line, version, build, ubr, kb, hotpatch) values ('r', 'Windows 11, version 25H2', "
                + "'WINDOWS_11', '25H2', 26200, 7, 'KB1', 'YES')");
        assertThat(fact(fleet.known("a").orElseThrow(), "Version").value()).isEqualTo("25H2");
        assertThat(fact(fleet.known("b").orElseThrow(), "Version")).extracting(KnownFact::value, KnownFact::remark)
                .containsExactly(null, "the catalog has not named this build");
    }

    /** Neither the list nor what is read between two lists may take a revision of the server for one of a client. */
    @Test
    void anAbsurdRevisionIsNone() {
        device("a", "e1", "s1", "10.0.26200.999999", "managed", TODAY);
        device("b", "e2", "s2", "10.0.26200.32229", "managed", TODAY);
        fleet.takeSnapshot("2026.08-B");
        assertThat(row("a")).containsEntry("build", 26200).containsEntry("ubr", null);
        assertThat(row("b")).containsEntry("ubr", 32229);
        directory.levels.add(new DeviceLevel("b", "10.0.26200.32230", TODAY.plusSeconds(60), null));
        fleet.refresh();
        assertThat(row("b")).containsEntry("build", 26200).containsEntry("ubr", null);
    }
}
