-- Everybody who asks for a stop is kept: the first request is the stop itself, those that come while it is in force join it.
create table hotpatch.halt_joined (
    id           bigint generated always as identity primary key,
    halt_id      bigint not null references hotpatch.halt (id),
    reason       text not null,
    requested_by text not null,
    requested_at timestamptz not null
);
create index halt_joined_halt on hotpatch.halt_joined (halt_id);

create view hotpatch.stop_request as
    select h.id as halt_id, h.cycle_id, 0::bigint as number, h.reason, h.requested_by, h.requested_at, h.lifted_by, h.lifted_at from hotpatch.halt h
    union all
    select h.id, h.cycle_id, j.id, j.reason, j.requested_by, j.requested_at, h.lifted_by, h.lifted_at from hotpatch.halt_joined j join hotpatch.halt h on h.id = j.halt_id;
