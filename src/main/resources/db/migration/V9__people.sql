-- How a decider proved who they are, which rules were held against them, and what a question showed before it changed.

alter table hotpatch.approval
    add column proved_at timestamptz,                  -- wall time of the decider's sign-in; null where there was none, e.g. in a rehearsal
    add column proved_by text,                         -- password, oidc or bearer, with amr and acr as the directory said them
    add column rules     jsonb;                        -- each rule of who may decide, whom it excluded, and that it held

create table hotpatch.approval_shown (                 -- pictures of a question that were replaced because the figures had changed
    id          bigint generated always as identity primary key,
    task_id     text not null references hotpatch.approval (task_id),
    shown       text not null,
    shown_hash  text not null,
    replaced_at timestamptz not null                   -- business time
);
create index approval_shown_task on hotpatch.approval_shown (task_id);

create table hotpatch.decider_shortage (               -- approvals ahead that fewer than two people could give
    id          bigint generated always as identity primary key,
    cycle_id    text not null,
    subject     text not null,
    ring        text not null default '',
    able        text not null,                         -- who could, comma separated
    excluded    jsonb not null,                        -- person to the rule that excludes them
    found_at    timestamptz not null,                  -- business time
    resolved_at timestamptz
);
create unique index decider_shortage_open on hotpatch.decider_shortage (cycle_id, subject, ring) where resolved_at is null;
