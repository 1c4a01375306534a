package io.hotpatchcycle.notice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/**
 * What a message says, ready to be laid out by a template. All of it is text from the program or from people, never markup.
 *
 * @param title   what is asked, or what happened
 * @param why     the reason that was given; empty when there is none
 * @param groups  names of the groups that are told
 * @param due     when the decision is due; empty when none is
 * @param asOf    how old the figures are; empty when there are none
 * @param figures the main figures, in order
 * @param link    where to go
 */
public record Told(NoticeKind kind, String title, String why, String cycle, String ring, String groups, String due, String asOf, List<Figure> figures,
                   String link, Long eventId) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public Told {
        figures = List.copyOf(figures);
    }

    /** A name and its value. */
    public record Figure(String label, String value) {
    }

    /** A member of the event's data as text; empty when it is not there. */
    static String text(Notice notice, String member) {
        return data(notice).path(member).asText("");
    }

    /** The event's data. */
    static JsonNode data(Notice notice) {
        return json(notice.data());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }
}
