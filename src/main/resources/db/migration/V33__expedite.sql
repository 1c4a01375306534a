-- An emergency may ask that Intune brings the release past every deferral, with a forced restart. The policies themselves are in the write ledger.

alter table hotpatch.emergency_request
    add column expedite_days    integer check (expedite_days between 0 and 2),   -- from the installation to the forced restart; null: not asked for
    add column expedite_release text,                                            -- the date by which Intune named the release then
    add constraint expedite_whole check ((expedite_days is null) = (expedite_release is null));

create table hotpatch.expedite (                      -- how it stands with each ring
    cycle_id text not null references hotpatch.cycle (id),
    ring     text not null,
    state    text not null check (state in ('EXPEDITED', 'REFUSED', 'CHANGED', 'ENDED')),
    note     text not null,
    since    timestamptz not null,
    primary key (cycle_id, ring)
);
