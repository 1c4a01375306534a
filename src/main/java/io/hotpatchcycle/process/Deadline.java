package io.hotpatchcycle.process;

import java.time.Duration;
import java.time.Instant;
import org.camunda.bpm.engine.delegate.VariableScope;

/**
 * When a person's answer is due, and how often he is reminded. A passed deadline escalates, it never answers.
 *
 * @param within      time to answer
 * @param remindEvery time between reminders
 */
public record Deadline(Duration within, Duration remindEvery) {

    /** For questions that hold a rollout: a day, reminded twice. */
    public static final Deadline ONE_DAY = new Deadline(Duration.ofDays(1), Duration.ofHours(8));

    /** For an emergency: half a working day, reminded each hour. */
    public static final Deadline FOUR_HOURS = new Deadline(Duration.ofHours(4), Duration.ofHours(1));

    /** For a release that is not clear: the model looks again every four hours and asks anew. */
    public static final Deadline BEFORE_NEXT_LOOK = new Deadline(Duration.ofHours(3), Duration.ofHours(1));

    /** Sets what the next user task needs. */
    public void on(VariableScope scope, Instant now) {
        Variables.TASK_DUE_AT.on(scope, now.plus(within));
        Variables.ESCALATE_AFTER.on(scope, within);
        Variables.REMINDER_CYCLE.on(scope, "R3/" + remindEvery);
    }
}
