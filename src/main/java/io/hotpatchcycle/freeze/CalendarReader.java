package io.hotpatchcycle.freeze;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;

/** Fetches the text of a calendar. One attempt; who asks decides what a failure means. */
final class CalendarReader {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MAX_BYTES = 5_000_000;
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).followRedirects(HttpClient.Redirect.NORMAL).build();

    String read(FreezeSource source) throws CalendarProblem {
        try (InputStream stream = source.file() != null ? Files.newInputStream(source.file()) : fetch(source)) {
            byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw CalendarProblem.of(source.label(), "has more than " + MAX_BYTES / 1_000_000 + " MB, which no freeze calendar needs");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw CalendarProblem.of(source.label(), "is not UTF-8 text");
        } catch (NoSuchFileException e) {
            throw CalendarProblem.of(source.label(), "is not there");
        } catch (IOException e) {
            throw CalendarProblem.of(source.label(), "cannot be read (" + e.getClass().getSimpleName() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CalendarProblem.of(source.label(), "was not read, because the program is stopping");
        }
    }

    private InputStream fetch(FreezeSource source) throws IOException, InterruptedException, CalendarProblem {
        HttpResponse<InputStream> answer = http.send(HttpRequest.newBuilder(source.url()).timeout(PATIENCE)
                .header("Accept", "text/calendar").build(), HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != OK) {
            answer.body().close();
            throw CalendarProblem.of(source.label(), "answered with HTTP " + answer.statusCode());
        }
        return answer.body();
    }
}
