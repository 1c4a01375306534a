-- Departures from the rule, each by a named person and with an end: exemptions of devices, waivers of a freeze,
-- releases that nobody deploys, emergency changes.

create table hotpatch.exemption (                     -- one row per period asked for; a renewal is a row of its own
    id            bigint generated always as identity primary key,
    renews        bigint references hotpatch.exemption (id),
    scope         text not null check (scope in ('DEVICE', 'GROUP', 'RING', 'FREEZE')),
    target        text not null,                      -- Intune device id, Entra group id, ring name; FREEZE: cycle id
    reason        text not null,
    compensating_control text not null,
    requested_by  text not null,
    requested_at  timestamptz not null,
    expires_at    timestamptz not null,               -- in force only before, whatever the state says
    state         text not null check (state in ('REQUESTED', 'GRANTED', 'REFUSED', 'EXPIRED')),
    decided_by    text check (decided_by <> requested_by),
    decided_at    timestamptz,
    comment       text,
    applied_at    timestamptz,                        -- when its devices were seen out of our groups
    ended_at      timestamptz
);
create index exemption_in_force on hotpatch.exemption (scope, target) where state = 'GRANTED';

create table hotpatch.exempt_member (                 -- who is in the group of an exemption, as last read
    exemption bigint not null references hotpatch.exemption (id) on delete cascade,
    object_id text not null,
    primary key (exemption, object_id)
);

-- Devices that no unit may reach at this moment, by the Entra object id that groups hold. Rings as a whole: see exempted_ring.
create function hotpatch.exempted(at timestamptz) returns table (object_id text) language sql stable as $$
    select d.object_id from hotpatch.exemption e join hotpatch.device d on d.id = e.target
    where e.scope = 'DEVICE' and e.state = 'GRANTED' and e.expires_at > at and d.object_id is not null
    union
    select m.object_id from hotpatch.exemption e join hotpatch.exempt_member m on m.exemption = e.id
    where e.scope = 'GROUP' and e.state = 'GRANTED' and e.expires_at > at
$$;
create function hotpatch.exempted_ring(at timestamptz) returns table (ring text) language sql stable as $$
    select target from hotpatch.exemption where scope = 'RING' and state = 'GRANTED' and expires_at > at
$$;

alter table hotpatch.approval
    alter column cycle_id drop not null,              -- null for a question about an exemption
    add column exemption_id bigint references hotpatch.exemption (id);

-- What is known to stay open because a release is not deployed, or not everywhere. A row per signature; the newest counts.
create table hotpatch.release_decision (
    id            bigint generated always as identity primary key,
    cycle_id      text not null references hotpatch.cycle (id),
    release_id    text not null references hotpatch.release (id),
    ended         text not null,                      -- how the cycle ended: REJECTED or ABANDONED
    devices       integer not null,                   -- controlled devices that miss the release, when asked
    state         text not null check (state in ('OPEN', 'SIGNED', 'EXPIRED', 'SETTLED')),
    opened_at     timestamptz not null,
    declined_by   text,                               -- who decided not to deploy; must not sign
    reason        text,
    residual_risk text,
    owner         text,                               -- who carries the risk
    expires_at    timestamptz,                        -- then it is asked again
    signed_by     text check (signed_by <> declined_by),
    signed_at     timestamptz,
    signed_wall   timestamptz,
    shown_hash    text,                               -- SHA-256 of what the signer saw
    ended_at      timestamptz
);
create index release_decision_cycle on hotpatch.release_decision (cycle_id);

create table hotpatch.emergency_request (
    cycle_id     text primary key references hotpatch.cycle (id),
    reason       text not null,
    requested_by text not null,
    requested_at timestamptz not null
);

create table hotpatch.skipped_control (               -- what an emergency leaves out, and what stands in its place
    id        bigint generated always as identity primary key,
    cycle_id  text not null references hotpatch.cycle (id),
    ring      text,
    control   text not null,                          -- APPROVAL_BEFOREHAND, APPROVERS, SOAK, FREEZE
    usual     text not null,
    instead   text not null,
    noted_at  timestamptz not null
);
create unique index skipped_control_once on hotpatch.skipped_control (cycle_id, coalesce(ring, ''), control);

alter table hotpatch.cycle
    add column yields_to text references hotpatch.cycle (id),   -- unopened rings wait until that emergency has ended
    add column change_why text;                                 -- why it is this type of change, as the table says
