package io.hotpatchcycle.console;

import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.ring.RingView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A ring as a stacked bar over its controlled devices: effective by hotpatch, effective by LCU, failed, pending,
 * silent. Nothing is drawn as progress before the ring was opened.
 *
 * @param label what the bar shows, in words
 * @param tone  how the state is coloured
 */
record RingBar(String name, int order, String state, String tone, String devices, String controlled, String effectiveShare, String label,
               List<Segment> segments, Figures figures, String verdict, String verdictTone, String reason, String overriddenBy,
               Moment openedAt, Moment passedAt, Moment asOf, String failureLimit, String soak, Planned planned) {

    private static final double WIDTH = 1000;

    /** One stretch of the bar, in thousandths of its width. */
    record Segment(String kind, double x, double width, String title) {
    }

    /** The numbers behind the bar; {@code pending} without the silent ones. */
    record Figures(String hotpatch, String lcu, String failed, String pending, String silent, boolean anyFailed, boolean anySilent) {
    }

    /** What the plan expects of the controlled devices. */
    record Planned(String hotpatch, String lcu, String restarts) {
    }

    static List<RingBar> of(List<RingView> rings, Instant now) {
        return rings.stream().map(r -> of(r, now)).toList();
    }

    static RingBar of(RingView r, Instant now) {
        int silent = r.everOpened() ? r.silent() : 0;
        int pending = Math.max(0, r.controlled() - r.effective() - r.failed() - silent);
        Figures figures = new Figures(Words.number(r.effectiveHotpatch()), Words.number(r.effectiveLcu()), Words.number(r.failed()),
                Words.number(pending), Words.number(silent), r.failed() > 0, silent > 0);
        return new RingBar(r.name(), r.order(), Words.code(r.state()), tone(r.state()), Words.number(r.devices()),
                Words.number(r.controlled()), r.everOpened() ? Words.share(r.effective(), r.controlled()) : "–", label(r, figures),
                segments(r, pending, silent), figures, r.verdict() == null ? "" : Words.code(r.verdict()), verdictTone(r), reason(r),
                r.overriddenBy(), Moment.of(r.openedAt(), now), Moment.of(r.passedAt(), now), Moment.of(r.asOf(), now),
                r.failureLimit() == null ? "" : r.failureLimit() + " %", r.soak() == null ? "" : Moment.length(r.soak()),
                new Planned(Words.number(r.hotpatch()), Words.number(r.lcu()), Words.number(r.restarts())));
    }

    private static String label(RingView r, Figures f) {
        return "Ring " + r.name() + ", " + Words.number(r.controlled()) + " controlled devices: " + f.hotpatch() + " effective by hotpatch, "
                + f.lcu() + " by LCU, " + f.failed() + " failed, " + f.pending() + " pending, " + f.silent() + " silent";
    }

    private static List<Segment> segments(RingView r, int pending, int silent) {
        List<Segment> found = new ArrayList<>();
        double x = 0;
        x = add(found, "hotpatch", r.effectiveHotpatch(), x, r);
        x = add(found, "lcu", r.effectiveLcu(), x, r);
        x = add(found, "failed", r.failed(), x, r);
        x = add(found, r.everOpened() ? "pending" : "planned", pending, x, r);
        add(found, "silent", silent, x, r);
        return List.copyOf(found);
    }

    private static double add(List<Segment> found, String kind, int devices, double x, RingView r) {
        if (devices <= 0 || r.controlled() <= 0) {
            return x;
        }
        double width = Math.min(WIDTH - x, Math.round(WIDTH * 10 * devices / r.controlled()) / 10.0);
        found.add(new Segment(kind, x, width, Words.number(devices) + " " + kind));
        return x + width;
    }

    private static String reason(RingView r) {
        return r.holdReason() != null && !r.holdReason().isEmpty() ? r.holdReason() : r.verdictReason() == null ? "" : r.verdictReason();
    }

    private static String tone(RingState state) {
        return switch (state) {
            case PLANNED, SUPERSEDED -> "quiet";
            case OPENING, OPEN -> "active";
            case PASSED -> "good";
            case HELD -> "warn";
            case SUSPENDED, ROLLED_BACK -> "bad";
        };
    }

    private static String verdictTone(RingView r) {
        return r.verdict() == null ? "quiet" : switch (r.verdict()) {
            case PROCEED -> "good";
            case WAIT -> "quiet";
            case HALT -> "bad";
            case INCONCLUSIVE -> "warn";
        };
    }
}
