-- Who reads the fleet for a cycle, and until when he is believed to.
create table hotpatch.sync (
    cycle_id    text primary key,
    node        text not null,
    lease_until timestamptz not null,                          -- real time; another node takes over when it has passed
    snapshot_id bigint,                                        -- once read to the end
    failure     text                                           -- what kept it from that; told once
);
