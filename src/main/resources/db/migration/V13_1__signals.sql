-- A success is seen at the next check-in, a failure only in the install report. The failure rate of a gate takes both
-- from the report, so that they lag alike.
alter table hotpatch.progress add column confirmed boolean not null default false; -- the install report has called it successful
alter table hotpatch.ring add column confirmed integer not null default 0;         -- effective, and confirmed

create table hotpatch.enrolment (                     -- devices that report in the policy of a unit, look by look
    cycle_id    text not null references hotpatch.cycle (id),
    ring        text not null,
    measured_at timestamptz not null,
    reporting   integer not null,
    primary key (cycle_id, ring, measured_at)
);

create table hotpatch.tenant_seen (                   -- what the tenant had for a unit when it was last read
    unit    text not null,
    kind    text not null,                            -- POLICY, APPROVAL, UPDATE_RING, GROUP
    fact    text not null,
    target  text,                                     -- id in Intune or Entra
    value   text not null,
    seen_at timestamptz not null,
    primary key (unit, kind, fact)
);
create table hotpatch.audit_event (                   -- Intune's own record of changes to what our units use
    id          text primary key,
    at          timestamptz not null,
    actor       text not null,
    activity    text not null,
    operation   text not null,
    target      text not null,
    target_name text,
    result      text not null,
    received_at timestamptz not null,
    write_id    bigint references hotpatch.graph_write (id) -- ours; null: somebody else's
);
create table hotpatch.drift (                         -- a change of it, between two looks
    id         bigint generated always as identity primary key,
    cycle_id   text not null references hotpatch.cycle (id),
    unit       text not null,
    kind       text not null,
    fact       text not null,
    target     text,
    before     text not null,
    after      text not null,
    not_before timestamptz not null,
    not_after  timestamptz not null,
    effect     text not null,                         -- OPENS, CLOSES, OTHER; OURS when a write of ours explains it
    meaning    text not null default '',
    write_id   bigint references hotpatch.graph_write (id),
    event_id   text references hotpatch.audit_event (id)
);
create index drift_cycle on hotpatch.drift (cycle_id, id);

alter table hotpatch.progress add column rolled_back boolean not null default false; -- the install report has called it rolled back
create table hotpatch.signal (                        -- what else was watched, as last measured
    cycle_id    text not null references hotpatch.cycle (id),
    ring        text not null,
    name        text not null,                        -- ROLLBACK, CUSTOMER_ALERT, MICROSOFT_ALERT, SILENT_AFTER_INSTALL, ...
    mode        text not null,                        -- GATE, OBSERVE
    limit_percent numeric(5, 2),
    devices     integer,                              -- null: not known
    of_devices  integer,
    standing    text not null,                        -- CALM, BEYOND, UNKNOWN
    note        text not null default '',
    measured_at timestamptz not null,
    as_of       timestamptz,
    primary key (cycle_id, ring, name)
);
