-- Units whose policy was deleted and that a stop in force can therefore not hold back: their devices get what the tenant gives everybody.
-- One row for each ring and stop, until the unit has a policy again.
create table hotpatch.stop_gone (
    halt_id bigint not null references hotpatch.halt (id),
    ring    text not null,
    policy  text not null,                   -- the one that is gone
    since   timestamptz not null,            -- when the stop found it gone
    asked   bigint not null,                 -- newest question by then: a later answer only is about this
    refused text,                            -- why none of ours could take its place, when that was decided
    told    boolean not null default false,  -- people were told
    primary key (halt_id, ring)
);
alter table hotpatch.stop_count add column not_held integer not null default 0;   -- held back by nothing: the unit's policy is gone
comment on column hotpatch.stop_count.devices is 'the sum of the classes';
