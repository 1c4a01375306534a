package io.hotpatchcycle.finding;

import io.hotpatchcycle.fleet.VisibleRings;
import java.util.List;
import java.util.function.Consumer;

/** What each device runs, with the article that is as good: what closes a scanner's "missing KB". */
public final class KbTwins {

    private static final int PAGE = 20_000;

    private final KbTwinRows rows;

    public KbTwins(KbTwinRows rows) {
        this.rows = rows;
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
        List<KbTwin> page = rows.after(kb, visible, 0, 0, PAGE);
        while (!page.isEmpty()) {
            page.forEach(reader);
            page = rows.after(kb, visible, page.get(page.size() - 1).number(), 0, PAGE);
        }
    }
}
