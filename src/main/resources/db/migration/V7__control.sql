-- Freezes, known issues, and what a stop has reached.

create table hotpatch.freeze_source (                 -- entries of hotpatch.freeze, as configured at the last start
    key        text primary key,
    label      text not null,
    read_at    timestamptz,                           -- business time; null when never
    good_until timestamptz,                           -- until then its freezes count; null when never read
    problem    text                                   -- why the last attempt to read it failed
);
create table hotpatch.freeze (                        -- each occurrence by itself
    source    text not null references hotpatch.freeze_source (key) on delete cascade,
    starts_at timestamptz not null,
    ends_at   timestamptz not null,
    reason    text not null
);
create index freeze_ends on hotpatch.freeze (ends_at);

create table hotpatch.known_issue (                   -- Microsoft's known issues, as last read
    id          text not null,
    product     text not null,
    title       text not null,
    status      text,                                 -- raw; null when not said, which counts as open
    kb          text not null,
    url         text,
    started_at  timestamptz,
    updated_at  timestamptz,                          -- by Microsoft
    observed_at timestamptz not null,                 -- when we read it last
    primary key (id, product)
);

create table hotpatch.stop_seen (                     -- what the report last said of a device while its cycle was stopped
    cycle_id   text not null,
    device_id  text not null,
    scanned_at timestamptz,                           -- last scan for updates; null when not said
    standing   text not null,                         -- IDLE, COMMITTED, UNKNOWN
    primary key (cycle_id, device_id)
);
create table hotpatch.stop_count (                    -- how far a stop has come, ring by ring, as last counted
    halt_id         bigint not null references hotpatch.halt (id),
    ring            text not null,
    suspended_at    timestamptz not null,             -- since then Intune holds the release back from the ring
    devices         integer not null,                 -- the sum of the six that follow
    before          integer not null,                 -- effective before it
    out_of_reach    integer not null,                 -- scanned since, neither installing nor waiting for a restart
    committed       integer not null,                 -- downloading, installing or waiting for a restart: will finish
    not_seen        integer not null,                 -- online, nothing heard of since
    offline         integer not null,                 -- not online, nothing heard of since
    installed_after integer not null,                 -- seen effective since, and not known to have been so before
    as_of           timestamptz,
    counted_at      timestamptz not null,
    primary key (halt_id, ring)
);
