package io.hotpatchcycle.architecture.violation.console;

import io.hotpatchcycle.architecture.violation.release.KnowsTheConsole;

/** A room above all others. */
public class Page {

    /** Closes a cycle of rooms. */
    KnowsTheConsole back;
}
