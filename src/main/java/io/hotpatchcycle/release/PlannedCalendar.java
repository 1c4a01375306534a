package io.hotpatchcycle.release;

import java.time.Month;
import java.time.YearMonth;
import java.util.Set;

/**
 * Microsoft's planned calendar: baselines in January, April, July and October, hotpatches in the other months
 * (Microsoft Learn, hotpatch updates). Only a plan: 2026 had two unplanned baselines.
 */
final class PlannedCalendar {

    private static final Set<Month> BASELINES = Set.of(Month.JANUARY, Month.APRIL, Month.JULY, Month.OCTOBER);

    private PlannedCalendar() {
    }

    /** The planned kind of a monthly release; null for names without a month and for out-of-band releases. */
    static Kind plannedKind(Release release) {
        if (!release.monthlySecurity() || !release.name().matches("\\d{4}\\.\\d{2} .*")) {
            return null;
        }
        YearMonth month = YearMonth.parse(release.name().substring(0, 7).replace('.', '-'));
        return BASELINES.contains(month.getMonth()) ? Kind.BASELINE : Kind.HOTPATCH;
    }
}
