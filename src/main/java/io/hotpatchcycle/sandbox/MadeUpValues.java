package io.hotpatchcycle.sandbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills in what a dated row lacks, so that a release can be played: KB numbers from KB9900001 on (no such articles
 * exist), UBRs just above the newest of the same product and line.
 */
final class MadeUpValues {

    private static final int HOTPATCH_TO_LCU = 70;

    private final List<String> sentences = new ArrayList<>();
    private final Map<String, Integer> newestHotpatchLine = new HashMap<>();
    private final Map<String, Integer> newestLcu = new HashMap<>();
    private int nextKb = 9900001;

    /** One sentence per made-up value. */
    List<String> sentences() {
        return sentences;
    }

    /** The rows in their order, complete. */
    List<ReleaseList.Row> fill(List<ReleaseList.Row> rows) {
        Map<ReleaseList.Row, ReleaseList.Row> complete = new HashMap<>();
        rows.stream().sorted(Comparator.comparing(ReleaseList.Row::date).thenComparing(ReleaseList.Row::outOfBand))
                .forEach(row -> complete.put(row, fill(row)));
        return rows.stream().map(complete::get).toList();
    }

    private ReleaseList.Row fill(ReleaseList.Row row) {
        boolean hotpatch = row.actualType().endsWith("Hotpatch");
        boolean lcu = !row.actualType().equals("OOB-Hotpatch");
        Integer hotpatchUbr = hotpatch ? hotpatchUbr(row) : null;
        Integer lcuUbr = lcu ? lcuUbr(row, hotpatchUbr) : null;
        String hotpatchKb = hotpatch ? kb(row, "hotpatch KB", row.hotpatchKb()) : null;
        String lcuKb = lcu ? kb(row, "LCU KB", row.lcuKb()) : null;
        remember(row, hotpatchUbr, lcuUbr);
        return new ReleaseList.Row(row.product(), row.builds(), row.date(), row.release(), row.plannedType(),
                row.actualType(), hotpatchKb, hotpatchUbr, lcuKb, lcuUbr);
    }

    private Integer hotpatchUbr(ReleaseList.Row row) {
        if (row.hotpatchUbr() != null) {
            return row.hotpatchUbr();
        }
        int floor = newestHotpatchLine.getOrDefault(row.product(), 1);
        int value = row.lcuUbr() != null && !row.outOfBand() ? Math.max(floor + 1, row.lcuUbr() - HOTPATCH_TO_LCU) : floor + 1;
        return tell(row, "hotpatch UBR", value);
    }

    private Integer lcuUbr(ReleaseList.Row row, Integer hotpatchUbr) {
        if (row.lcuUbr() != null) {
            return row.lcuUbr();
        }
        int above = newestLcu.getOrDefault(row.product(), 1) + 1;
        return tell(row, "LCU UBR", hotpatchUbr == null ? above : Math.max(above, hotpatchUbr + HOTPATCH_TO_LCU));
    }

    private String kb(ReleaseList.Row row, String what, String known) {
        return known != null ? known : tell(row, what, "KB" + nextKb++);
    }

    private <T> T tell(ReleaseList.Row row, String what, T value) {
        sentences.add(row.release() + ", " + row.product() + ": " + what + " not known, " + value + " is made up");
        return value;
    }

    private void remember(ReleaseList.Row row, Integer hotpatchUbr, Integer lcuUbr) {
        if (lcuUbr != null) {
            newestLcu.merge(row.product(), lcuUbr, Math::max);
        }
        // the hotpatch line goes on from a baseline, not from the LCU of a hotpatch month
        Integer line = hotpatchUbr != null ? hotpatchUbr : row.outOfBand() ? null : lcuUbr;
        if (line != null) {
            newestHotpatchLine.merge(row.product(), line, Math::max);
        }
    }
}
