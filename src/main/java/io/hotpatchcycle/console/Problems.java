package io.hotpatchcycle.console;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Turns exceptions of REST calls into problems (RFC 9457), and those of pages into the error page. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    /** What nobody foresaw: logged here, and told without its inside. */
    @ExceptionHandler(Exception.class)
    ResponseEntity<Object> unforeseen(Exception e, WebRequest request) {
        HttpServletRequest http = ((ServletWebRequest) request).getRequest();
        LOG.error("{} {} failed", http.getMethod(), http.getRequestURI(), e);
        HttpStatus status = HttpStatus.INTERNAL_SERVER_ERROR;
        return handleExceptionInternal(e, ProblemDetail.forStatusAndDetail(status, Errors.sentence(status)), new HttpHeaders(), status, request);
    }

    /** A form with a file was expected. */
    @ExceptionHandler(MultipartException.class)
    ResponseEntity<Object> noForm(MultipartException e, WebRequest request) {
        HttpStatus status = HttpStatus.BAD_REQUEST;
        return handleExceptionInternal(e, ProblemDetail.forStatusAndDetail(status, "This call expects a form with a file (multipart/form-data). "
                + "Look at /v3/api-docs. Nothing has changed."), new HttpHeaders(), status, request);
    }

    @Override
    protected ResponseEntity<Object> handleNoResourceFoundException(NoResourceFoundException e, HttpHeaders headers, HttpStatusCode status,
                                                                    WebRequest request) {
        return handleExceptionInternal(e, ProblemDetail.forStatusAndDetail(status, Errors.sentence(HttpStatus.NOT_FOUND)), headers, status, request);
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status,
                                                                  WebRequest request) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, "The body cannot be read as the JSON object this call expects. "
                + "Look at /v3/api-docs. Nothing has changed.");
        return handleExceptionInternal(e, problem, headers, status, request);
    }

    @Override
    protected ResponseEntity<Object> handleExceptionInternal(Exception e, Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ServletWebRequest web = (ServletWebRequest) request;
        if (Errors.forProgram(web.getRequest(), web.getRequest().getRequestURI()) || web.getResponse() == null) {
            return super.handleExceptionInternal(e, body, headers, status, request);
        }
        Object detail = body instanceof ProblemDetail problem ? problem.getDetail() : null;
        if (detail == null && e instanceof ApiProblem known) {
            detail = known.getBody().getDetail();
        }
        web.getRequest().setAttribute(Errors.DETAIL, detail);
        try {
            web.getResponse().sendError(status.value());
        } catch (IOException gone) {
            LOG.debug("The browser left before it was told.", gone);
        }
        return null;
    }
}
