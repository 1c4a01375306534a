-- Who decides in whose place, and the number of the change elsewhere.

alter table hotpatch.approval
    add column decided_for      text,                 -- the person in whose place a substitute decided
    add column change_reference text;                 -- number of the change in a system outside

create table hotpatch.substitute (
    id         bigint generated always as identity primary key,
    person     text not null,                         -- who is away
    substitute text not null,                         -- who decides in his place
    from_at    timestamptz not null,                  -- business time
    until_at   timestamptz not null,                  -- business time; from here on no longer
    reason     text not null,
    named_by   text not null,
    named_at   timestamptz not null,
    ended_by   text,                                  -- who ended it early
    ended_at   timestamptz,
    told_over  boolean not null default false,        -- its end stands in the trail
    check (from_at < until_at and person <> substitute)
);
create index substitute_of on hotpatch.substitute (substitute, until_at);
