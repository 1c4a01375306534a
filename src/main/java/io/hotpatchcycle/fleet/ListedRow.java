package io.hotpatchcycle.fleet;

import io.hotpatchcycle.fleet.FactClasses.OsVersion;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A listed device as a row: texts cut to what a column holds, enumerations as classes, moments that can be believed. */
final class ListedRow {

    /** In the order in which {@link #add} gives them. */
    static final String TYPES = "id text, entra_device_id text, serial text, name text, owner text, line text, build integer, ubr integer, edition text, "
            + "cpu text, chpe text, join_type text, management text, retired boolean, last_check_in timestamptz, enrolled_at timestamptz, model text, "
            + "observed_at timestamptz, received_at timestamptz, level_since timestamptz";
    static final String COLUMNS = TYPES.replaceAll(" (text|integer|boolean|timestamptz)", "");

    private static final int VALUES = COLUMNS.split(",").length;
    private static final int MAX_TEXT = 200;

    private ListedRow() {
    }

    /** Adds a page. What has no usable id is rejected. */
    static void add(List<DeviceFact> page, Instant receivedAt, BinaryRows copy, Reading reading) {
        reading.read(page.size());
        Map<String, OsVersion> versions = new HashMap<>();
        for (DeviceFact fact : page) {
            if (fact.id() == null || fact.id().isBlank()) {
                reading.reject("no id", 1);
            } else if (fact.id().length() > MAX_TEXT || fact.id().indexOf(0) >= 0) {
                reading.reject("an id that is none", 1);
            } else {
                reading.staged();
                add(fact, versions.computeIfAbsent(String.valueOf(fact.osVersion()), version -> FactClasses.osVersion(fact.osVersion())), receivedAt, copy);
            }
        }
    }

    private static void add(DeviceFact fact, OsVersion os, Instant receivedAt, BinaryRows copy) {
        String cpu = FactClasses.cpu(fact.architecture());
        // A check-in from the future is a clock that is off: the fact is as old as we can prove.
        Instant seen = fact.lastCheckIn() == null || fact.lastCheckIn().isAfter(receivedAt) ? null : fact.lastCheckIn();
        copy.row(VALUES).text(fact.id()).text(clip(fact.entraDeviceId())).text(clip(fact.serial()))
                .text(fact.name() == null ? "(no name)" : clip(fact.name())).text(clip(fact.owner())).text(os.line().name())
                .integer(os.build()).integer(os.ubr()).text(FactClasses.edition(fact.skuFamily())).text(cpu).text(FactClasses.chpe(cpu))
                .text(FactClasses.joinType(fact.joinType())).text(FactClasses.management(fact.managementAgent()))
                .flag(FactClasses.retired(fact.managementState())).time(seen).time(fact.enrolledAt()).text(clip(fact.model()))
                .time(seen).time(receivedAt).time(seen);
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
