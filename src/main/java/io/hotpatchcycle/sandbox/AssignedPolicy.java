package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Something of Intune that is assigned to groups. */
abstract class AssignedPolicy {

    final String id;
    final ObjectNode properties;
    Assignments assignments = Assignments.none();

    AssignedPolicy(String id, ObjectNode properties) {
        this.id = id;
        this.properties = properties;
    }
}
