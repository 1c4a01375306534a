package io.hotpatchcycle.process.history;

import io.hotpatchcycle.evidence.Listing;
import java.time.Instant;
import java.util.List;

/**
 * One process instance, finished or running, on the model version it ran on.
 *
 * @param steps     what was reached, in order of first arrival
 * @param flows     ids of the sequence flows taken, as far as the order of steps tells
 * @param called    instances called by it, oldest first
 * @param tasks     work given to people
 * @param variables last values
 * @param decisions tables evaluated, with inputs and the rules that fired
 * @param failures  incidents
 */
public record Course(Instance instance, List<Step> steps, List<String> flows, List<Instance> called, Listing tasks, Listing variables,
                     List<Decision> decisions, Listing failures) {

    /**
     * A process instance.
     *
     * @param version  of the process definition
     * @param calledBy instance that called it; null for none
     * @param state    {@code ACTIVE}, {@code COMPLETED} and so on, as the engine says it
     * @param about    the ring, where it is about one
     */
    public record Instance(String id, String process, String name, int version, String definition, String deployment, String cycle, String about,
                           Instant startedAt, Instant endedAt, String state, String calledBy) {
    }

    /**
     * An element of the diagram that was reached.
     *
     * @param times    how often
     * @param canceled how often it was cut off
     * @param open     how often it is still waiting
     * @param by       who completed it, where people did
     * @param called   instances it called
     */
    public record Step(String element, String name, String type, int times, int canceled, int open, Instant first, Instant last, List<String> by,
                       List<String> called) {
    }

    /** A table evaluated. */
    public record Decision(String id, String table, String name, int version, Instant at, String element, List<String> inputs, List<Rule> rules) {
    }

    /**
     * A rule that fired.
     *
     * @param number place in the table, from 1
     * @param note   its annotation in the table; empty when there is none
     */
    public record Rule(int number, String id, List<String> outputs, String note) {
    }
}
