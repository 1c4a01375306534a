package io.hotpatchcycle.sandbox;

/** A request that Graph answers with an error. */
final class GraphException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    GraphException(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static GraphException badRequest(String message) {
        return new GraphException(400, "BadRequest", message);
    }

    static GraphException notFound(String code, String message) {
        return new GraphException(404, code, message);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
