package io.hotpatchcycle.freeze;

import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.io.TimezoneAssignment;
import biweekly.parameter.Range;
import biweekly.property.DateOrDateTimeProperty;
import biweekly.property.ExceptionDates;
import biweekly.property.RecurrenceDates;
import biweekly.util.DateTimeComponents;
import biweekly.util.ICalDate;
import biweekly.util.Recurrence;
import biweekly.util.com.google.ical.compat.javautil.DateIterator;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;

/** When an event of a calendar happens. Whole days count in the zone of the setting, from midnight to midnight. */
final class EventTimes {

    /** More often than this in a bit more than a year is no freeze, but a mistake. */
    private static final int MOST = 5_000;
    /** Zones differ by less. */
    private static final Duration MARGIN = Duration.ofDays(2);

    private final CalendarText text;
    private final ICalendar calendar;
    private final VEvent event;
    private final boolean wholeDays;

    EventTimes(CalendarText text, ICalendar calendar, VEvent event) throws CalendarProblem {
        this.text = text;
        this.calendar = calendar;
        this.event = event;
        if (event.getDateStart() == null || event.getDateStart().getValue() == null) {
            throw text.wrong(event, "has no DTSTART");
        }
        this.wholeDays = !event.getDateStart().getValue().hasTime();
        check();
    }

    private void check() throws CalendarProblem {
        if (!event.getExceptionRules().isEmpty()) {
            throw text.wrong(event, "has an EXRULE, which is not supported; list the exceptions as EXDATE");
        }
        if (event.getRecurrenceDates().stream().anyMatch(d -> !d.getPeriods().isEmpty())) {
            throw text.wrong(event, "has an RDATE with periods, which is not supported; make them events of their own");
        }
        if (event.getRecurrenceId() != null && event.getRecurrenceId().getRange() == Range.THIS_AND_FUTURE) {
            throw text.wrong(event, "changes this and all future occurrences at once, which is not supported; end the series and begin a new one");
        }
        if (!wholeDays && event.getDateEnd() == null && event.getDuration() == null) {
            throw text.wrong(event, "has neither DTEND nor DURATION, so its end is not known");
        }
        if (!first().isBefore(end(first()))) {
            throw text.wrong(event, "does not end after its start");
        }
    }

    List<Freeze> between(Instant from, Instant until) throws CalendarProblem {
        List<Freeze> found = new ArrayList<>();
        if (event.getStatus() != null && event.getStatus().isCancelled()) {
            return found;
        }
        for (LocalDateTime start : starts(from, until)) {
            Instant startsAt = instant(start);
            Instant endsAt = instant(end(start));
            if (startsAt.isBefore(until) && endsAt.isAfter(from)) {
                found.add(new Freeze(text.label(), startsAt, endsAt, CalendarText.name(event)));
            }
        }
        return found;
    }

    /** Starts in the event's own zone. */
    private Set<LocalDateTime> starts(Instant from, Instant until) throws CalendarProblem {
        Set<LocalDateTime> starts = new TreeSet<>();
        starts.add(first());
        if (event.getRecurrenceRule() != null) {
            DateIterator occurrences = occurrences();
            Duration length = Duration.between(first(), end(first()));
            occurrences.advanceTo(Date.from(from.minus(length).minus(MARGIN)));
            while (occurrences.hasNext()) {
                Date next = occurrences.next();
                if (next.toInstant().isAfter(until.plus(MARGIN))) {
                    break;
                }
                starts.add(wholeDays ? LocalDateTime.ofInstant(next.toInstant(), ZoneOffset.UTC) : local(next));
                if (starts.size() > MOST) {
                    throw text.wrong(event, "happens more than " + MOST + " times in a year; correct its RRULE");
                }
            }
        }
        for (RecurrenceDates more : event.getRecurrenceDates()) {
            more.getDates().forEach(date -> starts.add(local(date)));
        }
        for (ExceptionDates except : event.getExceptionDates()) {
            except.getValues().forEach(date -> starts.remove(local(date)));
        }
        starts.removeAll(moved());
        return starts;
    }

    /** Whole days are counted in UTC, where each has 24 hours; their UNTIL is a day as well. */
    private DateIterator occurrences() {
        if (!wholeDays) {
            return event.getRecurrenceRule().getDateIterator(event.getDateStart().getValue(), zone());
        }
        Recurrence rule = event.getRecurrenceRule().getValue();
        if (rule.getUntil() != null) {
            rule = new Recurrence.Builder(rule).until(utc(local(rule.getUntil()))).build();
        }
        return rule.getDateIterator(utc(first()), TimeZone.getTimeZone("UTC"));
    }

    /** Occurrences that an event of the same UID puts elsewhere. */
    private List<LocalDateTime> moved() {
        List<LocalDateTime> moved = new ArrayList<>();
        if (event.getRecurrenceId() == null && event.getUid() != null) {
            for (VEvent other : calendar.getEvents()) {
                if (other.getRecurrenceId() != null && other.getUid() != null && event.getUid().getValue().equals(other.getUid().getValue())) {
                    moved.add(local(other.getRecurrenceId().getValue()));
                }
            }
        }
        return moved;
    }

    private LocalDateTime first() {
        return local(event.getDateStart().getValue());
    }

    private LocalDateTime end(LocalDateTime start) {
        if (event.getDuration() != null) {
            return start.plus(Duration.ofMillis(event.getDuration().getValue().toMillis()));
        }
        DateOrDateTimeProperty end = event.getDateEnd();
        return end == null ? start.plusDays(1) : start.plus(Duration.between(first(), local(end.getValue())));
    }

    /** The moment on the clocks of the event's zone; a day is its midnight. */
    private LocalDateTime local(Date date) {
        if (date instanceof ICalDate day && !day.hasTime()) {
            DateTimeComponents raw = day.getRawComponents();
            return LocalDate.of(raw.getYear(), raw.getMonth(), raw.getDate()).atStartOfDay();
        }
        return LocalDateTime.ofInstant(date.toInstant().plusMillis(zone().getOffset(date.getTime())), ZoneOffset.UTC);
    }

    /** A zone of the calendar's own knows offsets only; the offset of the local time settles after two looks. */
    private Instant instant(LocalDateTime local) {
        Instant utc = local.toInstant(ZoneOffset.UTC);
        Instant guess = utc.minusMillis(zone().getOffset(utc.toEpochMilli()));
        return utc.minusMillis(zone().getOffset(guess.toEpochMilli()));
    }

    private TimeZone zone() {
        TimezoneAssignment own = wholeDays ? null : calendar.getTimezoneInfo().getTimezone(event.getDateStart());
        if (own != null) {
            return own.getTimeZone();
        }
        DateTimeComponents raw = event.getDateStart().getValue().getRawComponents();
        return TimeZone.getTimeZone(!wholeDays && raw != null && raw.isUtc() ? ZoneOffset.UTC : text.zone());
    }

    private static ICalDate utc(LocalDateTime local) {
        return new ICalDate(Date.from(local.toInstant(ZoneOffset.UTC)), true);
    }
}
