package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How a tenant began: start, shift and releases. Kept in the state folder, so that a later start goes on with the same
 * tenant whatever the date is then.
 */
record Origin(long startedAt, Catalog.Shift shift, ReleaseList releases, JsonNode clockFile) {

    private static final String FILE = "tenant.json";
    private static final int THIRD_NEWEST = 2;
    private static final long HALF_AN_HOUR = 1800;

    static Origin of(SandboxSettings settings, StateFolder folder) {
        JsonNode stored = folder == null ? null : folder.read(FILE);
        if (stored == null) {
            Origin origin = begin(settings);
            if (folder != null) {
                folder.write(FILE, origin.json(settings));
            }
            return origin;
        }
        requireSame("devices", stored.path("devices").asText(), String.valueOf(settings.devices()));
        requireSame("seed", stored.path("seed").asText(), String.valueOf(settings.seed()));
        requireSame("gate answer", stored.path("gateAnswer").asText(), settings.gateAnswer().name());
        ReleaseList releases = releases(stored);
        if (!settings.releases().fromBundle() && !settings.releases().rows().equals(releases.rows())) {
            throw new IllegalArgumentException("The state folder of the sandbox was begun with other releases than the file given now."
                    + " Give the same file, or name an empty state folder.");
        }
        Catalog.Shift shift = new Catalog.Shift(stored.path("shiftDays").asInt(), LocalTime.parse(stored.path("publishedAt").asText()));
        return new Origin(Instant.parse(stored.path("startedAt").asText()).getEpochSecond(), shift, releases, folder.read("clock.json"));
    }

    private static void requireSame(String what, String stored, String now) {
        if (!stored.equals(now)) {
            throw new IllegalArgumentException("The state folder of the sandbox was begun with " + what + " " + stored + ", not " + now
                    + ". Use " + stored + ", or name an empty state folder.");
        }
    }

    private static Origin begin(SandboxSettings settings) {
        Instant start = settings.startAt() != null ? settings.startAt() : settings.wall().instant();
        long second = start.getEpochSecond();
        return new Origin(second, settings.shiftReleasesToNow() ? shift(settings.releases(), second) : Catalog.Shift.NONE,
                settings.releases(), null);
    }

    /** The third-newest monthly client release comes out half an hour before the start. */
    private static Catalog.Shift shift(ReleaseList releases, long start) {
        List<LocalDate> monthly = releases.rows().stream().filter(r -> r.tracked() && !r.outOfBand()).map(ReleaseList.Row::date)
                .distinct().sorted(Comparator.reverseOrder()).toList();
        if (monthly.isEmpty()) {
            throw new IllegalArgumentException("The releases cannot be shifted to now: there is no dated B release of the client among them.");
        }
        LocalDate anchor = monthly.get(Math.min(THIRD_NEWEST, monthly.size() - 1));
        var published = Instant.ofEpochSecond(start - HALF_AN_HOUR).atOffset(ZoneOffset.UTC);
        return new Catalog.Shift((int) (published.toLocalDate().toEpochDay() - anchor.toEpochDay()), published.toLocalTime());
    }

    private ObjectNode json(SandboxSettings settings) {
        ObjectNode node = Json.object().put("devices", settings.devices()).put("seed", settings.seed())
                .put("gateAnswer", settings.gateAnswer().name()).put("startedAt", Json.time(startedAt)).put("shiftDays", shift.days())
                .put("publishedAt", shift.timeOfDay().toString());
        var rows = node.putArray("releases");
        for (ReleaseList.Row row : releases.rows()) {
            ObjectNode one = rows.addObject().put("product", row.product()).put("date", row.date().toString()).put("release", row.release())
                    .put("plannedType", row.plannedType()).put("actualType", row.actualType()).put("hotpatchKb", row.hotpatchKb())
                    .put("hotpatchUbr", row.hotpatchUbr()).put("lcuKb", row.lcuKb()).put("lcuUbr", row.lcuUbr());
            row.builds().forEach(one.putArray("builds")::add);
        }
        node.set("skipped", Json.strings(releases.skipped()));
        node.set("madeUp", Json.strings(releases.madeUp()));
        return node;
    }

    private static ReleaseList releases(JsonNode stored) {
        List<ReleaseList.Row> rows = new ArrayList<>();
        for (JsonNode row : stored.path("releases")) {
            List<Integer> builds = new ArrayList<>();
            row.path("builds").forEach(b -> builds.add(b.asInt()));
            rows.add(new ReleaseList.Row(row.path("product").asText(), List.copyOf(builds), LocalDate.parse(row.path("date").asText()),
                    row.path("release").asText(), row.path("plannedType").asText(), row.path("actualType").asText(),
                    row.path("hotpatchKb").asText(null), number(row.path("hotpatchUbr")), row.path("lcuKb").asText(null),
                    number(row.path("lcuUbr"))));
        }
        return new ReleaseList(rows, texts(stored.path("skipped")), texts(stored.path("madeUp")), false);
    }

    private static Integer number(JsonNode node) {
        return node.isInt() ? node.asInt() : null;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }

    int storedPace(int otherwise) {
        return clockFile == null ? otherwise : clockFile.path("pace").asInt(otherwise);
    }

    /** Virtual millisecond to go on at: where it was, but not behind the wall clock in a run that began on it. */
    long resumeAt(SandboxSettings settings) {
        long last = clockFile == null ? startedAt * 1000 : clockFile.path("reserved").asLong();
        return settings.startAt() == null ? Math.max(last, settings.wall().millis()) : last;
    }
}
