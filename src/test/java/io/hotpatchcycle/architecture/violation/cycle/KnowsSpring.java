package io.hotpatchcycle.architecture.violation.cycle;

import org.springframework.stereotype.Component;

/** A framework in the core. */
@Component
class KnowsSpring {
}
