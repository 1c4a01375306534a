-- What people sign of a cycle beside its questions: tests by hand, and what was done about what went wrong. The running role adds, and never changes one.
create table hotpatch.manual_test (
    id          bigint generated always as identity primary key,
    cycle_id    text not null,
    ring        text not null,
    what        text not null,                        -- what was tested
    result      text not null check (result in ('PASSED', 'FAILED')),
    note        text not null,                        -- what was seen
    tested_by   text not null,
    tested_at   timestamptz not null,                 -- business time
    tested_wall timestamptz not null,
    rules       jsonb not null                        -- who could not have tested, by which rule
);
create index manual_test_cycle on hotpatch.manual_test (cycle_id);
revoke all on hotpatch.manual_test from hotpatch_app;
grant select, insert on hotpatch.manual_test to hotpatch_app;

create table hotpatch.corrective_action (
    id         bigint generated always as identity primary key,
    cycle_id   text not null,
    about      text not null,                         -- EVENT and its id, OPERATION and the engine's id of it, INCIDENT and its time
    cause      text not null,
    action     text not null,
    signed_by  text not null,
    signed_at  timestamptz not null,                  -- business time
    signed_wall timestamptz not null
);
create index corrective_action_cycle on hotpatch.corrective_action (cycle_id);
revoke all on hotpatch.corrective_action from hotpatch_app;
grant select, insert on hotpatch.corrective_action to hotpatch_app;

-- Further due dates that devices are told against, beside the days of the policy itself: name and days of each.
alter table hotpatch.patch_policy add column due_dates jsonb not null default '[]';
