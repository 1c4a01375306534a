package io.hotpatchcycle.notice;

import java.time.Instant;
import java.util.List;

/**
 * Something that is to be told.
 *
 * @param event type of the event of the trail it comes from
 * @param asked groups that are told
 * @param data  of the event, as JSON
 * @param at    business time
 */
public record Notice(long eventId, NoticeKind kind, String event, String cycleId, String ring, String taskId, List<String> asked, String data,
                     Instant at) {

    public Notice {
        asked = List.copyOf(asked);
    }
}
