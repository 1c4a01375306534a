package io.hotpatchcycle.preflight;

/**
 * One finding of a check.
 *
 * @param result how it is
 * @param text   what was looked at and found, with the fix where something is missing
 */
public record Finding(Result result, String text) {

    /** The closed set of results. */
    public enum Result {
        /** As it has to be. */
        OK,
        /** Worth knowing; nothing is missing. */
        NOTE,
        /** Has to be put right. */
        MISSING
    }

    static Finding ok(String text) {
        return new Finding(Result.OK, text);
    }

    static Finding note(String text) {
        return new Finding(Result.NOTE, text);
    }

    static Finding missing(String text) {
        return new Finding(Result.MISSING, text);
    }
}
