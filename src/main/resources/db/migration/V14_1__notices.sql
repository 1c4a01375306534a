-- What is to be told, and to whom it was.

create table hotpatch.notice (                        -- one row per event of the trail that is told, written in its transaction
    event_id     bigint primary key,
    kind         text not null,
    event        text not null,                       -- type of the event
    cycle_id     text,
    ring         text,
    task_id      text,
    asked        text not null,                       -- groups that are told, comma separated
    data         jsonb not null,                      -- of the event
    created_at   timestamptz not null,                -- business time
    addressed_at timestamptz                          -- wall time; null until its messages are drawn up
);
create index notice_waiting on hotpatch.notice (event_id) where addressed_at is null;

create table hotpatch.message (                       -- one row per notice, recipient and channel; a person's resend is one more
    id           bigint generated always as identity primary key,
    notice       bigint not null references hotpatch.notice (event_id),
    channel      text not null,                       -- MAIL, TEAMS, WEBHOOK, NONE
    recipient    text not null,                       -- address, group, or name of the webhook
    number       integer not null default 1,
    state        text not null,                       -- WAITING, SENDING, SENT, AMBIGUOUS, UNDELIVERABLE, NO_CHANNEL, DROPPED
    attempts     integer not null default 0,
    next_at      timestamptz not null,                -- wall time, like all that follow
    leased_until timestamptz,
    settled_at   timestamptz,
    problem      text not null default '',
    resent_by    text,                                -- who had it sent again
    unique (notice, channel, recipient, number)
);
create index message_waiting on hotpatch.message (next_at) where state in ('WAITING', 'SENDING');
create index message_state on hotpatch.message (state);
