-- What a stop does not reach, while there is any: which units, and why. One row for each stop.
create table hotpatch.stop_open (
    halt_id bigint primary key references hotpatch.halt (id),
    what    text not null,                   -- each unit or policy with the last answer
    since   timestamptz not null,
    told    boolean not null default false   -- people were told
);
