package io.hotpatchcycle.console;

import io.hotpatchcycle.eligibility.Forecast;
import io.hotpatchcycle.eligibility.ReasonTitles;
import java.util.List;

/** The forecast on a screen. */
record ForecastView(List<Row> alone, List<Row> sequence) {

    private static final int SHOWN = 8;

    /** One fix: on how many devices, and the share of eligible devices before and after. */
    record Row(String code, String title, String devices, String before, String after, String gained, String owner, boolean restarts) {
    }

    static ForecastView of(Forecast f) {
        return new ForecastView(rows(f, f.alone()), rows(f, f.sequence()));
    }

    private static List<Row> rows(Forecast f, List<Forecast.Step> steps) {
        return steps.stream().limit(SHOWN).map(s -> new Row(s.code(), ReasonTitles.of(s.code()), Words.number(s.devices()), Words.share(s.eligibleBefore(), f.active()),
                Words.share(s.eligibleAfter(), f.active()), Words.number(s.eligibleAfter() - s.eligibleBefore()), Words.code(s.owner()),
                s.fixRestarts())).toList();
    }
}
