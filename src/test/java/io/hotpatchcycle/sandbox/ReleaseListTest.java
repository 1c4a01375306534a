package io.hotpatchcycle.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReleaseListTest {

    private static final String HEADER = String.join(",", ReleaseFile.COLUMNS) + "\n";
    private static final String GOOD = "Windows 11 client,26100;26200,2026-08-11,2026.08 B,Hotpatch,Hotpatch,no,KB5120994,9106,KB5121003,9168,no,high,s,\n";

    @TempDir
    Path folder;

    private ReleaseList read(String content) throws IOException {
        return ReleaseList.read(Files.writeString(folder.resolve("own.csv"), content));
    }

    @Test
    void theBundledReleasesHoldTheRealCalendar() {
        ReleaseList list = ReleaseList.bundled();
        assertThat(list.rows().stream().filter(r -> r.tracked() && !r.outOfBand() && r.date().getYear() >= 2025)).hasSize(22);
        assertThat(list.skipped()).anyMatch(s -> s.contains("2026.11 B")).anyMatch(s -> s.contains("a preview")).anyMatch(s -> s.contains("2025-05)"));
        assertThat(list.madeUp()).anyMatch(s -> s.startsWith("2026.10 B, Windows 11 client: LCU KB not known"));
        assertThat(list.rows()).allMatch(r -> r.hotpatchKb() != null || r.lcuKb() != null)
                .allMatch(r -> (r.lcuKb() == null) == (r.lcuUbr() == null) && (r.hotpatchKb() == null) == (r.hotpatchUbr() == null));
    }

    @Test
    void aMadeUpHotpatchLiesBetweenItsNeighbours() {
        assertThat(ReleaseList.bundled().rows()).filteredOn(r -> "KB5084597".equals(r.hotpatchKb()))
                .singleElement().satisfies(r -> assertThat(r.hotpatchUbr()).isBetween(7980, 8036));
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("", "own.csv, line 1, column 1", "header is missing"),
                Arguments.of("product,builds\n", "line 1, column 2 (os_builds)", "found builds"),
                Arguments.of(HEADER.replace("\n", ",more\n"), "line 1, column 16", "unexpected column more"),
                Arguments.of(HEADER + GOOD + GOOD.replace(",s,", ",s"), "line 3, column 15", "expected 15 columns, found 14"),
                Arguments.of(HEADER + GOOD.replace("2026-08-11", "2026-02-30"), "line 2, column 3 (date)", "\"2026-02-30\" is not a date"),
                Arguments.of(HEADER + GOOD.replace("2026-08-11", ""), "line 2, column 3 (date)", "is not a date"),
                Arguments.of(HEADER + GOOD.replace("9106", "91o6"), "line 2, column 9 (hotpatch_ubr)", "\"91o6\""),
                Arguments.of(HEADER + GOOD.replace("9168", "-1"), "line 2, column 11 (lcu_ubr)", "\"-1\""),
                Arguments.of(HEADER + GOOD.replace("KB5121003", "5121003"), "line 2, column 10 (lcu_kb)", "is not a KB number"),
                Arguments.of(HEADER + GOOD.replace("Hotpatch,Hotpatch", "Hotpatch,Hot"), "line 2, column 6 (actual_type)", "\"Hot\" is not one of"),
                Arguments.of(HEADER + GOOD.replace("Hotpatch,Hotpatch", "Hotpatch,OOB-LCU"), "line 2, column 6 (actual_type)", "does not fit the release 2026.08 B"),
                Arguments.of(HEADER + GOOD.replace("26100;26200", "26100,x"), "line 2, column 16", "expected 15 columns, found 16"),
                Arguments.of(HEADER + GOOD.replace("26100;26200", "26100;"), "line 2, column 2 (os_builds)", "is not a list of builds"),
                Arguments.of(HEADER + GOOD.replace("2026.08 B", "August"), "line 2, column 4 (release)", "\"August\" is not a release"),
                Arguments.of(HEADER + "\"Windows\n11\",26100" + GOOD.substring(GOOD.indexOf(",2026")) + GOOD.replace("9106", "?"), "line 4, column 9", "\"?\""),
                Arguments.of(HEADER + GOOD + "\"open,26100\n", "line 3", "not readable as CSV"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aMalformedFileIsRefusedWithLineAndColumn(String content, String place, String what) {
        assertThatThrownBy(() -> read(content)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(place).hasMessageContaining(what);
    }

    @Test
    void aMissingFileIsRefused() {
        assertThatThrownBy(() -> ReleaseList.read(folder.resolve("none.csv"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none.csv cannot be read");
    }

    @Test
    void aHotpatchAndAnLcuOfOneDayAreOneRelease() throws IOException {
        String oob = "Windows 11 client,26100,2026-07-18,2026.07 OOB,,OOB-LCU,yes,,,KB5121767,8894,yes,high,s,\n"
                + "Windows 11 client,26100,2026-07-18,2026.07 OOB,,OOB-Hotpatch,yes,KB5121768,8893,,,no,high,s,\n";
        Catalog catalog = Catalog.of(read(HEADER + oob), Catalog.Shift.NONE, new Dice(1));
        assertThat(catalog.all()).hasSize(1);
        assertThat(catalog.all().get(0).revisions()).hasSize(2);
        assertThat(catalog.all().get(0).levels().get(26100)).isEqualTo(new Release.Levels(8893, 8894));
    }
}
