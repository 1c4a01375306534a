package io.hotpatchcycle.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletResponse;

/** Answers to programs that may not pass, as problem details (RFC 9457) and without a browser's password dialogue. */
final class Refusals {

    private Refusals() {
    }

    /** @param detail plain text of ours, without characters that JSON would have to escape */
    static void write(HttpServletResponse response, int status, String detail) throws IOException {
        String title = status == 401 ? "Unauthorized" : "Forbidden";
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter().write("{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status
                + ",\"detail\":\"" + detail + "\"}");
    }
}
