package io.hotpatchcycle.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/** No body is read into memory that is larger than anything a person or a client has to say. */
final class BodyLimitFilter extends OncePerRequestFilter {

    /** JSON and forms: far more than the longest comment. */
    static final long TEXT = 1_000_000;
    /** Files: a set of models, a scanner's list. */
    static final long FILES = 32_000_000;

    /** Levels of JSON: far more than a form or a query has. */
    static final int DEEPEST = 100;
    private static final String SERIALISED = "application/x-java-serialized-object";
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        long limit = limit(request.getContentType());
        if (request.getContentLengthLong() > limit) {
            refuse(response, limit);
            return;
        }
        if (isJson(request) && !READING.contains(request.getMethod())) {
            json(request, response, chain);
        } else if (request.getContentLengthLong() >= 0 || READING.contains(request.getMethod()) || isForm(request)) {
            chain.doFilter(request, response); // says its length, has none, or is limited by the server while it parses the fields of a POST
        } else if (limit == TEXT) {
            byte[] body = request.getInputStream().readNBytes((int) TEXT + 1);
            if (body.length > TEXT) {
                refuse(response, limit);
            } else {
                chain.doFilter(new Kept(request, body), response);
            }
        } else {
            counted(new Counted(request, limit), response, chain);
        }
    }

    /** Read whole before anybody parses it: what is nested without end costs a parser its stack, and the answer would be without a sentence. */
    private static void json(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        byte[] body = request.getInputStream().readNBytes((int) TEXT + 1);
        if (body.length > TEXT) {
            refuse(response, TEXT);
        } else if (depth(body) > DEEPEST) {
            Refusals.write(response, 400, "The JSON is nested deeper than " + DEEPEST + " levels, which nothing here needs, and was not read. Nothing has changed.");
        } else if (new String(body, StandardCharsets.ISO_8859_1).contains(SERIALISED) && !request.getRequestURI().contains("/api/v1/")) {
            Refusals.write(response, 400, "A value of format '" + SERIALISED + "' is code of the caller's choice and is not read. Send text, numbers or JSON. Nothing has changed.");
        } else {
            chain.doFilter(new Kept(request, body), response);
        }
    }

    /** How deep it is nested at most; brackets in strings are text. */
    static int depth(byte[] json) {
        int deepest = 0;
        int depth = 0;
        boolean text = false;
        for (int i = 0; i < json.length && deepest <= DEEPEST; i++) {
            switch (json[i]) {
                case '"' -> text = !text;
                case '\\' -> i += text ? 1 : 0;
                case '[', '{' -> deepest = Math.max(deepest, text ? depth : ++depth);
                case ']', '}' -> depth -= text ? 0 : 1;
                default -> { }
            }
        }
        return deepest;
    }

    private static boolean isJson(HttpServletRequest request) {
        String type = request.getContentType() == null ? "" : request.getContentType().toLowerCase(Locale.ROOT);
        return type.startsWith("application/json") || type.contains("+json");
    }

    private static void counted(Counted request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } finally {
            if (request.exceeded && !response.isCommitted()) {
                response.reset();
                refuse(response, request.limit);
            }
        }
    }

    private static boolean isForm(HttpServletRequest request) {
        return "POST".equals(request.getMethod()) && request.getContentType() != null && request.getContentType().toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
    }

    private static long limit(String contentType) {
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        return type.startsWith("multipart/") || type.startsWith("text/csv") || type.startsWith("application/octet-stream") ? FILES : TEXT;
    }

    private static void refuse(HttpServletResponse response, long limit) throws IOException {
        response.setHeader("Connection", "close");
        Refusals.write(response, 413, "The body is larger than " + limit + " bytes. Nothing was read and nothing has changed.");
    }

    /** A body of text that did not say its length is read before anybody who would call its end a fault of the program. */
    private static final class Kept extends Readable {

        private final byte[] body;

        Kept(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            ByteArrayInputStream in = new ByteArrayInputStream(body);
            return new ServletInputStream() {

                @Override
                public int read() {
                    return in.read();
                }

                @Override
                public int read(byte[] bytes, int offset, int length) {
                    return in.read(bytes, offset, length);
                }

                @Override
                public boolean isFinished() {
                    return in.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new UnsupportedOperationException("The body is there already");
                }
            };
        }
    }

    /** A file that did not say its length is counted while it is read. */
    private static final class Counted extends Readable {

        private final long limit;
        private boolean exceeded;

        Counted(HttpServletRequest request, long limit) {
            super(request);
            this.limit = limit;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            ServletInputStream in = super.getInputStream();
            return new ServletInputStream() {

                private long read;

                @Override
                public int read() throws IOException {
                    int next = in.read();
                    count(next < 0 ? 0 : 1);
                    return next;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int some = in.read(bytes, offset, length);
                    count(Math.max(some, 0));
                    return some;
                }

                private void count(int more) throws IOException {
                    read += more;
                    if (read > limit) {
                        exceeded = true;
                        throw new IOException("The body is larger than " + limit + " bytes");
                    }
                }

                @Override
                public boolean isFinished() {
                    return in.isFinished();
                }

                @Override
                public boolean isReady() {
                    return in.isReady();
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    in.setReadListener(listener);
                }
            };
        }
    }

    private abstract static class Readable extends HttpServletRequestWrapper {

        Readable(HttpServletRequest request) {
            super(request);
        }

        @Override
        public BufferedReader getReader() throws IOException {
            Charset charset = getCharacterEncoding() == null ? StandardCharsets.UTF_8 : Charset.forName(getCharacterEncoding());
            return new BufferedReader(new InputStreamReader(getInputStream(), charset));
        }
    }
}
