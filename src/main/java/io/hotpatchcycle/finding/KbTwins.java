package io.hotpatchcycle.finding;

import io.hotpatchcycle.fleet.VisibleRings;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** What each device runs, with the article that is as good: what closes a scanner's "missing KB". */
public final class KbTwins {

    private static final int PAGE = 20_000;

    private final KbTwinRows rows;

    public KbTwins(KbTwinRows rows) {
        this.rows = rows;
    }

    /** The same over what a cycle's snapshot found on each device. When a device came to that level is told while it still has it. */
    public int count(String cycle, String kb, VisibleRings visible) {
        return rows.countPlanned(cycle, kb, visible);
    }

    /** A page of a cycle's snapshot. */
    public List<KbTwin> devices(String cycle, String kb, VisibleRings visible, int offset, int limit) {
        return rows.planned(cycle, kb, visible, 0, offset, limit);
    }

    /** All of a cycle's snapshot. */
    public void each(String cycle, String kb, VisibleRings visible, Consumer<KbTwin> reader) {
        each(number -> rows.planned(cycle, kb, visible, number, 0, PAGE), reader);
    }

    /** How many devices there are. @param kb only those that run it or its twin; null for all */
    public int count(String kb, VisibleRings visible) {
        return rows.count(kb, visible);
    }

    /** A page of them, in the order in which the fleet first knew them. */
    public List<KbTwin> devices(String kb, VisibleRings visible, int offset, int limit) {
        return rows.after(kb, visible, 0, offset, limit);
    }

    /** All of them, a page in memory at a time. */
    public void each(String kb, VisibleRings visible, Consumer<KbTwin> reader) {
        each(number -> rows.after(kb, visible, number, 0, PAGE), reader);
    }

    private static void each(LongFunction<List<KbTwin>> pages, Consumer<KbTwin> reader) {
        List<KbTwin> page = pages.apply(0);
        while (!page.isEmpty()) {
            page.forEach(reader);
            page = pages.apply(page.get(page.size() - 1).number());
        }
    }
}
