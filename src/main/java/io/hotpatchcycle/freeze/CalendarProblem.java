package io.hotpatchcycle.freeze;

/** A calendar that cannot be used. The message says which, in which line, and what is wrong. */
final class CalendarProblem extends Exception {

    private static final long serialVersionUID = 1L;

    CalendarProblem(String message) {
        super(message);
    }

    static CalendarProblem at(String label, int line, String what) {
        return new CalendarProblem(label + ", line " + line + ": " + what + ".");
    }

    static CalendarProblem of(String label, String what) {
        return new CalendarProblem(label + " " + what + ".");
    }
}
