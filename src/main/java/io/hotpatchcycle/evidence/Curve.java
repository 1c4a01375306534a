package io.hotpatchcycle.evidence;

import io.hotpatchcycle.evidence.Sheet.Style;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The coverage curve: percent of the active controlled devices that are effective, over the days since publication. */
final class Curve {

    private static final float HEIGHT = 120;
    private static final float AXIS = 30;
    private static final double HOURS_PER_DAY = 24;

    private final Sheet sheet;

    Curve(Sheet sheet) {
        this.sheet = sheet;
    }

    /**
     * Draws it.
     *
     * @param points rows of {@link Table#COVERAGE}
     * @param until  the end of the cycle
     */
    void draw(List<Map<String, Object>> points, Instant published, Instant until) throws IOException {
        sheet.need(HEIGHT + 40);
        sheet.space(6);
        float bottom = sheet.y() - HEIGHT;
        double days = Math.max(1, days(published, until));
        for (int percent : new int[] {0, 50, 90, 100}) {
            float height = bottom + HEIGHT * percent / 100;
            sheet.line(Sheet.LINE, 0.5f, Stream.of(Sheet.LEFT + AXIS, height, Sheet.LEFT + Sheet.WIDTH, height).toList());
            sheet.draw(percent + " %", Style.NOTE, Sheet.LEFT, height - 3);
        }
        int step = (int) Math.max(1, Math.ceil(days / 8));
        for (int day = 0; day <= days; day += step) {
            String label = day == 0 ? "published" : "day " + day;
            if (x(day, days) + sheet.width(label, Style.NOTE) <= Sheet.LEFT + Sheet.WIDTH) {
                sheet.draw(label, Style.NOTE, x(day, days), bottom - 12);
            }
        }
        List<Float> line = new ArrayList<>(List.of(x(0, days), bottom));
        float last = bottom;
        for (Map<String, Object> point : points) {
            float x = x(Math.max(0, days(published, (Instant) point.get("until"))), days);
            line.addAll(List.of(x, last));
            last = bottom + HEIGHT * ((Number) point.get("percent")).floatValue() / 100;
            line.addAll(List.of(x, last));
        }
        line.addAll(List.of(x(days, days), last));
        sheet.line(Sheet.ACCENT, 1.4f, line);
        sheet.space(HEIGHT + 24);
    }

    private static double days(Instant from, Instant to) {
        return Duration.between(from, to).toMinutes() / 60.0 / HOURS_PER_DAY;
    }

    private static float x(double day, double days) {
        return (float) (Sheet.LEFT + AXIS + (Sheet.WIDTH - AXIS) * Math.min(1, day / days));
    }
}
