package io.hotpatchcycle.architecture.violation.process;

import io.hotpatchcycle.architecture.violation.sandbox.KnowsTheConsole;

/** Asks whether the tenant is the sandbox. */
class KnowsTheSandbox {

    KnowsTheConsole sandbox;
}
