-- Taking a ring back. Microsoft has no automatic way: hotpatch off, suspend, uninstall (restart), resume, forward to the
-- cumulative update (second restart). Each step is a row of the write ledger too.

create table hotpatch.roll_back (
    id           bigint generated always as identity primary key,
    cycle_id     text not null references hotpatch.cycle (id),
    ring         text not null,
    reason       text not null,
    requested_by text not null,
    requested_at timestamptz not null,
    devices      integer not null,                    -- controlled devices of the ring, when it was asked for
    effective    integer not null,                    -- of these with the release
    state        text not null check (state in ('REQUESTED', 'ROLLING_BACK', 'FORWARDING', 'KEPT', 'DONE')),
    decided_by   text check (decided_by <> requested_by),
    decided_at   timestamptz,
    uninstall_at timestamptz,                         -- when the uninstall was read back
    taken_back   integer not null default 0,          -- devices seen below the release since
    counted_at   timestamptz,
    done_at      timestamptz
);
create unique index roll_back_open on hotpatch.roll_back (cycle_id, ring) where state in ('REQUESTED', 'ROLLING_BACK', 'FORWARDING');

create table hotpatch.roll_back_proof (               -- what was tried on test devices; without a row a step is not proven
    step        text primary key,                     -- HOTPATCH_OFF, SUSPEND, UNINSTALL, RESUME, FORWARD_LCU
    seen        text not null,
    proven_by   text not null,
    proven_at   timestamptz not null,
    valid_until timestamptz not null
);
