package io.hotpatchcycle.process.task;

import io.hotpatchcycle.approval.DecisionRefused;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateTask;

/** What a form, or a REST client, writes. */
final class Answer {

    static final String DECISION = "decision";
    static final String COMMENT = "comment";
    static final String OTHER_WINDOW_START = "otherWindowStart";

    private Answer() {
    }

    /** Removes an earlier answer, so that it can never pass for this task's. */
    static void forget(DelegateTask task) {
        for (String name : new String[] {DECISION, COMMENT, OTHER_WINDOW_START}) {
            task.getExecution().removeVariable(name);
        }
    }

    /** The start a person wants for another window; it must be given and readable. */
    static Instant otherWindow(DelegateTask task) {
        Object raw = task.getVariable(OTHER_WINDOW_START);
        if (raw instanceof Date date) {
            return date.toInstant();
        }
        String text = raw == null ? "" : raw.toString().strip();
        try {
            return text.length() > "2026-09-08T19:00:00".length() || text.endsWith("Z") ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new DecisionRefused("'" + OTHER_WINDOW_START + "' must say when the other window starts, e.g. 2026-09-08T19:00:00Z, but is '" + text + "'.");
        }
    }
}
