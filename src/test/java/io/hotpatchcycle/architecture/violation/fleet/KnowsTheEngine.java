package io.hotpatchcycle.architecture.violation.fleet;

import org.camunda.bpm.engine.RuntimeService;

/** The engine outside its rooms. */
class KnowsTheEngine {

    RuntimeService engine;
}
