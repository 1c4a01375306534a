package io.hotpatchcycle.console;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A request that cannot be answered as asked. The detail says what happened, to which cycle or device, and what to do next. */
final class ApiProblem extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    ApiProblem(HttpStatus status, String detail) {
        super(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }

    /** Text as the database can keep and compare it: without the character 0. */
    static String readable(String name, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new ApiProblem(HttpStatus.BAD_REQUEST, "'" + name + "' contains a character that is no text (U+0000). Remove it. Nothing has changed.");
        }
        return text;
    }

    static ApiProblem noCycle(String id) {
        return new ApiProblem(HttpStatus.NOT_FOUND, "There is no cycle '" + id + "'. GET /api/v1/cycles lists them.");
    }
}
