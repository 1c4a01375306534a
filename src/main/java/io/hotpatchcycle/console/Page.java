package io.hotpatchcycle.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * A cut out of a list: {@code ?page=} from 0, {@code ?size=} 1 to {@value #MAX_SIZE}, default {@value #DEFAULT_SIZE}.
 * Where the others are is told in a {@code Link} header (RFC 8288).
 */
record Page(int number, int size) {

    static final int DEFAULT_SIZE = 50;
    static final int MAX_SIZE = 500;

    /** @throws ApiProblem 400 when either is not a number in its range */
    static Page of(HttpServletRequest request) {
        int size = number(request, "size", DEFAULT_SIZE, 1, MAX_SIZE);
        return new Page(number(request, "page", 0, 0, Integer.MAX_VALUE / MAX_SIZE), size);
    }

    int offset() {
        return number * size;
    }

    /** This page of a list that is there as a whole. */
    <T> List<T> cut(List<T> all) {
        return all.subList(Math.min(offset(), all.size()), Math.min(offset() + size, all.size()));
    }

    /** The rows of this page with the way to the others. */
    <T> ResponseEntity<List<T>> answer(HttpServletRequest request, List<T> rows, int total) {
        int last = last(total);
        List<String> links = new ArrayList<>(List.of(link(request, 0, "first")));
        if (number > 0) {
            links.add(link(request, Math.min(number - 1, last), "prev"));
        }
        if (number < last) {
            links.add(link(request, number + 1, "next"));
        }
        links.add(link(request, last, "last"));
        return ResponseEntity.ok().header(HttpHeaders.LINK, String.join(", ", links)).body(rows);
    }

    int last(int total) {
        return Math.max(0, (total - 1) / size);
    }

    private String link(HttpServletRequest request, int page, String relation) {
        // Relative to the host, so that it also holds behind a proxy.
        String target = UriComponentsBuilder.fromPath(request.getRequestURI()).query(request.getQueryString())
                .replaceQueryParam("page", page).replaceQueryParam("size", size).build().toUriString();
        return "<" + target.replace(">", "%3E").replace("<", "%3C") + ">; rel=\"" + relation + "\"";
    }

    private static int number(HttpServletRequest request, String name, int byDefault, int min, int max) {
        String text = request.getParameter(name);
        if (text == null) {
            return byDefault;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // answered below, like any other value out of range
        }
        throw new ApiProblem(HttpStatus.BAD_REQUEST, "'" + name + "' must be a whole number from " + min + " to " + max + ", not '" + text + "'.");
    }
}
