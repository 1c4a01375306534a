package io.hotpatchcycle.console;

import io.hotpatchcycle.eligibility.Readiness;
import io.hotpatchcycle.eligibility.ReasonTitles;
import java.util.List;

/** Readiness on a screen; shares are of the active devices. */
record FleetView(String total, String active, String inactive, String eligible, String eligibleShare, String notEligible, String notEligibleShare,
                 String unknown, String unknownShare, double eligibleWidth, double notEligibleWidth, double unknownWidth, List<ReasonRow> reasons) {

    private static final double WIDTH = 1000;

    /** A reason; {@code width} in thousandths of the most frequent one's devices. */
    record ReasonRow(String code, String title, String devices, String share, double width, String owner, String fix) {
    }

    static FleetView of(Readiness r) {
        int most = r.reasons().stream().mapToInt(Readiness.ReasonCount::devices).max().orElse(1);
        return new FleetView(Words.number(r.total()), Words.number(r.active()), Words.number(r.total() - r.active()),
                Words.number(r.eligible()), Words.share(r.eligible(), r.active()), Words.number(r.notEligible()),
                Words.share(r.notEligible(), r.active()), Words.number(r.unknown()), Words.share(r.unknown(), r.active()),
                width(r.eligible(), r.active()), width(r.notEligible(), r.active()), width(r.unknown(), r.active()),
                r.reasons().stream().map(x -> new ReasonRow(x.code(), ReasonTitles.of(x.code()), Words.number(x.devices()), Words.share(x.devices(), r.active()),
                        width(x.devices(), most), Words.code(x.owner()), x.fix())).toList());
    }

    private static double width(int part, int whole) {
        return whole == 0 ? 0 : Math.round(WIDTH * 10 * part / whole) / 10.0;
    }
}
