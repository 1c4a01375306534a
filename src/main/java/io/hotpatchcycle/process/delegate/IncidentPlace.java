package io.hotpatchcycle.process.delegate;

import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Execution;

/** Where an incident stands: at an execution that is there as long as it is, and not at the look that found it. */
final class IncidentPlace {

    private IncidentPlace() {
    }

    /** The execution that is at the first of these activities at which the instance is; empty when it is at none. */
    static Optional<String> at(RuntimeService runtime, String instance, String... activities) {
        return Stream.of(activities).flatMap(activity -> runtime.createExecutionQuery().processInstanceId(instance).activityId(activity).list().stream())
                .map(Execution::getId).findFirst();
    }
}
