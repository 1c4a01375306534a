-- Proof that the gate held: who runs a build of the release that was not approved for his unit at the time.

alter table hotpatch.device
    add column enrolled_at     timestamptz,              -- as Intune says
    add column enrolled_before timestamptz,              -- the enrolment known before the present one
    add column level_before    text;                     -- build.ubr seen before the present one

-- Whoever writes the facts of a device: what was known before stays known.
create function hotpatch.remember_level() returns trigger language plpgsql as $$
begin
    if (old.build, old.ubr) is distinct from (new.build, new.ubr) then
        new.level_before := old.build || '.' || old.ubr;
    end if;
    if old.enrolled_at is distinct from new.enrolled_at then
        new.enrolled_before := old.enrolled_at;
    end if;
    return new;
end $$;
create trigger remember_level before update on hotpatch.device for each row
    when ((old.build, old.ubr, old.enrolled_at) is distinct from (new.build, new.ubr, new.enrolled_at))
    execute function hotpatch.remember_level();

create table hotpatch.unapproved_install (            -- found once, never taken back; its class may become clearer
    cycle_id     text not null references hotpatch.cycle (id),
    device_id    text not null,
    ring         text not null,
    build        integer not null,
    ubr          integer not null,
    level_before text,
    not_before   timestamptz,                         -- last seen without the build; null when never
    not_after    timestamptz not null,                -- first seen with it
    approval     text not null,                       -- NEVER, IDLE, COMMITTED, UNHEARD, BEFORE_GATE: how the approval of the unit stood
    delivered    text not null,                       -- HOTPATCH, LCU, UNLISTED
    track        text not null,                       -- HOTPATCH, LCU, NONE
    enrolled_anew boolean not null,                   -- enrolled since the release
    known_before boolean not null,                    -- an earlier enrolment is known
    newer_windows boolean not null,                   -- a newer feature version than before
    other_source boolean not null,                    -- another tool or policy can install here
    class        text not null default 'UNKNOWN',     -- decided by gate-proof
    because      text not null default '',
    found_at     timestamptz not null,
    primary key (cycle_id, device_id)
);
create table hotpatch.gate_proof (                    -- one row per look
    cycle_id    text not null references hotpatch.cycle (id),
    ring        text not null,
    proved_at   timestamptz not null,
    as_of       timestamptz,
    devices     integer not null,                     -- controlled devices of the ring that were looked at
    unapproved  integer not null,
    leaks       integer not null,
    unknown     integer not null,
    primary key (cycle_id, ring)
);
alter table hotpatch.stop_seen add column idle_at timestamptz; -- last scan at which it was seen neither installing nor waiting for a restart
