package io.hotpatchcycle.freeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an iCalendar says, and that anything it does not say plainly is an error with its line. */
class CalendarTextTest {

    private static final Instant FROM = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2027-11-01T00:00:00Z");
    private static final String BERLIN = """
            BEGIN:VTIMEZONE
            TZID:W. Europe Standard Time
            BEGIN:STANDARD
            DTSTART:16010101T030000
            TZOFFSETFROM:+0200
            TZOFFSETTO:+0100
            RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
            END:STANDARD
            BEGIN:DAYLIGHT
            DTSTART:16010101T020000
            TZOFFSETFROM:+0100
            TZOFFSETTO:+0200
            RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
            END:DAYLIGHT
            END:VTIMEZONE
            """;

    private static String calendar(String... events) {
        StringBuilder text = new StringBuilder("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n").append(BERLIN);
        for (String event : events) {
            text.append("BEGIN:VEVENT\nDTSTAMP:20261001T000000Z\nSUMMARY:Year end\n").append(event.replace(";;", "\n")).append("\nEND:VEVENT\n");
        }
        return text.append("END:VCALENDAR\n").toString();
    }

    private static List<String> read(String zone, String... events) throws CalendarProblem {
        return new CalendarText("freeze.ics", calendar(events), ZoneId.of(zone)).freezes(FROM, UNTIL).stream()
                .map(f -> f.startsAt() + "/" + f.endsAt()).sorted().toList();
    }

    @Test
    void aMomentInUtcInAZoneAndWithoutOne() throws CalendarProblem {
        assertThat(read("UTC", "UID:1;;DTSTART:20261218T170000Z;;DTEND:20270104T060000Z"))
                .containsExactly("2026-12-18T17:00:00Z/2027-01-04T06:00:00Z");
        assertThat(read("UTC", "UID:1;;DTSTART;TZID=W. Europe Standard Time:20261218T180000;;DURATION:PT2H"))
                .containsExactly("2026-12-18T17:00:00Z/2026-12-18T19:00:00Z");
        assertThat(read("UTC", "UID:1;;DTSTART;TZID=W. Europe Standard Time:20270618T180000;;DURATION:PT2H"))
                .as("in summer").containsExactly("2027-06-18T16:00:00Z/2027-06-18T18:00:00Z");
        assertThat(read("America/New_York", "UID:1;;DTSTART:20261218T120000;;DTEND:20261218T130000"))
                .containsExactly("2026-12-18T17:00:00Z/2026-12-18T18:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({"UTC, 2026-12-24T00:00:00Z/2026-12-27T00:00:00Z", "Europe/Berlin, 2026-12-23T23:00:00Z/2026-12-26T23:00:00Z",
        "Asia/Tokyo, 2026-12-23T15:00:00Z/2026-12-26T15:00:00Z", "America/New_York, 2026-12-24T05:00:00Z/2026-12-27T05:00:00Z"})
    void wholeDaysCountInTheZoneOfTheSetting(String zone, String expected) throws CalendarProblem {
        assertThat(read(zone, "UID:1;;DTSTART;VALUE=DATE:20261224;;DTEND;VALUE=DATE:20261227")).containsExactly(expected);
        assertThat(read(zone, "UID:1;;DTSTART;VALUE=DATE:20261224")).as("one day without an end").singleElement().asString()
                .startsWith(expected.substring(0, expected.indexOf('/')));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Asia/Tokyo", "America/New_York"})
    void aSeriesOfDaysHasEachOfThem(String zone) throws CalendarProblem {
        assertThat(read(zone, "UID:1;;DTSTART;VALUE=DATE:20261201;;RRULE:FREQ=DAILY;UNTIL=20261205;;EXDATE;VALUE=DATE:20261203")).hasSize(4);
        assertThat(read(zone, "UID:1;;DTSTART;VALUE=DATE:20200101;;RRULE:FREQ=MONTHLY;BYMONTHDAY=-1")).as("begun years ago").hasSizeBetween(12, 13);
    }

    @Test
    void aSeriesFollowsTheClocksOfItsZoneUpToItsLastMoment() throws CalendarProblem {
        List<String> weekly = read("UTC", "UID:1;;DTSTART;TZID=W. Europe Standard Time:20270316T100000;;DURATION:PT1H;;"
                + "RRULE:FREQ=WEEKLY;UNTIL=20270406T080000Z");
        assertThat(weekly).containsExactly("2027-03-16T09:00:00Z/2027-03-16T10:00:00Z", "2027-03-23T09:00:00Z/2027-03-23T10:00:00Z",
                "2027-03-30T08:00:00Z/2027-03-30T09:00:00Z", "2027-04-06T08:00:00Z/2027-04-06T09:00:00Z");
    }

    @Test
    void aMovedOccurrenceIsWhereItWasMovedToAndACancelledOneIsNot() throws CalendarProblem {
        assertThat(read("UTC", "UID:1;;DTSTART:20261202T080000Z;;DURATION:PT1H;;RRULE:FREQ=WEEKLY;COUNT=3",
                "UID:1;;RECURRENCE-ID:20261209T080000Z;;DTSTART:20261210T080000Z;;DURATION:PT1H",
                "UID:1;;RECURRENCE-ID:20261216T080000Z;;DTSTART:20261216T080000Z;;DURATION:PT1H;;STATUS:CANCELLED"))
                .containsExactly("2026-12-02T08:00:00Z/2026-12-02T09:00:00Z", "2026-12-10T08:00:00Z/2026-12-10T09:00:00Z");
    }

    @Test
    void aFreezeThatBeganBeforeIsStillThere() throws CalendarProblem {
        assertThat(read("UTC", "UID:1;;DTSTART:20261001T000000Z;;DTEND:20261115T000000Z")).hasSize(1);
        assertThat(read("UTC", "UID:1;;DTSTART:20261001T000000Z;;DTEND:20261015T000000Z")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "UID:1;;DTEND:20261224T000000Z | line 22: the event 'Year end' has no DTSTART",
        "UID:1;;DTSTART:20261224T000000Z | has neither DTEND nor DURATION",
        "UID:1;;DTSTART:20261224T000000Z;;DTEND:20261223T000000Z | does not end after its start",
        "UID:1;;DTSTART:next week;;DTEND:20261223T000000Z | line 23: DTSTART cannot be understood",
        "UID:1;;DTSTART:20261224T000000Z;;DURATION:PT1H;;RRULE:FREQ=SOMETIMES | line 25: RRULE cannot be understood",
        "UID:1;;DTSTART:20261224T000000Z;;DURATION:PT1H;;RRULE:FREQ=MINUTELY | more than 5000 times",
        "UID:1;;DTSTART;TZID=Nowhere:20261224T000000;;DURATION:PT1H | line 23: No VTIMEZONE component exists",
        "UID:1;;RECURRENCE-ID;RANGE=THISANDFUTURE:20261224T000000Z;;DTSTART:20261224T000000Z;;DURATION:PT1H | this and all future"})
    void whatIsNotPlainIsAnError(String event, String expected) {
        assertThatThrownBy(() -> read("UTC", event)).isInstanceOf(CalendarProblem.class).hasMessageStartingWith("freeze.ics, line ")
                .hasMessageContaining(expected.strip());
    }

    @Test
    void aTextThatWasCutOrIsNoCalendarIsAnError() {
        String whole = calendar("UID:1;;DTSTART:20261218T170000Z;;DTEND:20270104T060000Z");
        assertThatThrownBy(() -> text(whole.substring(0, whole.indexOf("DTEND")))).hasMessageContaining("line 19: BEGIN:VEVENT never ends");
        assertThatThrownBy(() -> text("<html>Sign in</html>")).hasMessageContaining("line 1: this is no iCalendar");
        assertThatThrownBy(() -> text("")).hasMessageContaining("there is no calendar in it");
        assertThatThrownBy(() -> text(whole.replace("END:VEVENT\n", ""))).hasMessageContaining("ends nothing that is open");
    }

    private static List<Freeze> text(String text) throws CalendarProblem {
        return new CalendarText("freeze.ics", text, ZoneId.of("UTC")).freezes(FROM, UNTIL);
    }
}
