package io.hotpatchcycle.console;

import io.hotpatchcycle.evidence.Search;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** What is looked for, as a request says it. An empty field stands for "any"; a day counts in UTC, the last one as a whole. */
record DeskQuery(Search search, Map<String, String> said) {

    private static final int LONGEST = 200;

    /** @throws ApiProblem 400 when a day is none, or a text is too long or no text */
    static DeskQuery of(HttpServletRequest request) {
        Map<String, String> said = new LinkedHashMap<>();
        Search search = new Search(day(request, "from", 0, said), day(request, "to", 1, said), text(request, "cycle", said), text(request, "person", said),
                text(request, "ring", said), text(request, "device", said), upper(text(request, "kb", said)), upper(text(request, "cve", said)),
                text(request, "type", said), text(request, "rule", said));
        return new DeskQuery(search, said);
    }

    private static String upper(String text) {
        return text == null ? null : text.toUpperCase(Locale.ROOT);
    }

    static String text(HttpServletRequest request, String name, Map<String, String> said) {
        String text = request.getParameter(name);
        if (text == null || text.isBlank()) {
            return null;
        }
        if (text.length() > LONGEST) {
            throw new ApiProblem(HttpStatus.BAD_REQUEST, "'" + name + "' has more than " + LONGEST + " characters. Shorten it.");
        }
        String plain = ApiProblem.readable(name, text.strip());
        said.put(name, plain);
        return plain;
    }

    private static Instant day(HttpServletRequest request, String name, int plusDays, Map<String, String> said) {
        String text = text(request, name, said);
        return text == null ? null : day(name, text).plusDays(plusDays).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    static LocalDate day(String name, String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() >= 2000 && day.getYear() < 2200) {
                return day;
            }
        } catch (DateTimeException e) {
            // answered below
        }
        throw new ApiProblem(HttpStatus.BAD_REQUEST, "'" + name + "' must be a day such as 2026-08-31, not '" + text + "'.");
    }
}
