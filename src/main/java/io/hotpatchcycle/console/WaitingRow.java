package io.hotpatchcycle.console;

import io.hotpatchcycle.identity.Person;
import io.hotpatchcycle.process.RunningCycles.WaitingTask;
import java.time.Instant;
import java.util.Collections;

/**
 * A task that waits for a person.
 *
 * @param who  the assignee, or the groups asked
 * @param mine whether the signed-in person can take it
 * @param link its address in Tasklist, below the context path
 */
record WaitingRow(String id, String name, String cycle, String who, boolean mine, Moment due, Moment since, String link) {

    static WaitingRow of(WaitingTask t, Person person, Instant now) {
        String who = t.assignee() != null ? t.assignee() : t.groups().isEmpty() ? "nobody yet" : Words.groups(t.groups());
        boolean mine = t.assignee() != null ? t.assignee().equals(person.id()) : !Collections.disjoint(t.groups(), person.groups());
        return new WaitingRow(t.id(), t.name(), t.cycleId(), who, mine, Moment.of(t.dueAt(), now), Moment.of(t.createdAt(), now),
                "/camunda/app/tasklist/default/#/?task=" + t.id());
    }
}
