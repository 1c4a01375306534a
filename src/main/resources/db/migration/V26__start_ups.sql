-- How devices started, as Endpoint analytics tells it: days late, and only where it is licensed.
create table hotpatch.start_up (
    id          text primary key,
    device_id   text not null,
    at          timestamptz not null,
    category    text not null,                        -- raw: blueScreen, restartWithUpdate, ...
    received_at timestamptz not null
);
create index start_up_device on hotpatch.start_up (device_id, at);

create table hotpatch.start_up_reading (
    one      boolean primary key default true check (one),
    tried_at timestamptz not null,
    read_at  timestamptz,                             -- when all of it was read
    problem  text not null                            -- why the last try was none; empty when it was one
);
