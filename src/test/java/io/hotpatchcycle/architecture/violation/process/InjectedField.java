package io.hotpatchcycle.architecture.violation.process;

import org.springframework.beans.factory.annotation.Autowired;

/** Is given its parts behind its back. */
class InjectedField {

    @Autowired
    Object part;
}
