package io.hotpatchcycle.identity;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;

/** Answers to programs that may not pass, as problem details (RFC 9457) and without a browser's password dialogue. */
final class Refusals {

    private Refusals() {
    }

    /** @param detail what was wrong and what to do next */
    static void write(HttpServletResponse response, int status, String detail) throws IOException {
        String title = HttpStatus.valueOf(status).getReasonPhrase();
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter().write("{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status
                + ",\"detail\":\"" + new String(JsonStringEncoder.getInstance().quoteAsString(detail)) + "\"}");
    }
}
