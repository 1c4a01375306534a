package io.hotpatchcycle.console;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Map;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.ExtendedModelMap;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** The last word on any failed request: a problem (RFC 9457) for programs, a page for people; never a stack trace. */
@Controller
class Errors implements ErrorController {

    static final String DETAIL = Errors.class.getName() + ".detail";

    private final PageFrame frame;

    Errors(PageFrame frame) {
        this.frame = frame;
    }

    /** Whether a program asks, not a person in a browser. */
    static boolean forProgram(HttpServletRequest request, String path) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return path.startsWith(request.getContextPath() + "/api/") || path.startsWith(request.getContextPath() + "/v3/")
                || path.startsWith(request.getContextPath() + "/actuator") || accept == null || !accept.contains(MediaType.TEXT_HTML_VALUE);
    }

    @RequestMapping("${server.error.path:/error}")
    Object error(HttpServletRequest request) {
        HttpStatus status = status(request);
        Object uri = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        String path = uri == null ? request.getRequestURI() : uri.toString();
        Object detail = request.getAttribute(DETAIL);
        if (forProgram(request, path)) {
            ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail == null ? sentence(status) : detail.toString());
            problem.setInstance(instance(path));
            return ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
        }
        return new ModelAndView("error", framed(), status).addObject("status", status.value()).addObject("title", title(status))
                .addObject("detail", detail == null ? sentence(status) : detail.toString());
    }

    /** Who is signed in keeps his menu; a page about a failure must not fail for it. */
    private Map<String, Object> framed() {
        try {
            Model model = new ExtendedModelMap();
            frame.onError(model);
            return model.asMap();
        } catch (RuntimeException e) {
            return Map.of();
        }
    }

    private static HttpStatus status(HttpServletRequest request) {
        // Opened by hand, /error has nothing to tell: there is no such page.
        HttpStatus status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                ? HttpStatus.resolve(code) : HttpStatus.NOT_FOUND;
        return status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status;
    }

    private static URI instance(String path) {
        try {
            return URI.create(path);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String title(HttpStatus status) {
        return switch (status) {
            case NOT_FOUND -> "There is no such page";
            case FORBIDDEN -> "This is not yours to do";
            case METHOD_NOT_ALLOWED, BAD_REQUEST -> "This request cannot be understood";
            case CONFLICT -> "This is not possible any more";
            default -> status.is4xxClientError() ? "This request cannot be answered" : "Something went wrong here";
        };
    }

    static String sentence(HttpStatus status) {
        return switch (status) {
            case NOT_FOUND -> "Nothing is at this address. Check it, or start from the console.";
            case FORBIDDEN -> "Your groups do not allow this. Ask an administrator if they should.";
            default -> status.is4xxClientError() ? "The request was refused (" + status.getReasonPhrase() + ") and nothing has changed."
                    : "The request failed on our side and was logged. Try again; if it keeps failing, look at Cockpit and the log.";
        };
    }
}
