package io.hotpatchcycle.freeze;

import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.io.ParseWarning;
import biweekly.io.text.ICalReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an iCalendar text (RFC 5545). Strict where leniency would lose a freeze: what the parser only warns of is an
 * error here, and so is a text that was cut.
 */
final class CalendarText {

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

    private final String label;
    private final String text;
    private final ZoneId zone;

    CalendarText(String label, String text, ZoneId zone) {
        this.label = label;
        this.text = text;
        this.zone = zone;
    }

    /** The events that touch the time between the two moments, each occurrence by itself. */
    List<Freeze> freezes(Instant from, Instant until) throws CalendarProblem {
        checkNesting();
        List<Freeze> found = new ArrayList<>();
        try (ICalReader reader = new ICalReader(new StringReader(text))) {
            reader.setDefaultTimezone(TimeZone.getTimeZone(zone));
            for (ICalendar calendar = reader.readNext(); calendar != null; calendar = reader.readNext()) {
                refuse(reader.getWarnings());
                for (VEvent event : calendar.getEvents()) {
                    found.addAll(new EventTimes(this, calendar, event).between(from, until));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A text in memory cannot be read.", e);
        }
        return found;
    }

    String label() {
        return label;
    }

    ZoneId zone() {
        return zone;
    }

    /** What is wrong with an event, with the line of its UID. */
    CalendarProblem wrong(VEvent event, String what) {
        String uid = event.getUid() == null ? null : event.getUid().getValue();
        return CalendarProblem.at(label, lineWith("UID:" + uid), "the event '" + name(event) + "' " + what);
    }

    static String name(VEvent event) {
        String summary = event.getSummary() == null ? null : event.getSummary().getValue();
        return summary == null || summary.isBlank() ? "without a summary" : summary.strip();
    }

    private int lineWith(String words) {
        String[] lines = text.split("\r?\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].contains(words)) {
                return i + 1;
            }
        }
        return 1;
    }

    private void refuse(List<ParseWarning> warnings) throws CalendarProblem {
        for (ParseWarning warning : warnings) {
            Matcher quoted = QUOTED.matcher(warning.getMessage());
            throw CalendarProblem.at(label, warning.getLineNumber() != null ? warning.getLineNumber() : quoted.find() ? lineWith(quoted.group(1)) : 1,
                    (warning.getPropertyName() == null ? "" : warning.getPropertyName() + " cannot be understood: ")
                            + warning.getMessage().replaceAll("\\.$", ""));
        }
    }

    /** Every part that begins also ends, and nothing but calendars is there: a page of a sign-in is no empty calendar. */
    private void checkNesting() throws CalendarProblem {
        Deque<String> open = new ArrayDeque<>();
        Deque<Integer> begun = new ArrayDeque<>();
        int calendars = 0;
        String[] lines = text.split("\r?\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = (i == 0 ? lines[i].replace("\uFEFF", "") : lines[i]).strip().toUpperCase(Locale.ROOT);
            if (line.startsWith("BEGIN:")) {
                open.push(line.substring("BEGIN:".length()));
                begun.push(i + 1);
            } else if (line.startsWith("END:")) {
                if (!line.substring("END:".length()).equals(open.poll())) {
                    throw CalendarProblem.at(label, i + 1, line + " ends nothing that is open");
                }
                begun.pop();
                calendars += open.isEmpty() ? 1 : 0;
            } else if (!line.isEmpty() && open.isEmpty()) {
                throw CalendarProblem.at(label, i + 1, "this is no iCalendar, which begins with BEGIN:VCALENDAR");
            }
        }
        if (!open.isEmpty() || calendars == 0) {
            throw CalendarProblem.at(label, open.isEmpty() ? 1 : begun.peek(), open.isEmpty() ? "there is no calendar in it"
                    : "BEGIN:" + open.peek() + " never ends: the calendar was cut");
        }
    }
}
