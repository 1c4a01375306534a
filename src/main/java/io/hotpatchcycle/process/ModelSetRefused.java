package io.hotpatchcycle.process;

/** A model set that cannot be used. The message names file, element and what is wrong. */
public final class ModelSetRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ModelSetRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
