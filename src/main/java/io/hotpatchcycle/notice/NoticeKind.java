package io.hotpatchcycle.notice;

/** What is told. */
public enum NoticeKind {
    /** A decision is asked. */
    TASK_ASKED,
    /** It still is. */
    TASK_REMINDED,
    /** Its deadline has passed; one more group is asked. */
    TASK_ESCALATED,
    /** What it is about has changed meanwhile. */
    TASK_CHANGED,
    /** A cycle has another state. */
    CYCLE_STATE,
    /** A ring has another state. */
    RING_STATE,
    /** A cycle is being stopped. */
    STOP_BEGUN,
    /** A stop was lifted, or its cycle abandoned. */
    STOP_ENDED,
    /** A step failed for good and waits for a person. */
    INCIDENT_OPENED,
    /** Nobody can tell whether devices were restarted: a person has to say. */
    RESTART_AMBIGUOUS,
    /** Somebody may decide in the place of another. */
    SUBSTITUTE_NAMED,
    /** A break-glass account was used although a directory is connected. */
    BREAK_GLASS_USED,
    /** The signed head of the trail, once a day to one address outside. */
    TRAIL_HEAD,
    /** The trail is not as it was sealed, is not sealed, or its head could not be taken outside. */
    TRAIL_TROUBLE,
    /** The clock of a machine went wrong, and with it the times of the trail. */
    CLOCK_WRONG,
    /** It is right again. */
    CLOCK_RIGHT,
    /** Nobody has confirmed some roles in time. */
    ACCESS_REVIEW_DUE;

    /** Whether a decision is asked; once it is taken there is nothing left to tell. */
    public boolean isTask() {
        return this == TASK_ASKED || this == TASK_REMINDED || this == TASK_ESCALATED || this == TASK_CHANGED;
    }

    /** Whether groups of people are told. */
    boolean toPeople() {
        return this != CYCLE_STATE && this != RING_STATE && this != TRAIL_HEAD;
    }

    /** Whether the signed webhooks are told. */
    boolean toWebhooks() {
        return this != SUBSTITUTE_NAMED && this != TRAIL_HEAD;
    }
}
