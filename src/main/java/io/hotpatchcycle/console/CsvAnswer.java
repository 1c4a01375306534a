package io.hotpatchcycle.console;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** A CSV file that is streamed, line by line. */
final class CsvAnswer {

    static final String TYPE = "text/csv";

    private CsvAnswer() {
    }

    /**
     * @param file  its name
     * @param head  heading, with its line end
     * @param lines hands on each further line, with its line end
     */
    static ResponseEntity<StreamingResponseBody> of(String file, String head, Consumer<Consumer<String>> lines) {
        return of(file, out -> {
            Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            text.write(head);
            lines.accept(line -> write(text, line));
            text.flush();
        });
    }

    /** One that writes itself. */
    static ResponseEntity<StreamingResponseBody> of(String file, StreamingResponseBody content) {
        return ResponseEntity.ok().contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + file + "\"").body(content);
    }

    private static void write(Writer text, String line) {
        try {
            text.write(line);
        } catch (IOException e) {
            throw new UncheckedIOException("The reader of the file left before its end", e);
        }
    }
}
