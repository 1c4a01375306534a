package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** All releases, past and to come, in the order of their publication. */
final class Catalog {

    private static final Map<Integer, String> VERSIONS = Map.of(26100, "24H2", 26200, "25H2", 26300, "26H2", 28000, "26H1");

    private final Dice dice;
    private final List<Release> byIndex = new ArrayList<>();
    private List<Release> newestFirst = List.of();
    private Offers offers;

    Catalog(Dice dice) {
        this.dice = dice;
    }

    /** Groups the rows of one day and cadence into one release each. */
    static Catalog of(ReleaseList list, Shift shift, Dice dice) {
        Catalog catalog = new Catalog(dice);
        Map<String, List<ReleaseList.Row>> groups = new TreeMap<>();
        for (ReleaseList.Row row : list.rows()) {
            groups.computeIfAbsent(row.date() + " " + row.release(), key -> new ArrayList<>()).add(row);
        }
        groups.values().forEach(rows -> {
            LocalDate day = rows.get(0).date().plusDays(shift.days());
            catalog.add(rows, day, day.toEpochSecond(shift.timeOfDay(), ZoneOffset.UTC), null, false);
        });
        return catalog;
    }

    /** Whole days by which all releases are moved, and the time of day at which they come out. */
    record Shift(int days, LocalTime timeOfDay) {

        static final Shift NONE = new Shift(0, LocalTime.of(17, 0));
    }

    /**
     * Adds one release.
     *
     * @param flag        shown as {@code isHotpatchUpdate} of every revision instead of the truth, unless null
     * @param withoutFlag leave {@code isHotpatchUpdate} out
     */
    Release add(List<ReleaseList.Row> rows, LocalDate day, long at, JsonNode flag, boolean withoutFlag) {
        ReleaseList.Row first = rows.get(0);
        List<Release.Revision> revisions = new ArrayList<>();
        Map<Integer, Release.Levels> levels = new LinkedHashMap<>();
        for (ReleaseList.Row row : rows) {
            for (int build : row.builds()) {
                if (row.hotpatchUbr() != null) {
                    revisions.add(revision(row, build, row.hotpatchUbr(), row.hotpatchKb(), flag(true, flag, withoutFlag)));
                }
                if (row.lcuUbr() != null) {
                    revisions.add(revision(row, build, row.lcuUbr(), row.lcuKb(), flag(false, flag, withoutFlag)));
                }
                if (row.client()) {
                    levels.merge(build, new Release.Levels(zero(row.hotpatchUbr()), zero(row.lcuUbr())), Catalog::join);
                }
            }
        }
        int index = byIndex.size();
        Release release = new Release(index, first.release(), day, at, first.outOfBand(), entryId(first, index), itemId(first, index),
                List.copyOf(revisions), Map.copyOf(levels));
        byIndex.add(release);
        newestFirst = byIndex.stream().sorted(Comparator.comparingLong(Release::at).thenComparing(Release::outOfBand).thenComparingInt(Release::index).reversed())
                .toList();
        offers = null;
        return release;
    }

    private static Release.Levels join(Release.Levels a, Release.Levels b) {
        return new Release.Levels(Math.max(a.hotpatch(), b.hotpatch()), Math.max(a.lcu(), b.lcu()));
    }

    private static JsonNode flag(boolean truth, JsonNode played, boolean without) {
        return without ? null : played != null ? played : BooleanNode.valueOf(truth);
    }

    private static int zero(Integer value) {
        return value == null ? 0 : value;
    }

    private Release.Revision revision(ReleaseList.Row row, int build, int ubr, String kb, JsonNode flag) {
        String version = VERSIONS.getOrDefault(build, String.valueOf(build));
        String product = row.client() ? "Windows 11, version " + version : row.product();
        return new Release.Revision(product, version, build, ubr, kb, row.client(), flag);
    }

    private String entryId(ReleaseList.Row row, int index) {
        StringBuilder id = new StringBuilder();
        for (int part = 0; part < 4; part++) {
            id.append(String.format("%016x", dice.bits(Dice.Purpose.CATALOG, key(row, index), part)));
        }
        return id.toString();
    }

    private String itemId(ReleaseList.Row row, int index) {
        long high = dice.bits(Dice.Purpose.CATALOG, key(row, index), 10);
        long low = dice.bits(Dice.Purpose.CATALOG, key(row, index), 11);
        return new UUID((high & ~0xF000L) | 0x4000L, (low & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L).toString();
    }

    private static long key(ReleaseList.Row row, int index) {
        return row.date().toEpochDay() * 1000 + index;
    }

    /** Every release by its index. */
    Release get(int index) {
        return byIndex.get(index);
    }

    List<Release> all() {
        return byIndex;
    }

    /** Newest first, future ones included. */
    List<Release> newestFirst() {
        return newestFirst;
    }

    /** Published at a time, newest first. */
    List<Release> visible(long now) {
        return newestFirst.stream().filter(r -> r.at() <= now).toList();
    }

    /** The release behind an Intune catalog item id, or null; only published ones. */
    Release byItem(String itemId, long now) {
        return newestFirst.stream().filter(r -> r.at() <= now && r.itemId().equalsIgnoreCase(itemId)).findFirst().orElse(null);
    }

    /** What it holds for each build now. */
    Offers offers() {
        if (offers == null) {
            offers = new Offers(newestFirst);
        }
        return offers;
    }
}
