-- How far a stop had come, ring by ring, each time a count differed from the one before: stop_count keeps the last one only.
create table hotpatch.stop_progress (
    halt_id         bigint not null references hotpatch.halt (id),
    ring            text not null,
    counted_at      timestamptz not null,
    as_of           timestamptz,
    devices         integer not null,
    before          integer not null,
    out_of_reach    integer not null,
    committed       integer not null,
    not_seen        integer not null,
    offline         integer not null,
    installed_after integer not null,
    primary key (halt_id, ring, counted_at)
);
