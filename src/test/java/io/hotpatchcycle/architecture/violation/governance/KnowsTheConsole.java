package io.hotpatchcycle.architecture.violation.governance;

import io.hotpatchcycle.architecture.violation.console.Page;

/** Knows a room it may not know. */
public class KnowsTheConsole {

    Page page;
}
