package io.hotpatchcycle.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the process engine knows of a cycle: the models it ran on and the course it took. */
public interface Procedure {

    /**
     * The files of a model set as deployed, by name.
     *
     * @param modelSet deployment id
     */
    Map<String, byte[]> models(String modelSet);

    /** How the model set came into the engine; what is not known is null. */
    Deployed deployed(String modelSet);

    /** Every step of the cycle's process instances, oldest first. */
    List<Step> course(String cycleId);

    /** What people and programs did by hand: to each of the cycle's process instances, oldest first, then what people did meanwhile that names none. */
    List<Operation> operations(String cycleId);

    /** Failures of the cycle's process instances that needed somebody, oldest first. */
    List<Failure> failures(String cycleId);

    /** Who held which role at some moment of this time, as known at its end. */
    Listing roles(Instant from, Instant until);

    /**
     * One step.
     *
     * @param endedAt  null when it never ended
     * @param canceled whether it was cut off, e.g. by a stop
     */
    record Step(String process, String element, String name, String type, Instant startedAt, Instant endedAt, boolean canceled, String assignee) {
    }

    /**
     * How a model set came into the engine.
     *
     * @param by   who deployed it; null for the program itself
     * @param from what the deployment says it came from
     */
    record Deployed(Instant at, String by, String name, String from) {
    }

    /** One entry of the operation log; {@code by} is null for what nobody signed in did. {@code id}: of the operation, which may have several entries. */
    record Operation(String id, Instant at, String by, String operation, String entity, String property, String before, String after, String note) {

        /** Behind the entity of what was done while the cycle ran and names no instance. */
        public static final String OF_NO_INSTANCE = " (of no single instance: may concern this cycle)";

        /** Whether it is about rights, which no instance has. */
        boolean aboutRights() {
            return entity != null && entity.startsWith("Authorization");
        }
    }

    /** One incident of the engine. */
    record Failure(Instant at, Instant resolvedAt, String element, String type, String message) {
    }
}
