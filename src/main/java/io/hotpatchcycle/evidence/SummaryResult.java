package io.hotpatchcycle.evidence;

import static io.hotpatchcycle.evidence.Facts.text;

import io.hotpatchcycle.cycle.CycleResult;
import io.hotpatchcycle.evidence.Sheet.Style;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The result on the first page: figures, curve, and the builds that fixed it. */
final class SummaryResult {

    private static final float TILE = 52;

    private final Sheet sheet;
    private final Facts facts;

    SummaryResult(Sheet sheet, Facts facts) {
        this.sheet = sheet;
        this.facts = facts;
    }

    void write() throws IOException {
        CycleResult r = facts.result();
        int effective = r.hotpatched() + r.lcu();
        sheet.heading("Result");
        tiles(List.of(List.of(r.controlled() == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * effective / r.controlled()),
                        effective + " of " + r.controlled() + " active controlled devices effective"),
                List.of(String.valueOf(r.hotpatched()), "by hotpatch, without a restart"), List.of(String.valueOf(r.lcu()), "by cumulative update"),
                List.of(String.valueOf(r.failed()), "failed, not effective since"),
                List.of(r.planned() + " + " + r.extra(), "restarts: expected + not expected; " + r.avoided() + " avoided")));
        sheet.text("Share of the active controlled devices over the days from publication. Reached: " + facts.milestones().stream()
                .map(m -> m.get("percent") + " % " + (m.get("reachedAt") == null ? "never" : "after " + text(m, "daysFromPublication") + " days"))
                .collect(Collectors.joining(", ")) + ". " + String.format(Locale.ROOT, "%,d", r.exposureHours())
                + " device-hours of exposure.", Style.NOTE);
        Object end = facts.cycle().get("closedAt");
        if (facts.release().get("publishedAt") instanceof Instant published && end instanceof Instant until) {
            new Curve(sheet).draw(facts.coverage(), published, until);
        }
        builds();
    }

    private void tiles(List<List<String>> tiles) throws IOException {
        sheet.need(TILE + 10);
        float width = (Sheet.WIDTH - 8 * (tiles.size() - 1)) / tiles.size();
        float x = Sheet.LEFT;
        float top = sheet.y();
        for (List<String> tile : tiles) {
            sheet.box(x, top - TILE, width, TILE, Sheet.SHADE);
            sheet.draw(tile.get(0), new Style(14, true, Sheet.INK), x + 7, top - 20);
            float y = top - 31;
            for (String line : sheet.wrap(tile.get(1), Style.NOTE, width - 12)) {
                sheet.draw(line, new Style(6.8f, false, Sheet.QUIET), x + 7, y);
                y -= 8;
            }
            x += width + 8;
        }
        sheet.space(TILE + 8);
    }

    private void builds() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (Map<String, Object> v : facts.revisions()) {
            if ("WINDOWS_11".equals(v.get("line"))) {
                rows.add(List.of(text(v, "product"), text(v, "version"), text(v, "build") + "." + text(v, "ubr"), text(v, "kb"),
                        switch (text(v, "hotpatch")) {
                            case "YES" -> "Hotpatch, no restart";
                            case "NO" -> "Cumulative update, restart";
                            default -> "Not said by the catalog";
                        }));
            }
        }
        new Grid(sheet, List.of("Product", "Version", "Build", "KB", "Type as read"), 2, 1, 1, 1, 2).rows(rows);
    }
}
