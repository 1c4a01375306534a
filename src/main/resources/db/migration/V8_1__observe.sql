-- Openings that mode observe did not carry out.

create table hotpatch.observed_opening (
    cycle_id text not null,
    ring     text not null,
    at       timestamptz not null,                    -- when it would have been opened, business time
    devices  integer not null,                        -- active devices it would have been opened to
    already  integer not null,                        -- of them, ran the release by then, as last seen
    restarts integer not null,                        -- of them, planned to restart
    obstacle text not null,                           -- what would have held it back in mode control; empty when nothing
    primary key (cycle_id, ring)
);
