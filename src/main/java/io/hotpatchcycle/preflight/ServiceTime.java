package io.hotpatchcycle.preflight;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * The clock of a service outside beside this machine's, from the date of an answer.
 *
 * @param there  what the service says; whole seconds
 * @param here   half-way between question and answer
 * @param within how far the two may be off by the way they are read
 */
public record ServiceTime(Instant there, Instant here, Duration within) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * Asks once.
     *
     * @throws IOException when the service does not answer, or not with a date
     */
    public static ServiceTime of(URI service, Clock wallClock) throws IOException, InterruptedException {
        Instant asked = wallClock.instant();
        HttpResponse<Void> answer = HttpClient.newBuilder().connectTimeout(PATIENCE).build().send(HttpRequest.newBuilder(service).timeout(PATIENCE).build(),
                HttpResponse.BodyHandlers.discarding());
        Duration took = Duration.between(asked, wallClock.instant());
        String date = answer.headers().firstValue("Date").orElseThrow(() -> new IOException("the answer has no date"));
        try {
            return new ServiceTime(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant(), asked.plus(took.dividedBy(2)),
                    took.dividedBy(2).plusSeconds(1));
        } catch (DateTimeException e) {
            throw new IOException("the answer's date '" + date + "' is none", e);
        }
    }

    /** How far they are apart. */
    public Duration apart() {
        return Duration.between(there, here).abs();
    }
}
